import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { RowsLeft } from '../../src/planfile/rows-left.ts';
import { isRow, type Cells } from '../../src/planfile/shown-cells.ts';
import type { Found } from '../../src/planfile/workbook-cells.ts';
import type { Cell } from '../../src/render/sheet.ts';

type Value = Cell['value'];

function planned(...values: readonly Value[]): readonly Cell[] {
  return values.map((value): Cell => ({ value, look: 'text' }));
}

/** What is read of such a row. */
function found(...values: readonly Value[]): Cells {
  return new Map(
    values.flatMap((value, index): [number, Found][] => {
      if (value === null || value === '') return [];
      return [
        [index + 1, typeof value === 'number' ? { kind: 'number', number: value } : { kind: 'text', text: value }],
      ];
    }),
  );
}

/** The same by looking at every row: slow, and easily seen to be right. */
class EveryRow {
  readonly #rows: readonly (readonly Cell[])[];
  readonly #left: Set<number>;

  constructor(rows: readonly (readonly Cell[])[]) {
    this.#rows = rows;
    this.#left = new Set(rows.keys());
  }

  takeShown(cells: Cells, place: number): boolean {
    const fitting = [...this.#left].filter((index) => isRow(this.#rows[index] ?? [], cells));
    const index = fitting.includes(place) ? place : fitting[0];
    return index !== undefined && this.#left.delete(index);
  }

  takeNearest(place: number): readonly Cell[] {
    const index = this.#left.has(place) ? place : Math.min(...this.#left);
    this.#left.delete(index);
    return this.#rows[index] ?? [];
  }

  left(): (readonly Cell[])[] {
    return [...this.#left].map((index) => this.#rows[index] ?? []);
  }
}

/** `a` in several ways to write it, a number that may be a text, a line break that may be two characters. */
const VALUES: readonly Value[] = ['a', '_x0061_', '_x005F_x0061_', '_X0061_', 1, '1', 'x\ny', 'x\r\ny', '', null, '_'];
const values = (): fc.Arbitrary<Value[]> => fc.array(fc.constantFrom(...VALUES), { maxLength: 3 });

describe('the rows of a table that are left', () => {
  test('are those that a look at every row finds', () => {
    fc.assert(
      fc.property(fc.array(values(), { maxLength: 8 }), fc.array(values(), { maxLength: 8 }), (wanted, read) => {
        const rows = wanted.map((row) => planned(...row));
        const [quick, slow] = [new RowsLeft(rows), new EveryRow(rows)];
        const again = read.map((row, place) => [found(...row), place] as const);

        const unknown = again.filter(([cells, place]) => {
          const known = quick.takeShown(cells, place);
          expect(known).toBe(slow.takeShown(cells, place));
          return !known;
        });
        for (const [, place] of unknown) expect(quick.takeNearest(place)).toEqual(slow.takeNearest(place));

        expect(quick.left()).toEqual(slow.left());
      }),
      { numRuns: 500 },
    );
  });

  const MANY = 20_000;
  const many = Array.from({ length: MANY }, (_, index) => planned(`note ${index % 14_000}`, index % 2, 'x'));

  test('are few after a look at each of 20,000, in whatever order', () => {
    const left = new RowsLeft(many);

    const known = many
      .toReversed()
      .filter((cells, place) => left.takeShown(found(...cells.map(({ value }) => value)), place));

    expect([known.length, left.left()]).toEqual([MANY, []]);
  });

  test('are all of 20,000 where each of them was changed, and each is the nearest of one', () => {
    const left = new RowsLeft(many);

    const known = many.filter((_, place) => left.takeShown(found('another', place), place));
    const nearest = new Set(many.map((_, place) => left.takeNearest(MANY - 1 - place)));

    expect([known.length, nearest.size, left.left().length]).toEqual([0, MANY, 0]);
  });
});

test('a text that is written by numbers many times over is compared all the same', () => {
  const deep = `_${'x005F_'.repeat(5000)}x0061_`;
  const left = new RowsLeft([planned('first'), planned(deep)]);

  expect([left.takeShown(found(deep), 1), left.takeShown(found(deep), 0), left.left()]).toEqual([
    true,
    false,
    [planned('first')],
  ]);
});
