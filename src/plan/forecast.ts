import { counted } from '../core/counted.ts';
import type { Change, Forecast, Plan, TargetSection } from './model.ts';

/** What one change costs when nothing goes wrong. */
export interface Cost {
  /** Calls of its own. */
  readonly calls: number;
  /** Whether it needs a look that all changes under way share, and that is as good as new for a while. */
  readonly shares: boolean;
}

/** How fast an account may be asked. */
export interface ForecastPace {
  readonly perSecond: number;
  /** For how many seconds a shared look is as good as a new one. */
  readonly fresh: number;
  /** Calls of one such look. */
  readonly look: number;
}

/**
 * How many calls the changes take, and about how many seconds at the permitted rate. It is no promise: what fails, is tried again
 * or has to be waited for comes on top.
 *
 * @param costOf of a change that is made
 */
export function forecastOf<One extends Change>(
  changes: readonly One[],
  costOf: (change: One) => Cost,
  { perSecond, fresh, look }: ForecastPace,
): Forecast {
  const costs = changesToMake(changes).map(costOf);
  const own = costs.reduce((sum, { calls }) => sum + calls, 0);
  const looks = costs.some(({ shares }) => shares) ? 1 + Math.floor(own / perSecond / fresh) : 0;
  const calls = own + looks * look;
  return { calls, seconds: Math.ceil(calls / perSecond) };
}

/** Those for which calls are made: neither held nor blocked, and waiting for none that is. */
export function changesToMake<One extends Change>(changes: readonly One[]): One[] {
  const left = new Set(changes.flatMap((one) => (one.held !== null || one.blocked !== undefined ? [one.id] : [])));
  for (let before = -1; before !== left.size; ) {
    before = left.size;
    for (const { id, needs } of changes) if (needs.some((needed) => left.has(needed))) left.add(id);
  }
  return changes.filter(({ id }) => !left.has(id));
}

/**
 * The plan with a forecast for each of its accounts; its id stays.
 *
 * @param forecastFor the account of a section; null where it does not know
 */
export function withForecasts<Some extends Plan>(
  plan: Some,
  forecastFor: (id: string, changes: readonly Change[]) => Forecast | null,
): Some {
  const targets = plan.targets.map((section) => {
    const own = plan.changes.filter(({ target }) => target === section.id);
    return withForecast(section, forecastFor(section.id, own));
  });
  return { ...plan, targets };
}

/** @param forecast null = nobody knows */
export function withForecast(section: TargetSection, forecast: Forecast | null): TargetSection {
  return forecast === null ? section : { ...section, forecast };
}

/** What the accounts of a plan take together; null where nobody knows. */
export function wholeForecast({ targets }: Pick<Plan, 'targets'>): Forecast | null {
  const known = targets.flatMap(({ forecast }) => forecast ?? []);
  if (known.length === 0) return null;
  // One account after the other.
  return {
    calls: known.reduce((sum, { calls }) => sum + calls, 0),
    seconds: known.reduce((sum, { seconds }) => sum + seconds, 0),
  };
}

/** `12 calls, 2 seconds`; from two minutes on in minutes */
export function forecastWords({ calls, seconds }: Forecast): string {
  return `${counted(calls, 'call')}, ${durationWords(seconds)}`;
}

/** @param seconds whole */
export function durationWords(seconds: number): string {
  return seconds < 120 ? counted(seconds, 'second') : counted(Math.round(seconds / 60), 'minute');
}
