import { type Paint, painter } from './paint.ts';

/** How a terminal shows text. */
export interface Style {
  readonly color: boolean;
  /** Width of the terminal; 0 or Infinity when there is none, and then nothing is wrapped. */
  readonly columns: number;
}

/** What a text is laid out on. */
export interface Page {
  readonly paint: Paint;
  /** Width in terminal cells; Infinity when nothing is to be wrapped. */
  readonly columns: number;
}

export function pageOf({ color, columns }: Style): Page {
  return { paint: painter(color), columns: columns > 0 ? columns : Infinity };
}
