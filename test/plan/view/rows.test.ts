import { describe, expect, test } from '@jest/globals';
import type { Change } from '../../../src/plan/model.ts';
import { type Row, rowsOf } from '../../../src/plan/view/rows.ts';
import { planOf, userChange } from '../../render/sample-plan.ts';
import { LABELS, target } from './builders.ts';

const TARGETS = [target('rescue:560961')];
const HELD = { limit: 'limits.move', id: 'h1', also: [] };
const BLOCKED = { kind: 'out-of-licences', text: 'No licence is free.' } as const;
const STRANGER: Change['reason'] = { code: 'NOT_A_MEMBER', text: 'no member of A', line: 3, path: [] };

function rowOf(given: Partial<Change>): Row {
  const [found] = rowsOf(planOf([userChange({ operations: ['update'], ...given })]), TARGETS);
  if (found === undefined) throw new Error('no row');
  return found;
}

function reason(given: Partial<Change['reason']>): Pick<Change, 'reason'> {
  return { reason: { code: 'MEMBER_OF', text: 'member of A', line: 27, path: [], ...given } };
}

describe('a row says', () => {
  test.each([
    [
      'what is done, the most telling first',
      { operations: ['update', 'move'] },
      { does: 'move, update', operation: 'move' },
    ],
    ['that a disable tells more than all else', { operations: ['create', 'disable'] }, { operation: 'disable' }],
    ['that a group is meant', { kind: 'group', operations: ['create'] }, { does: 'create group', role: 'group' }],
    ['the role in the words of the target', { role: 'player' as Change['role'] }, { role: 'player of toys' }],
    ['a role without words as it is', { role: 'technician' }, { role: 'technician' }],
    ['where a user comes from', { group: 'B', before: { group: 'A' } }, { from: 'A', standsIn: 'A', group: 'B' }],
    ['that a user stays', { group: 'B', before: {} }, { from: null, standsIn: 'B' }],
    ['that a user is new', { operations: ['create'], before: null, group: 'B' }, { from: null, standsIn: null }],
    ['who, in which order of the plan', { id: 'c7', name: 'Ada', email: null }, { id: 'c7', name: 'Ada', email: null }],
    [
      'what changes',
      { before: { name: 'A' }, after: { name: 'B' } },
      { differences: [{ field: 'called', from: 'A', to: 'B' }] },
    ],
    [
      'what becomes of the status',
      { before: { status: 'enabled' }, after: { status: 'disabled' } },
      { status: { field: 'status', from: 'enabled', to: 'disabled' } },
    ],
    ['why, and in which line', reason({}), { why: 'member of A', line: 27, where: 'sync.yaml:27' }],
    ['that no line is involved', reason({ line: null }), { line: null, where: null }],
    ['the way through nested groups', reason({ path: ['A', 'B'] }), { why: 'member of A (A › B)' }],
    ['no way that the reason says', reason({ text: 'in A › B', path: ['A', 'B'] }), { why: 'in A › B' }],
    ['what a reviewer has to look at', { risk: ['adoption', 'credentials'] }, { risk: ['adoption', 'credentials'] }],
    [
      'that an approval lets it through',
      { letThrough: [{ limit: 'limits.move', id: 'h1', by: '--approve', part: false }] },
      { letThrough: true },
    ],
    ['that it needs no approval', {}, { letThrough: false }],
    ['no way of one group', reason({ path: ['X'] }), { why: 'member of A' }],
  ] as const)('%s', (_what, given, expected) => {
    expect(rowOf(given as Partial<Change>)).toMatchObject(expected);
  });

  test.each([
    ['of its group', {}, 'group'],
    ['of strangers', { reason: STRANGER }, 'strangers'],
    ['of its held set', { held: HELD }, 'held'],
    ['of its held set, also for a stranger', { held: HELD, reason: STRANGER }, 'held'],
  ])('that it stands in the section %s', (_what, given, section) => {
    expect(rowOf(given).section).toBe(section);
  });

  test.each([
    ['nothing', {}, null, ''],
    ['what holds it', { held: HELD }, { limit: 'limits.move', id: 'h1' }, ''],
    [
      'what holds it besides',
      {
        held: {
          ...HELD,
          also: [
            { limit: 'a', id: '1' },
            { limit: 'b', id: '2' },
          ],
        },
      },
      { limit: 'limits.move', id: 'h1' },
      'also held by a (1), b (2)',
    ],
    [
      'what lets it through',
      {
        letThrough: [
          { limit: 'a', id: '1', by: '--approve', part: true },
          { limit: 'b', id: '2', by: 'sync.yaml:3', part: false },
        ],
      },
      null,
      'let through by --approve (a, in part); let through by sync.yaml:3 (b)',
    ],
    [
      'what holds it rather than what let a part of it through',
      { held: HELD, letThrough: [{ limit: 'a', id: '1', by: '--approve', part: true }] },
      { limit: 'limits.move', id: 'h1' },
      '',
    ],
    ['what blocks it', { blocked: BLOCKED }, null, 'blocked, out-of-licences: No licence is free.'],
    [
      'what blocks it and holds it besides',
      { blocked: BLOCKED, held: { ...HELD, also: [{ limit: 'a', id: '1' }] } },
      { limit: 'limits.move', id: 'h1' },
      'blocked, out-of-licences: No licence is free.; also held by a (1)',
    ],
  ])('%s', (_what, given, held, approval) => {
    expect(rowOf(given)).toMatchObject({ held, approval });
  });
});

test('rows come in the order of the plan', () => {
  const changes = ['c', 'a', 'b'].map((id) => userChange({ operations: ['create'], id }));

  expect(rowsOf(planOf(changes), TARGETS).map(({ id }) => id)).toEqual(['c', 'a', 'b']);
});

test('a change of a target that the plan does not have is a bug, not a row without words', () => {
  const plan = planOf([userChange({ operations: ['create'] })]);

  expect(() => rowsOf(plan, [target('toy', { labels: LABELS })])).toThrow('none of its targets');
});
