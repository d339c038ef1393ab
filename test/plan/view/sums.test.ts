import { describe, expect, test } from '@jest/globals';
import type { Notice, Severity } from '../../../src/core/notice.ts';
import type { Plan, PlanSummary } from '../../../src/plan/model.ts';
import { budgetsOf } from '../../../src/plan/view/budgets.ts';
import { countsOf } from '../../../src/plan/view/counts.ts';
import { lastLineOf } from '../../../src/plan/view/last-line.ts';
import { planOf, userChange } from '../../render/sample-plan.ts';
import { LABELS, row, target } from './builders.ts';

const COUNTED: PlanSummary = {
  create: 1,
  update: 2,
  move: 3,
  enable: 4,
  disable: 1005,
  createGroup: 1,
  updateGroup: 7,
  unchanged: 8,
  held: 9,
  leaversLeft: 10,
  notices: 11,
};

describe('the counts of a plan', () => {
  const plan: Plan = { ...planOf([]), summary: COUNTED };

  test('stand in one order, with the colour of the changes that they count', () => {
    const rows = [row('a', { section: 'strangers' }), row('b'), row('c', { section: 'strangers' })];

    const counts = countsOf(plan, rows, [target('toy')]);

    expect(counts.map(({ id, tint, words, count }) => `${id} ${tint ?? '-'}: ${count} ${words}`)).toEqual([
      'create create: 1 create users',
      'createGroup create: 1 create groups',
      'updateGroup update: 7 update groups',
      'enable enable: 4 enable users',
      'move move: 3 move users',
      'update update: 2 update users',
      'disable disable: 1005 disable users',
      'held held: 9 held back',
      'leaversLeft held: 10 leavers left',
      'strangers disable: 2 not in the directory',
      'unchanged -: 8 unchanged',
    ]);
  });

  test('are explained, by each target once where targets differ', () => {
    const other = { ...LABELS, meanings: { ...LABELS.meanings, update: 'users who get other rules' } };
    const targets = [target('a'), target('b', { labels: other })];

    const counts = countsOf(plan, [], targets);

    expect(counts.map(({ id, meaning }) => `${id}: ${meaning}`)).toEqual([
      'create: people of the directory who get a user in the account',
      'createGroup: new toy groups',
      'updateGroup: groups that are renamed with, or linked to, their directory group',
      'enable: disabled users who may work again',
      'move: users who come to stand in another group',
      'update: users who get other toys; users who get other rules',
      'disable: users who can no longer log in; nothing is ever deleted',
      'held: changes over a limit, or in doubt, not made unless somebody approves them',
      'leaversLeft: users who stay enabled although the person has ended',
      'strangers: of those to disable: never met in the directory',
      'unchanged: users who are in step with the directory',
    ]);
  });
});

describe('budgets', () => {
  const seats = { name: 'seats', held: 2000, before: 1500, after: 1501 };

  test('are said in the words of their target', () => {
    expect(budgetsOf([target('toy', { budgets: [seats] })])).toEqual([
      {
        target: 'toy',
        heading: 'Seats in use',
        name: 'seats at the table',
        after: 1501,
        meaning: '1,500 now, of 2,000 in toy.seats',
        line: 'Seats at the table: 1,500 → 1,501 of 2,000 seats in use',
      },
    ]);
  });

  test('are not said where the file does not say how much there is', () => {
    expect(budgetsOf([target('toy', { budgets: [{ ...seats, held: null }] })])).toEqual([]);
  });

  test('are said where the file says that there is none', () => {
    expect(budgetsOf([target('toy', { budgets: [{ ...seats, held: 0 }] })])).toHaveLength(1);
  });

  test('come target by target, and without words by their name', () => {
    const targets = [target('b', { budgets: [{ ...seats, name: 'x' }] }), target('a', { budgets: [seats] })];

    expect(budgetsOf(targets).map((one) => `${one.target} ${one.name}`)).toEqual(['b b: x', 'a a: seats at the table']);
  });
});

describe('the last line', () => {
  const some = [userChange({ operations: ['create'] })];
  const empty = { create: 0, update: 0, move: 0, enable: 0, disable: 0, createGroup: 0, updateGroup: 0, unchanged: 0 };
  const none = { ...empty, held: 0, leaversLeft: 0 };

  test.each([
    [none, 'Plan: 0 to create, 0 to update, 0 to move, 0 to enable, 0 to disable; 0 groups to create; 0 unchanged.'],
    [
      {},
      'Plan: 1 to create, 2 to update, 3 to move, 4 to enable, 1,005 to disable; 1 group to create, 7 to update; 8 unchanged; 9 held back; 10 leavers stay enabled.',
    ],
  ])('sums a plan up: %j', (given, expected) => {
    expect(lastLineOf({ ...planOf(some), summary: { ...COUNTED, ...given } }, [target('toy')], 0, 'above')).toBe(
      expected,
    );
  });

  const REST = 'No changes for what could be read and decided; see the';
  test.each<[Severity[], boolean, number, string]>([
    [[], true, 0, 'No changes. The account matches the directory.'],
    [['info'], true, 0, 'No changes. The account matches the directory.'],
    [['warning', 'info'], true, 0, 'No changes. The account matches the directory, but for the 1 warning above.'],
    [['error', 'warning'], true, 0, `${REST} 1 error above.`],
    [['error', 'error'], false, 0, `${REST} 2 errors above.`],
    [['warning'], false, 0, `${REST} notices above.`],
    [['error'], false, 1, 'No changes, but 1 leaver stays enabled; see the notices above.'],
  ])(
    'claims no match that is not known: %j, complete %s, leavers %d',
    (severities, complete, leaversLeft, expected) => {
      const notices = severities.map((severity): Notice => {
        return { code: 'NO_SEAT', severity, text: '', subject: '', line: null };
      });
      const plan = planOf([], { notices, complete });

      expect(lastLineOf({ ...plan, summary: { ...plan.summary, leaversLeft } }, [target('toy')], 0, 'above')).toBe(
        expected,
      );
    },
  );

  test.each([
    ['warning', 0, 'No changes. The account matches the directory, but for the 1 warning below.'],
    ['error', 0, `${REST} 1 error below.`],
    ['info', 1, 'No changes, but 1 leaver stays enabled; see the notices below.'],
  ] as const)('points down where it stands at the top: %s, leavers %d', (severity, leaversLeft, expected) => {
    const plan = planOf([], { notices: [{ code: 'NO_SEAT', severity, text: '', subject: '', line: null }] });

    expect(lastLineOf({ ...plan, summary: { ...plan.summary, leaversLeft } }, [target('toy')], 0, 'below')).toBe(
      expected,
    );
  });

  test.each<[string, Partial<PlanSummary>, string]>([
    ['what is blocked', { blocked: 2 }, '; 8 unchanged; 2 blocked; 9 held back; 10 leavers stay enabled.'],
    [
      'grants',
      { grant: 1234 },
      'Plan: 1 to create, 1,234 to grant, 2 to update, 0 to resume, 0 to revoke, 0 to suspend; ',
    ],
    ['suspensions', { suspend: 5, revoke: 4, resume: 3 }, ', 3 to resume, 4 to revoke, 5 to suspend; '],
  ])('of a target of entitlements says %s, and neither moves nor groups', (_what, given, expected) => {
    const operations = ['create', 'update', 'grant', 'revoke', 'resume', 'suspend'] as const;
    const licensed = target('toy', { labels: { ...LABELS, operations, changesGroups: false } });
    const summary = { ...COUNTED, updateGroup: 0, ...given };

    const line = lastLineOf({ ...planOf(some), summary }, [licensed], 0, 'above');

    expect(line).toContain(expected);
    expect(line).not.toMatch(/group|move|disable/);
  });

  test('of two targets says what either can do, each once', () => {
    const labels = { ...LABELS, operations: ['create', 'grant', 'suspend'], changesGroups: false } as const;

    const line = lastLineOf(
      { ...planOf(some), summary: COUNTED },
      [target('toy'), target('goto', { labels })],
      0,
      'above',
    );

    expect(line).toMatch(
      /^Plan: 1 to create, 0 to grant, 2 to update, 3 to move, 4 to enable, 1,005 to disable, 0 to suspend; 1 group to create, /,
    );
  });

  test('says nothing of leavers where an older plan does not count them', () => {
    const older = Object.fromEntries(Object.entries(COUNTED).filter(([key]) => key !== 'leaversLeft'));

    expect(
      lastLineOf({ ...planOf(some), summary: older as unknown as PlanSummary }, [target('toy')], 0, 'above'),
    ).toMatch(/; 9 held back\.$/);
  });
});
