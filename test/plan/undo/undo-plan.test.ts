import { expect, test } from '@jest/globals';
import { completeChange } from '../../../src/plan/change.ts';
import { applyExitCode } from '../../../src/plan/exit.ts';
import type { FieldRules } from '../../../src/plan/fields.ts';
import type { UserChange } from '../../../src/plan/model.ts';
import { type Undoing, undoPlan } from '../../../src/plan/undo/undo-plan.ts';

const RULES: FieldRules = { email: { operation: 'update', unique: true } };
const HEAD = {
  settings: { file: 'sync.yaml', sha256: '0'.repeat(64) },
  directory: { type: 'file' },
  adsyncVersion: '0',
  createdAt: '2026-01-31T09:00:00.000Z',
} as const;

function change(node: string, from: string, to: string): UserChange {
  const reason = { code: 'UNDO', text: 'puts back', line: null, path: [] } as const;
  const facts = { name: node, email: from, status: 'enabled', link: null } as const;
  const who = {
    kind: 'user',
    target: 'toy:1',
    role: 'player',
    group: 'All',
    name: node,
    email: to,
    person: null,
  } as const;
  const rest = { evidence: 'said', stage: 'change', risk: [], takes: {}, needs: [], native: {}, node } as const;
  const sides = { before: { email: from }, after: { email: to }, because: { email: reason } };
  return completeChange({ ...who, ...rest, ...sides, facts, reason }, RULES);
}

function undoing(changes: readonly UserChange[], more: Partial<Undoing> = {}, account = '1'): Undoing {
  const facts = { id: `toy:${account}`, type: 'toy', account, organization: 'Toys', url: 'toy:' };
  const besides = { unchanged: 0, leaversLeft: 0, budgets: [], tallies: [] };
  return { kind: 'undoing', changes, leftAlone: [], lasting: [], facts: { ...facts, ...besides }, ...more };
}

function codes(one: Undoing): string[] {
  return undoPlan(HEAD, [{ run: 'r1', undoing: one, rules: RULES }]).notices.map(({ code }) => code);
}

test('who takes an address waits for whoever gives it up', () => {
  const changes = [change('a', 'x@corp.example', 'y@corp.example'), change('b', 'y@corp.example', 'z@corp.example')];
  const plan = undoPlan(HEAD, [{ run: 'r1', undoing: undoing(changes), rules: RULES }]);

  expect(plan.changes.map(({ node }) => node)).toEqual(['b', 'a']);
  expect([plan.undoes, plan.directory.people, plan.summary.update]).toEqual([['r1'], 0, 2]);
});

test('users who have exchanged addresses are left, and named', () => {
  const changes = [
    change('a', 'x@corp.example', 'y@corp.example'),
    change('b', 'y@corp.example', 'x@corp.example'),
    change('c', 'p@corp.example', 'q@corp.example'),
  ];
  const plan = undoPlan(HEAD, [{ run: 'r1', undoing: undoing(changes), rules: RULES }]);

  expect(plan.changes.map(({ node }) => node)).toEqual(['c']);
  expect(plan.notices.filter(({ code }) => code === 'UNDO_IMPOSSIBLE')).toHaveLength(2);
});

test('what stays is said, and that the changes are planned again only where there are any', () => {
  expect(codes(undoing([], { lasting: ['createdGroup'] }))).toEqual(['UNDO_LASTING']);
  expect(codes(undoing([change('a', 'x@corp.example', 'y@corp.example')]))).toEqual(['UNDO_PLANNED_AGAIN']);
});

test.each([
  ['UNDO_STALE', 3],
  ['UNDO_IMPOSSIBLE', 3],
] as const)('an undo that leaves something alone (%s) has not done all', (code, exit) => {
  const plan = undoPlan(HEAD, [
    { run: 'r1', undoing: undoing([], { leftAlone: [{ code, who: 'a', text: 'b' }] }), rules: RULES },
  ]);

  expect(applyExitCode(plan, [])).toBe(exit);
  expect(applyExitCode({ ...plan, notices: [] }, [])).toBe(0);
});

test('with two accounts each notice says which one it is about', () => {
  const one = { run: 'r1', undoing: undoing([], { lasting: ['password'] }), rules: RULES };
  const two = { run: 'r2', undoing: undoing([], { lasting: ['mail'] }, '2'), rules: RULES };

  const plan = undoPlan(HEAD, [one, two]);

  expect(plan.notices.map(({ target }) => target).sort()).toEqual(['toy:1', 'toy:2']);
  expect(plan.targets.map(({ summary }) => summary.notices)).toEqual([1, 1]);
});
