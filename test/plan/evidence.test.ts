import { expect, test } from '@jest/globals';
import { absentUsers } from '../../src/plan/evidence.ts';
import { accountOf, mapping, planOf, readingOf, settingsOf } from '../targets/rescue/planner/builders.ts';

const DESK = mapping('Desk', 'Technicians/Desk');
const LEADS = mapping('Leads', 'Administrators/Leads', { line: 20 });

test('those who are disabled because somebody was not read: leavers, strangers, and who seems to have changed roles', () => {
  const groups = { Desk: ['dan'], Leads: ['ann'] };
  const people = { dan: { state: 'disabled' as const } };
  const account = accountOf({
    'Technicians/Desk': { ann: { link: 'ann', email: 'old@x' }, bob: { link: 'bob' }, cy: {}, dan: { link: 'dan' } },
    'Administrators/Leads': {},
  });

  const { plan } = planOf(settingsOf([DESK, LEADS]), readingOf({ groups, people }, [DESK, LEADS]), account);

  const disabled = plan.changes.filter(({ operations }) => operations.includes('disable'));
  const absent = disabled.filter(({ node }) => absentUsers(plan).has(`rescue:560961 ${node ?? ''}`));
  expect(disabled.map(({ reason }) => reason.code).sort()).toEqual([
    'LEFT',
    'NOT_A_MEMBER',
    'PERSON_DISABLED',
    'ROLE_CHANGED',
  ]);
  expect(absent.map(({ reason }) => reason.code).sort()).toEqual(['LEFT', 'NOT_A_MEMBER', 'ROLE_CHANGED']);
});

test('and those who seem to have a lower role now', () => {
  const mappings = [LEADS, DESK];
  const account = accountOf({ 'Technicians/Desk': {}, 'Administrators/Leads': { ann: { link: 'ann' } } });

  const { plan } = planOf(settingsOf(mappings), readingOf({ groups: { Desk: ['ann'], Leads: [] } }, mappings), account);

  expect(plan.changes).toMatchObject([{ reason: { code: 'ROLE_LOWERED' } }]);
  expect([...absentUsers(plan)]).toEqual(plan.changes.map(({ node }) => `rescue:560961 ${node ?? ''}`));
});
