import { describe, expect, test } from '@jest/globals';
import type { Row } from '../../../src/plan/view/rows.ts';
import { inTableOrder, sectionsOf } from '../../../src/plan/view/sections.ts';
import type { PlannedTarget } from '../../../src/plan/view/targets.ts';
import { held, row, target } from './builders.ts';

const TOY = target('toy');
const TWO = [target('b'), target('a')];

/** `TITLE: ROW ROW +LEFT` of every section, groups first. */
function read(rows: readonly Row[], { targets = [TOY], most = Infinity }: Wishes = {}): string[] {
  const { groups, apart } = sectionsOf(rows, targets, most);
  return [...groups, ...apart].map(({ title, rows: own, left }) => {
    return `${title}: ${own.map(({ id }) => id).join(' ')}${left > 0 ? ` +${left}` : ''}`;
  });
}

interface Wishes {
  readonly targets?: readonly PlannedTarget[];
  readonly most?: number;
}

describe('sections', () => {
  test('are one a group, in the order of the target', () => {
    expect(read([row('x', { group: 'AAA' }), row('y', { group: 'BB' }), row('z', { group: 'AAA' })])).toEqual([
      'BB: y',
      'AAA: x z',
    ]);
  });

  test('keep the targets of a plan apart, in its order, also where groups have the same name', () => {
    const rows = [row('x', { target: 'a' }), row('y', { target: 'b', group: 'BB' }), row('z', { target: 'b' })];

    const { groups } = sectionsOf(rows, TWO, Infinity);

    expect(groups.map((one) => [one.target, one.title])).toEqual([
      ['b', 'b: A'],
      ['b', 'b: BB'],
      ['a', 'a: A'],
    ]);
    expect(groups.map(({ id }) => id)).toEqual(['b group A', 'b group BB', 'a group A']);
  });

  test('list groups first, then what tells most, then by name; equal rows as the plan has them', () => {
    const rows = [
      row('u', { operation: 'update' }),
      row('m', { operation: 'move' }),
      row('e', { operation: 'enable' }),
      row('c2', { operation: 'create', name: 'b' }),
      row('c1', { operation: 'create', name: 'A' }),
      row('d', { operation: 'disable' }),
      row('s2', { operation: 'update', name: 'same' }),
      row('s1', { operation: 'update', name: 'Same' }),
      row('g', { kind: 'group', operation: 'update' }),
    ];

    expect(read(rows)).toEqual(['A: g d c1 c2 e m s2 s1 u']);
  });

  test('hold users who are not in the directory apart from leavers, whatever their group', () => {
    const rows = [row('x', { section: 'strangers' }), row('y'), row('z', { section: 'strangers', group: 'BB' })];

    const { apart } = sectionsOf(rows, [TOY], Infinity);

    expect(read(rows)).toEqual(['A: y', 'Not in the directory: x z']);
    expect(apart.map(({ remark }) => remark)).toEqual([
      '2 users of mapped groups. Who is to stay must become a member of the directory group, or stand in toy.protect',
    ]);
  });

  test('list the strangers of each target under its own setting', () => {
    const labels = { ...TOY.labels, protect: 'other.protect' };
    const targets = [target('b', { labels }), target('a')];
    const rows = ['a', 'b'].map((one) => row(one, { target: one, section: 'strangers' }));

    const { apart } = sectionsOf(rows, targets, Infinity);

    expect(apart.map(({ id, remark }) => [id, remark.split(' ').at(-1)])).toEqual([
      ['b strangers', 'other.protect'],
      ['a strangers', 'toy.protect'],
    ]);
  });

  test('hold each held set apart, as the plan comes upon it, with all limits that name it', () => {
    const rows = [held('x', 'h2'), row('y'), held('z', 'h1'), held('w', 'h2', 'limits.move')];

    expect(read(rows)).toEqual([
      'A: y',
      'Held back by the limit limits.disable, limits.move (h2): not made unless approved: w x',
      'Held back by the limit limits.disable (h1): not made unless approved: z',
    ]);
  });

  test('do not mix the held sets of two targets', () => {
    const rows = ['a', 'b'].map((one) => ({ ...held(one, 'h1'), target: one }));

    const { apart } = sectionsOf(rows, TWO, Infinity);

    expect(apart.map(({ id }) => id)).toEqual(['a held h1', 'b held h1']);
  });

  test('come after the strangers when they are held', () => {
    expect(read([held('x', 'h1'), row('y', { section: 'strangers' })])[0]).toBe('Not in the directory: y');
  });

  test.each([
    [{ present: 12, after: 14 }, '12 enabled users, 14 afterwards'],
    [{ present: 1, after: 1 }, '1 enabled user'],
    [{ present: 1234, after: 1000 }, '1,234 enabled users, 1,000 afterwards'],
  ])('say how many stand in a counted group: %j', (counts, remark) => {
    const tallies = [
      { group: 'other', line: 1, wanted: 9, present: 9, after: 8 },
      { group: 'A', line: 1, wanted: 1, ...counts },
    ];

    expect(sectionsOf([row('x')], [target('toy', { tallies })], Infinity).groups[0]?.remark).toBe(remark);
  });

  test('say nothing of a group that is not counted, or that another target counts', () => {
    const tallies = [{ group: 'A', line: 1, wanted: 1, present: 1, after: 1 }];
    const { groups } = sectionsOf([row('x')], [target('other', { tallies }), TOY], Infinity);

    expect(groups[0]?.remark).toBe('');
  });
});

describe('a limit', () => {
  const many = (count: number, given: Partial<Row> = {}): Row[] =>
    Array.from({ length: count }, (_, index) => row(`r${index}`, given));

  test('cuts each section, and counts the rest', () => {
    const rows = [...many(3), ...many(4, { section: 'strangers' }), ...Array.from('abc', (id) => held(id, 'h'))];

    expect(read(rows, { most: 2 }).map((line) => line.split(' ').at(-1))).toEqual(['+1', '+2', '+1']);
  });

  test('shows four times as many rows in all groups together, and counts the groups that are left', () => {
    const rows = ['A', 'AA', 'AAA', 'AAAA', 'AAAAA', 'AAAAAA'].flatMap((group) => many(3, { group }));

    const { groups, leftOut } = sectionsOf(rows, [TOY], 2);

    expect(groups.map(({ title, rows: own }) => `${title} ${own.length}`)).toEqual(['A 2', 'AA 2', 'AAA 2', 'AAAA 2']);
    expect(leftOut).toEqual({ groups: 2, rows: 6 });
  });

  test('cuts the last group that is shown where the sum is reached', () => {
    const rows = [...many(1, { group: 'A' }), ...many(2, { group: 'AA' }), ...many(9, { group: 'AAA' })];
    const more = [...many(2, { group: 'AAAA' }), ...many(2, { group: 'AAAAA' })];

    const { groups, leftOut } = sectionsOf([...rows, ...more], [TOY], 2);

    expect(groups.map(({ rows: own, left }) => `${own.length}+${left}`)).toEqual(['1+0', '2+0', '2+7', '2+0', '1+1']);
    expect(leftOut).toEqual({ groups: 0, rows: 0 });
  });

  test('does not count strangers and held sets among the groups', () => {
    const groups = ['A', 'AA', 'AAA', 'AAAA'].flatMap((group) => many(1, { group }));

    expect(read([...groups, ...many(1, { section: 'strangers' }), held('x', 'h')], { most: 1 })).toHaveLength(6);
  });

  test.each(['disable', 'suspend'] as const)(
    'cuts no %s: not in a group, not among strangers, not in a held set',
    (operation) => {
      const end = { operation };
      const all = (given: Partial<Row>): Row[] => [...many(2, given), ...many(2, { ...end, ...given })];
      const holds = [held('x', 'h'), ...Array.from('abc', (id) => ({ ...held(id, 'h'), ...end, ends: true }))];

      expect(read([...all({}), ...all({ section: 'strangers' }), ...holds], { most: 1 })).toEqual([
        'A: r0 r1 +2',
        'Not in the directory: r0 r1 +2',
        'Held back by the limit limits.disable (h): not made unless approved: a b c +1',
      ]);
    },
  );

  test('shows of a group that is left out who is disabled', () => {
    const groups = ['A', 'AA', 'AAA', 'AAAA', 'AAAAA', 'AAAAAA'].flatMap((group) => many(2, { group }));
    const rows = [...groups, row('end', { group: 'AAAAA', operation: 'disable' })];

    const { leftOut } = sectionsOf(rows, [TOY], 1);

    expect(read(rows, { most: 1 }).at(-1)).toBe('AAAAA: end +2');
    expect(leftOut).toEqual({ groups: 1, rows: 2 });
  });

  test('that is none leaves nothing out', () => {
    const { leftOut, groups } = sectionsOf(many(300), [TOY], Infinity);

    expect([leftOut.groups, groups[0]?.left, groups[0]?.rows.length]).toEqual([0, 0, 300]);
  });
});

describe('a table of all changes', () => {
  const order = (rows: readonly Row[], targets = [TOY]): string[] => inTableOrder(rows, targets).map(({ id }) => id);

  test('goes by group in the order of the target, and keeps the order of the plan within a group', () => {
    const rows = [row('d', { group: 'BBB' }), held('c', 'h'), row('b', { group: 'AA' }), row('a')];

    expect(order(rows)).toEqual(['c', 'a', 'b', 'd']);
  });

  test('goes by target first', () => {
    expect(order([row('x', { target: 'a' }), row('y', { target: 'b', group: 'BB' })], TWO)).toEqual(['y', 'x']);
  });

  test('has links that are only renewed behind everything, and no section does', () => {
    const rows = [row('l', { section: 'links' }), row('s', { section: 'strangers', group: 'BB' }), row('x')];

    expect(order(rows)).toEqual(['x', 's', 'l']);
    expect(read(rows)).toEqual(['A: x', 'Not in the directory: s']);
  });

  test('has the strangers of all targets last', () => {
    const rows = [row('s', { target: 'b', section: 'strangers' }), row('x', { target: 'a', group: 'BB' })];

    expect(order(rows, TWO)).toEqual(['x', 's']);
  });
});
