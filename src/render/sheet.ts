import type { Severity } from '../core/notice.ts';
import type { Operation } from '../plan/model.ts';

/** How a cell looks; the writer knows the colours. */
export type Look =
  | Operation
  | Severity
  | 'held'
  | 'approve'
  | 'id'
  | 'text'
  | 'wrapped'
  | 'count'
  | 'difference'
  | 'header'
  | 'title'
  | 'label'
  | 'banner'
  | 'alert'
  | 'faint';

/** Text is escaped already and becomes a string cell, whatever it looks like; there are no formulas. */
export interface Cell {
  readonly value: string | number | null;
  readonly look: Look;
}

/** A sheet of which row after row is made, for of a large plan there are very many. */
export interface Sheet {
  readonly name: string;
  /** Column widths in characters. */
  readonly widths: readonly number[];
  /** Whether the first row is a header: frozen, with filters, repeated on every printed page. */
  readonly table: boolean;
  /** How many rows there are, the header among them. */
  readonly count: number;
  /** Makes them, in their order. */
  rows(): Iterable<readonly Cell[]>;
  /** Whether readers are kept from changing it by accident. There is no password: whoever reads it back compares every cell. */
  readonly locked: boolean;
  /** The column (from 0) whose cells below the header a reader fills in all the same; null = none. */
  readonly fillIn: number | null;
}

/** A sheet with all its rows. */
export interface WholeSheet extends Omit<Sheet, 'rows'> {
  readonly rows: readonly (readonly Cell[])[];
}
