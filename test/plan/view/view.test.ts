import { expect, test } from '@jest/globals';
import { viewOf } from '../../../src/plan/view/view.ts';
import { planOf, userChange } from '../../render/sample-plan.ts';
import { LABELS } from './builders.ts';

const GROUPS = ['CCC', 'A', 'BB'].map((group) => ({ group, line: 3, wanted: 1, present: 1, after: 1 }));
const notice = { code: 'NO_SEAT', severity: 'info', text: 'x', subject: '', line: null } as const;

function view(most: number) {
  const changes = ['a', 'b', 'c'].map((id) => userChange({ operations: ['create'], id, group: 'A' }));
  const plan = planOf(changes, { groups: GROUPS, notices: [notice, notice], complete: false });
  return viewOf(plan, () => LABELS, { most });
}

test('the header says what the plan is about', () => {
  const { header } = view(9);

  expect(header).toEqual({
    targets: [
      {
        id: 'rescue:560961',
        account: '560961',
        organization: 'Example GmbH',
        url: 'https://secure.logmeinrescue.com',
        accountWord: 'Toy account',
        groupWord: 'Toy group',
      },
    ],
    source: { word: 'Directory', text: 'DC=corp,DC=example (ldap): 3 groups, 42 people', complete: false },
    planned: '3 changes planned',
    forecast: '',
    file: 'sync.yaml',
    sha256: expect.stringMatching(/^a3f5/),
    planId: expect.stringMatching(/^4f0e/),
    createdAt: '2026-01-31T09:00:00.000Z',
    adsyncVersion: '0.1.0',
  });
});

test('the header says nothing of changes where there are none, and counts one of a kind', () => {
  const plan = planOf([]);
  const { header } = viewOf({ ...plan, directory: { ...plan.directory, groups: 1, people: 1 } }, () => LABELS, {
    most: 9,
  });

  expect([header.planned, header.source.text]).toEqual(['', expect.stringContaining(': 1 group, 1 person')]);
});

test('mapped groups stand in the order of their target', () => {
  expect(view(9).tallies.map(({ group }) => group)).toEqual(['A', 'BB', 'CCC']);
});

test('a limit cuts sections, but not the table of all changes', () => {
  const { sections, rows } = view(1);

  expect([sections.groups[0]?.left, rows.length]).toEqual([2, 3]);
});

test('the labels are asked for by the type of the target', () => {
  const asked: string[] = [];

  viewOf(
    planOf([]),
    (type) => {
      asked.push(type);
      return LABELS;
    },
    { most: 9 },
  );

  expect(asked).toEqual(['rescue']);
});

test.each([
  ['both', 5, 5, ['technicians', 'mobile']],
  ['only one of which the file says how much there is', null, 5, ['mobile']],
  ['no add-ons where the plan counts none', 5, null, ['technicians']],
] as const)('budgets of a plan: %s', (_what, technicians, mobile, expected) => {
  const budget = (name: string, held: number | null) => ({ name, held, before: 1, after: 2 });
  const given = [budget('technicians', technicians), ...(mobile === null ? [] : [budget('mobile', mobile)])];
  const plan = planOf([]);
  const targets = plan.targets.map((section) => ({ ...section, budgets: given }));

  const { budgets } = viewOf({ ...plan, targets }, () => LABELS, { most: 9 });

  expect(budgets.map(({ name }) => name)).toEqual(expected);
});

test('the header of an undo names the run, and not the directory, which was not read', () => {
  const { header, lastLine } = viewOf({ ...planOf([]), undoes: ['r1'] }, () => LABELS, { most: 9 });

  expect(header.source).toMatchObject({ word: 'Undoes', text: 'the run r1; the directory was not read' });
  expect(lastLine).toBe('Nothing to put back.');
});
