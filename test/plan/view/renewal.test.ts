import { describe, expect, test } from '@jest/globals';
import type { Change, Fields } from '../../../src/plan/model.ts';
import { outcomesOf } from '../../../src/plan/view/outcomes.ts';
import { renewsLink } from '../../../src/plan/view/renewal.ts';
import { viewOf } from '../../../src/plan/view/view.ts';
import { planOf, userChange } from '../../render/sample-plan.ts';
import { textOf } from '../../render/shown.ts';
import { LABELS } from './builders.ts';

const [ADA, BOB] = ['ada', 'bob'];

function change(before: Fields, after: Fields, given: Partial<Change> = {}): Change {
  return userChange({ operations: ['update'], ...given, before, after });
}

const RENEWAL = change({ link: ADA }, { link: ADA }, { id: 'renewal', name: 'Ada' });

describe('a change that only renews a link', () => {
  test.each<[string, Change, boolean]>([
    ['writes the link to the same person anew', RENEWAL, true],
    ['does not link a user for the first time', change({ link: null }, { link: ADA }), false],
    ['does not link it to somebody else', change({ link: BOB }, { link: ADA }), false],
    ['does not take the link away', change({ link: null }, { link: null }), false],
    ['changes nothing else', change({ link: ADA, name: 'A' }, { link: ADA, name: 'B' }), false],
    ['sets no password', change({ link: ADA }, { link: ADA, password: 'new' }), false],
    ['does nothing besides', change({ link: ADA }, { link: ADA }, { operations: ['disable'] }), false],
    ['is of a user', change({ link: ADA }, { link: ADA }, { kind: 'group' }), false],
    ['is not held', change({ link: ADA }, { link: ADA }, { held: { limit: 'x', id: 'h', also: [] } }), false],
    [
      'needed no approval',
      change({ link: ADA }, { link: ADA }, { letThrough: [{ limit: 'x', id: 'h', by: 'y', part: false }] }),
      false,
    ],
    ['is not blocked', change({ link: ADA }, { link: ADA }, { blocked: { kind: 'unknown', text: 'x' } }), false],
  ])('%s', (_, given, expected) => {
    expect(renewsLink(given)).toBe(expected);
  });
});

describe('links that are only renewed', () => {
  const other = change({ name: 'A' }, { name: 'B' }, { id: 'other', name: 'Bob' });
  const plan = planOf([RENEWAL, other]);
  const view = viewOf(plan, () => LABELS, { most: Infinity });

  test('are no changes of people: they are counted apart, and no section lists them', () => {
    expect(view.sections.renewed).toBe(1);
    expect(view.sections.groups.flatMap(({ rows }) => rows.map(({ id }) => id))).toEqual(['other']);
    expect(view.counts.filter(({ count }) => count > 0).map(({ words, count }) => `${count} ${words}`)).toEqual([
      '1 update users',
      '1 renew links',
      '31 unchanged',
    ]);
    expect(view.lastLine).toContain('0 to create, 1 to update, 0 to move');
    expect(view.lastLine).toContain('; 1 link to renew; ');
  });

  test('stand at the end of the table of all changes, by what they do', () => {
    expect(view.rows.map(({ id, does }) => `${id}: ${does}`)).toEqual(['other: update', 'renewal: renew link']);
  });

  test('take one line of the text', () => {
    const text = textOf(plan, { color: false, columns: 0 });

    expect(text).toContain('\n1 link to renew; nothing else changes for these people.\n');
    expect(text).not.toContain('Ada ');
  });

  test('are counted apart when they are made', () => {
    const outcomes = ['renewal', 'other'].map((id) => ({ change: id, result: 'done', text: '' }) as const);

    expect(outcomesOf(plan, outcomes, 9).counts.map(({ words, results }) => `${results.done} ${words}`)).toEqual([
      '1 update users',
      '1 renew links',
    ]);
  });
});
