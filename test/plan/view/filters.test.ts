import { describe, expect, test } from '@jest/globals';
import { answersOf, filtersOf } from '../../../src/plan/view/filters.ts';
import { fieldReasons } from '../../../src/plan/view/reasons.ts';
import { held, LABELS, row } from './builders.ts';

function offered(rows: Parameters<typeof filtersOf>[0]): Record<string, string[]> {
  return Object.fromEntries(
    filtersOf(rows).map(({ id, options }) => [id, options.map(({ words, count }) => `${words} (${count})`)]),
  );
}

describe('filters', () => {
  test('ask for operation, risk, rule and state, with how many changes give each answer', () => {
    const rule = (line: number, path: readonly string[]) => ({ text: '', path, where: `sync.yaml:${line}` });
    const rows = [
      row('a', { operations: ['move', 'update'], reason: rule(40, ['Day', 'Late']), risk: ['adoption'] }),
      row('b', { operation: 'disable', operations: ['disable'], reason: rule(9, []), risk: ['stranger'] }),
      row('c', { because: [{ field: 'products', reason: rule(9, ['Night']) }], blocked: true }),
      row('d', { letThrough: true }),
      held('e', 'set'),
    ];

    expect(offered(rows)).toEqual({
      operation: ['update (4)', 'move (1)', 'disable (1)'],
      risk: [
        'Guard rails overruled (1)',
        'Held back (1)',
        'Disabled or suspended (1)',
        'Adopted: linked to a person from now on (1)',
        'Blocked: cannot be made now (1)',
        'Not in the directory (1)',
      ],
      rule: ['sync.yaml:9 (2)', 'sync.yaml:40 · Day (1)'],
      state: ['as planned (2)', 'approved (1)', 'held back (1)', 'blocked (1)'],
    });
  });

  test('what is the same for all changes is not asked; accounts only where there are several', () => {
    expect(offered([row('a'), row('b')])).toEqual({});
    expect(offered([row('a'), row('b', { target: 'other' })])).toEqual({ account: ['toy (1)', 'other (1)'] });
    expect(offered([])).toEqual({});
  });

  test('a change answers with the values that are offered', () => {
    const rows = [row('a', { operations: ['move', 'update'] }), row('b')];
    const [operation] = filtersOf(rows);

    expect(operation?.id).toBe('operation');
    expect(rows.map((one) => (operation === undefined ? [] : answersOf(one, operation)))).toEqual([
      ['move', 'update'],
      ['update'],
    ]);
  });
});

test('reasons of fields come in the order and with the words of the target', () => {
  const reason = (text: string) => ({ code: 'DIFFERS', text, line: text === 'b' ? 7 : null, path: [text] }) as const;
  const because = { switch: reason('a'), name: reason('b'), group: reason('c'), unknown: reason('d') };

  expect(
    fieldReasons({ config: { file: 'x.yaml', sha256: '' } }, { because }, LABELS).map(
      ({ field, reason: { text, where } }) => [field, text, where],
    ),
  ).toEqual([
    ['Toy group', 'c', null],
    ['unknown', 'd', null],
    ['called', 'b', 'x.yaml:7'],
    ['switch', 'a', null],
  ]);
});
