import { describe, expect, test } from '@jest/globals';
import { pageViewOf } from '../../../src/plan/view/page.ts';
import type { Place, Tree } from '../../../src/plan/view/tree.ts';
import type { Labels } from '../../../src/plan/view/labels.ts';
import type { Plan } from '../../../src/plan/model.ts';
import { GOTO_LABELS } from '../../../src/targets/goto/labels.ts';
import { RESCUE_LABELS } from '../../../src/targets/rescue/labels.ts';
import { entitlementPlan, newGroup, planOf, userChange } from '../../render/sample-plan.ts';

/** The trees as lines: places with their numbers, and who comes (+), goes (-) or stays (=). */
function linesOf(plan: Plan, labels: Labels = RESCUE_LABELS): string[] {
  const lines = ({ name, isNew, numbers, entries, places }: Place, indent: string): string[] => [
    `${indent}${name}${isNew ? ' new' : ''}${numbers === null ? '' : ` ${numbers.before}→${numbers.after}/${numbers.most}`}`,
    ...entries.map(({ row, side }) => `${indent}  ${{ comes: '+', goes: '-', stays: '=' }[side]}${row.name}`),
    ...places.flatMap((place) => lines(place, `${indent}  `)),
  ];
  return treesOf(plan, labels).flatMap(({ title, places }) => [title, ...places.flatMap((one) => lines(one, ''))]);
}

function treesOf(plan: Plan, labels: Labels = RESCUE_LABELS): readonly Tree[] {
  return pageViewOf(plan, () => labels).trees;
}

function user(name: string, group: string, from: string | null = null): ReturnType<typeof userChange> {
  const operation = from === null ? 'create' : from === group ? 'update' : 'move';
  const before = from === null ? null : from === group ? { name: 'old' } : { group: from };
  return userChange({ name, group, operations: [operation], before, after: { group, name } });
}

describe('the organization tree', () => {
  test('has everybody where they stand before and after, in the order of the account', () => {
    const plan = planOf(
      [
        newGroup('Technicians/Day', 'Day', 5),
        user('Zoe', 'Technicians/Day'),
        user('Ada', 'Technicians/Day', 'Technicians/Night'),
        user('Bob', 'technicians/night', 'Technicians/Night'),
        user('Cy', 'Administrators', 'Administrators'),
      ],
      { groups: [{ group: 'Technicians/Night', line: 7, wanted: 2, present: 3, after: 2 }] },
    );

    expect(linesOf(plan)).toEqual([
      'Organization tree',
      'Administrators',
      '  =Cy',
      'Technicians',
      '  Day new',
      '    +Day',
      '    +Zoe',
      '    +Ada',
      '  Night 3→2/null',
      '    -Ada',
      '    =Bob',
    ]);
  });

  test('sums up below each place who comes, goes, ends and changes', () => {
    const ends = userChange({ operations: ['disable'], name: 'Eve', group: 'Technicians/Night/Late' });
    const plan = planOf([
      user('Zoe', 'Technicians/Day'),
      user('Ada', 'Technicians/Day', 'Technicians/Night'),
      user('Bob', 'Technicians/Night', 'Technicians/Night'),
      ends,
    ]);

    const [top] = treesOf(plan)[0]?.places ?? [];
    expect(top?.sums).toEqual({ comes: 2, goes: 1, ends: 1, changes: 1 });
    expect(top?.places.map(({ name, sums }) => [name, sums])).toEqual([
      ['Day', { comes: 2, goes: 0, ends: 0, changes: 0 }],
      ['Night', { comes: 0, goes: 1, ends: 1, changes: 1 }],
    ]);
  });

  test('keeps a slash inside a name', () => {
    expect(linesOf(planOf([user('Ada', 'Technicians/A\\/B')]))).toEqual([
      'Organization tree',
      'Technicians',
      '  A/B',
      '    +Ada',
    ]);
  });
});

test('products list who gets and who loses them, with their seats, and last who keeps all of them', () => {
  const plan = entitlementPlan();
  const [section] = plan.targets;
  const other = userChange({
    operations: ['update'],
    name: 'Gil',
    before: { language: 'de' },
    after: { language: 'en' },
  });
  const budgets = [{ name: 'Meeting', held: 10, before: 3, after: 6 }];
  const targets = section === undefined ? [] : [{ ...section, budgets }];

  expect(linesOf({ ...plan, targets, changes: [...plan.changes, other] }, GOTO_LABELS)).toEqual([
    'Products',
    'Connect',
    '  -Cy',
    'Meeting 3→6/10',
    '  -Fay',
    '  +Ada',
    '  +Eve',
    '  +Bob',
    '  +Dan',
    '',
    '  =Gil',
  ]);
});

test('each account of a plan has a tree, named after it', () => {
  const plan = planOf([user('Ada', 'Technicians/Day')]);
  const targets = plan.targets.flatMap((section) => [section, { ...section, id: 'rescue:2' }]);

  expect(treesOf({ ...plan, targets }).map(({ title, places }) => [title, places.length])).toEqual([
    ['rescue:560961: Organization tree', 1],
    ['rescue:2: Organization tree', 0],
  ]);
});
