import { forecastWords } from '../forecast.ts';
import type { Forecast } from '../model.ts';

/** What the changes of a run took, against what its plan had forecast. */
export interface Spent extends Forecast {
  /** null = the plan has forecast nothing. */
  readonly forecast: Forecast | null;
}

/** `It took 14 calls, 3 seconds; forecast: 12 calls, 2 seconds.` */
export function spentWords({ forecast, ...actual }: Spent): string {
  const expected = forecast === null ? '' : `; forecast: ${forecastWords(forecast)}`;
  return `It took ${forecastWords(actual)}${expected}.`;
}
