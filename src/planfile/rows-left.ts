import { groupBy } from '../core/collections.ts';
import type { Cell } from '../render/sheet.ts';
import { type Cells, isRow, keyOfFound, keyOfPlanned } from './shown-cells.ts';

/** Equal rows of a table, by their index in it. Those before `next` are taken. */
interface EqualRows {
  readonly indexes: readonly number[];
  next: number;
}

/** The rows of a table that were not found yet. Each is looked at a few times only: a table may have 100,000. */
export class RowsLeft {
  readonly #rows: readonly (readonly Cell[])[];
  readonly #taken: Uint8Array;
  /** By what they show. Rows of one key may still differ in how it is written. */
  readonly #byKey: ReadonlyMap<string, readonly EqualRows[]>;
  #first = 0;

  constructor(rows: readonly (readonly Cell[])[]) {
    this.#rows = rows;
    this.#taken = new Uint8Array(rows.length);
    const keyed = groupBy(rows.keys(), (index) => keyOfPlanned(rows[index] ?? []));
    this.#byKey = new Map([...keyed].map(([key, indexes]) => [key, equalRows(rows, indexes)]));
  }

  /** Takes a row that shows these cells: that at `place`, where it does, else the first one. Returns whether there was one. */
  takeShown(found: Cells, place: number): boolean {
    // Most tables were never sorted: the row is where it was.
    const index = this.#isLeft(place) && isRow(this.#rows[place] ?? [], found) ? place : this.#firstShown(found);
    if (index === undefined) return false;
    this.#taken[index] = 1;
    return true;
  }

  /** Takes the row at `place`, else the first one that is left. */
  takeNearest(place: number): readonly Cell[] {
    while (this.#taken[this.#first] === 1) this.#first += 1;
    const index = this.#isLeft(place) ? place : this.#first;
    if (this.#isLeft(index)) this.#taken[index] = 1;
    return this.#rows[index] ?? [];
  }

  left(): (readonly Cell[])[] {
    return this.#rows.filter((_, index) => this.#isLeft(index));
  }

  #isLeft(index: number): boolean {
    return this.#taken[index] === 0;
  }

  #firstShown(found: Cells): number | undefined {
    let first: number | undefined;
    for (const equal of this.#byKey.get(keyOfFound(found)) ?? []) {
      while (this.#taken[equal.indexes[equal.next] ?? -1] === 1) equal.next += 1;
      const index = equal.indexes[equal.next];
      if (index === undefined || (first !== undefined && index > first)) continue;
      if (isRow(this.#rows[index] ?? [], found)) first = index;
    }
    return first;
  }
}

function equalRows(rows: readonly (readonly Cell[])[], indexes: readonly number[]): EqualRows[] {
  if (indexes.length === 1) return [{ indexes, next: 0 }];
  const written = groupBy(indexes, (index) => JSON.stringify(rows[index]?.map(({ value }) => String(value ?? ''))));
  return [...written.values()].map((equal) => ({ indexes: equal, next: 0 }));
}
