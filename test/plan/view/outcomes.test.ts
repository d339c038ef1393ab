import { describe, expect, test } from '@jest/globals';
import type { Change, LetThrough, Outcome } from '../../../src/plan/model.ts';
import { type OutcomesView, outcomesOf } from '../../../src/plan/view/outcomes.ts';
import { KIND_WORDS } from '../../../src/plan/view/kinds.ts';
import { newGroup, planOf, userChange } from '../../render/sample-plan.ts';

/** One change for each outcome, in this order; a change without one was not tried. */
function viewOf(
  tried: readonly (readonly [Change, Outcome['result'] | null, string?])[],
  most = Infinity,
): OutcomesView {
  const plan = planOf(tried.map(([change]) => change));
  const outcomes = tried.flatMap(([{ id }, result, text = '']): Outcome[] => {
    return result === null ? [] : [{ change: id, result, text }];
  });
  return outcomesOf(plan, outcomes, most);
}

function user(name: string, given: Partial<Change> = {}): Change {
  return userChange({ operations: ['disable'], name, email: `${name}@corp.example`, group: 'Technicians/A', ...given });
}

describe('what became of a plan', () => {
  test('is counted by what was done to users, then to groups; a change with two operations under both', () => {
    const { counts } = viewOf([
      [newGroup('Technicians/B', 'B', 3), 'done'],
      [user('a'), 'failed'],
      [user('b', { operations: ['move', 'enable'] }), 'stale'],
      [user('c'), 'skipped'],
      [user('d'), 'done'],
    ]);

    expect(counts).toEqual([
      { words: 'move users', results: { done: 0, pending: 0, failed: 0, stale: 1, skipped: 0, notApproved: 0 } },
      { words: 'enable users', results: { done: 0, pending: 0, failed: 0, stale: 1, skipped: 0, notApproved: 0 } },
      { words: 'disable users', results: { done: 1, pending: 0, failed: 1, stale: 0, skipped: 1, notApproved: 0 } },
      { words: 'create groups', results: { done: 1, pending: 0, failed: 0, stale: 0, skipped: 0, notApproved: 0 } },
    ]);
  });

  test('lists what was not made, worst first, and then what was made with a remark', () => {
    const { sections } = viewOf([
      [user('a'), 'done', 'but'],
      [user('b'), 'skipped', 'why'],
      [user('c'), 'stale', ''],
      [user('d'), 'failed', 'no'],
      [user('e'), 'done'],
    ]);

    expect(sections.map(({ title, rows }) => [title, ...rows.map(({ what, why }) => `${what}: ${why}`)])).toEqual([
      ['Failed', 'disable: d <d@corp.example> in Technicians/A: no'],
      ['Stale, no longer true when it was to be made', 'disable: c <c@corp.example> in Technicians/A: '],
      ['Skipped', 'disable: b <b@corp.example> in Technicians/A: why'],
      ['Remarks on what was made', 'disable: a <a@corp.example> in Technicians/A: but'],
    ]);
  });

  test('names a group by its place, and a user without an address by the name', () => {
    const { sections } = viewOf([
      [newGroup('Technicians/B', 'Night', 3), 'failed', 'no'],
      [user('x', { email: null }), 'failed', 'no'],
    ]);

    expect(sections[0]?.rows.map(({ what }) => what)).toEqual([
      'create group: Technicians/B',
      'disable: x in Technicians/A',
    ]);
  });

  test('cuts each list at the limit, and counts the rest', () => {
    const { sections, lastLine } = viewOf(
      ['a', 'b', 'c'].map((name) => [user(name, { operations: ['move'] }), 'failed', 'no'] as const),
      2,
    );

    expect(sections.map(({ rows, left }) => `${rows.length}+${left}`)).toEqual(['2+1']);
    expect(lastLine).toBe('Apply: 0 of 3 changes made, 3 failed.');
  });

  test('cuts nobody who should have been disabled or suspended', () => {
    const ends = (['disable', 'suspend'] as const).map((one) => user(one, { operations: ['move', one] }));
    const { sections } = viewOf(
      [user('a', { operations: ['move'] }), user('b', { operations: ['move'] }), ...ends].map(
        (change) => [change, 'failed', 'no'] as const,
      ),
      1,
    );

    expect(sections.map(({ rows, left }) => `${rows.length}+${left}`)).toEqual(['3+1']);
  });

  test('leaves out an outcome of a change that the plan does not have', () => {
    const { counts, lastLine } = outcomesOf(planOf([]), [{ change: 'x', result: 'failed', text: 'no' }], 9);

    expect([counts, lastLine]).toEqual([[], 'Apply: 0 of 0 changes made.']);
  });

  test('counts approvals by who gave them and for what, only of changes that are not held', () => {
    const file: LetThrough = { limit: 'limits.disable', id: 'd1', by: 'sync.yaml:12', part: false };
    const flag: LetThrough = { ...file, by: '--approve' };
    const other: LetThrough = { ...file, id: 'd2' };
    const held = { limit: 'limits.move', id: 'm1', also: [] };

    const { letThrough } = viewOf([
      [user('a', { letThrough: [file, other] }), null],
      [user('b', { letThrough: [file] }), null],
      [user('c', { letThrough: [flag] }), null],
      [user('d', { letThrough: [file], held }), null],
    ]);

    expect(letThrough).toEqual([
      '2 changes by sync.yaml:12: limits.disable (d1)',
      '1 change by sync.yaml:12: limits.disable (d2)',
      '1 change by --approve: limits.disable (d1)',
    ]);
  });

  test('is summed up: made, not made, held, not tried, and leavers that stay', () => {
    const held = { limit: 'limits.move', id: 'm1', also: [] };
    const changes = [user('a'), user('b'), user('c'), user('d'), user('e', { held }), user('f')];
    const plan = planOf(changes);
    const results = ['done', 'failed', 'stale', 'skipped'] as const;
    const outcomes = results.map((result, index) => ({ change: changes[index]?.id ?? '', result, text: '' }));

    const { lastLine } = outcomesOf({ ...plan, summary: { ...plan.summary, leaversLeft: 2 } }, outcomes, 9);

    expect(lastLine).toBe(
      'Apply: 1 of 6 changes made, 1 failed, 1 stale, 1 skipped, 1 held back, 1 not tried; 2 leavers stay enabled.',
    );
  });

  test('gives each kind of failure a heading of its own, with what to do; failures without a kind come last', () => {
    const changes = ['a', 'b', 'c', 'd', 'e'].map((name) => user(name, { operations: ['grant'] }));
    const kinds = ['transient', 'out-of-licences', undefined, 'unknown', 'out-of-licences'] as const;
    const outcomes = changes.map(({ id }, index): Outcome => {
      const kind = kinds[index];
      return { change: id, result: 'failed', text: 'no', ...(kind === undefined ? {} : { kind }) };
    });

    const { sections } = outcomesOf(planOf(changes), outcomes, 1);

    expect(sections.map(({ title, rows, left }) => [title, rows[0]?.what, left])).toEqual([
      ['Out of licences', 'grant: b <b@corp.example> in Technicians/A', 1],
      ['The service failed', 'grant: a <a@corp.example> in Technicians/A', 0],
      ['Failed', 'grant: d <d@corp.example> in Technicians/A', 0],
      ['Failed', 'grant: c <c@corp.example> in Technicians/A', 0],
    ]);
    expect(sections.map(({ remedy }) => remedy)).toEqual([
      `${KIND_WORDS['out-of-licences'].remedy} Then run: adsync retry --kind out-of-licences`,
      `${KIND_WORDS.transient.remedy} Then run: adsync retry --kind transient`,
      `${KIND_WORDS.unknown.remedy} Then run: adsync retry --kind unknown`,
      '',
    ]);
  });

  test('lists who is waited for after what was not made, and does not call it made', () => {
    const { counts, sections, lastLine } = viewOf([
      [user('a', { operations: ['create'] }), 'pending', 'The invitation waits.'],
      [user('b', { operations: ['create'] }), 'failed', 'no'],
      [user('c', { operations: ['create'] }), 'done', 'but'],
    ]);

    expect(counts[0]?.results).toEqual({ done: 1, pending: 1, failed: 1, stale: 0, skipped: 0, notApproved: 0 });
    expect(sections.map(({ title, rows }) => [title, rows.map(({ why }) => why).join()])).toEqual([
      ['Failed', 'no'],
      ['Waiting for the person', 'The invitation waits.'],
      ['Remarks on what was made', 'but'],
    ]);
    expect(lastLine).toBe('Apply: 1 of 3 changes made, 1 waiting for the person, 1 failed.');
  });

  test('counts entitlements in the order in which a plan does', () => {
    const operations = ['suspend', 'revoke', 'resume', 'grant', 'create'] as const;
    const { counts } = viewOf(operations.map((one) => [user(one, { operations: [one] }), 'done'] as const));

    expect(counts.map(({ words }) => words)).toEqual([
      'create users',
      'grant users',
      'resume users',
      'revoke users',
      'suspend users',
    ]);
  });
});
