import { expect, test } from '@jest/globals';
import type { Plan } from '../../src/plan/model.ts';
import type { Attribute, Mapping, RescueSettings } from '../../src/targets/rescue/settings.ts';
import {
  type AccountLiteral,
  accountOf,
  codes,
  type DirectoryLiteral,
  HELPDESK,
  lines,
  mapping,
  type PlanGiven,
  planOf,
  readingOf,
  settingsOf,
  budgetOf,
} from '../targets/rescue/planner/builders.ts';

/** Rows about what becomes of people: options of a group, global settings, leavers. */

interface Situation {
  readonly mapping?: Partial<Mapping>;
  readonly settings?: Partial<RescueSettings>;
  readonly directory: DirectoryLiteral;
  readonly account: AccountLiteral;
  readonly outside?: PlanGiven['outside'];
}

function planned(situation: Situation): Plan {
  const mappings = [{ ...HELPDESK, ...situation.mapping }];
  const account = accountOf({ 'Technicians/Helpdesk': {}, ...situation.account });
  const reading = readingOf(situation.directory, mappings);
  const { outside = {} } = situation;
  return planOf(settingsOf(mappings, situation.settings), reading, account, [], new Map(), { outside }).plan;
}

test('V29 Mobile license, if available', () => {
  const plan = planned({
    mapping: { mobileLicense: true },
    settings: { licenses: { technicians: null, mobile: 2 } },
    directory: { groups: { Helpdesk: ['ada', 'bob', 'cy'] } },
    account: { 'Technicians/Helpdesk': { cy: { link: 'cy', mobile: true } } },
  });

  expect(plan.changes.map(({ email, after }) => [email, after['mobile']])).toEqual([
    ['ada@corp.example', true],
    ['bob@corp.example', undefined],
  ]);
  expect(codes(plan)).toEqual(['NO_MOBILE_LICENSE']);
  expect(budgetOf(plan, 'mobile')).toEqual({ held: 2, before: 1, after: 2 });
});

test('V30 Mapping UPN to SSOID', () => {
  const plan = planned({
    mapping: { ssoId: 'upn' },
    directory: { groups: { Helpdesk: ['ada', 'bob'] } },
    account: { 'Technicians/Helpdesk': { ada: { link: 'ada', ssoId: 'old' } } },
  });

  expect(plan.changes.map(({ after }) => after['ssoId'])).toEqual(['ada@corp.local', 'bob@corp.local']);
});

test('V31 Use Email address as a SSO ID, for one group', () => {
  const plan = planned({
    mapping: { ssoId: 'email' },
    directory: { groups: { Helpdesk: ['ada', 'bob'] } },
    account: { 'Technicians/Helpdesk': { ada: { link: 'ada', ssoId: 'old' } } },
  });

  expect(plan.changes.map(({ after }) => after['ssoId'])).toEqual(['ada@corp.example', 'bob@corp.example']);
});

test('V32 Edit Preferences', () => {
  const changed = (...attributes: Attribute[]): (readonly string[])[] => {
    const { changes } = planned({
      mapping: { attributes, ssoId: 'upn' },
      directory: { groups: { Helpdesk: ['ada'] }, people: { ada: { name: 'Ada King', mail: 'king@corp.example' } } },
      account: { 'Technicians/Helpdesk': { ada: { link: 'ada', enabled: false, ssoId: 'old' } } },
    });
    return changes.map(({ after }) => Object.keys(after).filter((field) => field !== 'link'));
  };

  expect(changed()).toEqual([]);
  expect(changed('name')).toEqual([['name']]);
  expect(changed('email')).toEqual([['email']]);
  expect(changed('status')).toEqual([['status']]);
  expect(changed('ssoId')).toEqual([['ssoId']]);
  expect(changed('name', 'status', 'ssoId')).toEqual([['status', 'name', 'ssoId']]);
  // The SSO id follows the e-mail address with the next run.
  expect(changed('name', 'email', 'status', 'ssoId')).toEqual([['status', 'name', 'email']]);
});

test('V33 Use UPN instead of Email address', () => {
  const plan = planned({
    settings: { loginId: 'upn' },
    directory: { groups: { Helpdesk: ['ada', 'bob', 'cy'] }, people: { ada: { mail: null }, cy: { upn: null } } },
    account: { 'Technicians/Helpdesk': { bob: { link: 'bob' } } },
  });

  expect(lines(plan)).toEqual([
    'update bob@corp.local in Technicians/Helpdesk (email) DIFFERS',
    'create ada@corp.local in Technicians/Helpdesk MEMBER_OF',
  ]);
  expect(codes(plan)).toEqual(['NO_LOGIN_ID']);
});

test('V44 Name, e-mail and status follow the directory', () => {
  const plan = planned({
    directory: { groups: { Helpdesk: ['ada', 'new'] }, people: { ada: { name: 'Ada King', mail: 'king@x.example' } } },
    account: { 'Technicians/Helpdesk': { ada: { link: 'ada', enabled: false } } },
  });

  expect(plan.changes.map(({ after }) => after)).toMatchObject([
    { name: 'Ada King', email: 'king@x.example', status: 'enabled' },
    { name: 'New', email: 'new@corp.example', status: 'enabled' },
  ]);
});

test('V46 Deleted in the directory: disabled', () => {
  const account = { 'Technicians/Helpdesk': { ada: { link: 'ada' } } };

  const complete = planned({ directory: { groups: { Helpdesk: [] } }, account, outside: { ada: 'gone' } });
  const partly = planned({ directory: { groups: { Helpdesk: [] }, incomplete: ['Helpdesk'] }, account });

  expect(lines(complete)).toEqual(['disable ada@corp.example in Technicians/Helpdesk (status) LEFT_DIRECTORY']);
  expect(lines(partly)).toEqual([]);
});

test('V47 Moved in the directory: disabled', () => {
  const directory = { groups: { Helpdesk: [], Night: ['bob'], Unmapped: ['ada'] } };
  const mappings = [HELPDESK, mapping('Night', 'Technicians/Night', { line: 20 })];
  const account = accountOf({
    'Technicians/Helpdesk': { ada: { link: 'ada' }, bob: { link: 'bob' } },
    'Technicians/Night': {},
  });

  const { plan } = planOf(settingsOf(mappings), readingOf(directory, mappings), account);

  expect(lines(plan)).toEqual([
    'disable ada@corp.example in Technicians/Helpdesk (status) LEFT_GROUP',
    'move bob@corp.example in Technicians/Night (group) MEMBER_OF',
  ]);
});

test('V48 Disabled in the directory: disabled', () => {
  const plan = planned({
    directory: {
      groups: { Helpdesk: ['ada', 'bob', 'never'] },
      people: { ada: { state: 'disabled' }, bob: { state: 'expired' }, never: { state: 'disabled' } },
    },
    account: { 'Technicians/Helpdesk': { ada: { link: 'ada' }, bob: { link: 'bob' } } },
  });

  expect(lines(plan)).toEqual([
    'disable ada@corp.example in Technicians/Helpdesk (status) PERSON_DISABLED',
    'disable bob@corp.example in Technicians/Helpdesk (status) PERSON_EXPIRED',
  ]);
});

test('V50 Mobile license freed', () => {
  const holder = { mobile: true };

  const plan = planned({
    mapping: { mobileLicense: true },
    settings: { licenses: { technicians: null, mobile: 3 } },
    directory: {
      groups: { Helpdesk: ['disabled', 'one', 'two', 'three', 'four'] },
      people: { disabled: { state: 'disabled' } },
    },
    account: {
      'Technicians/Helpdesk': {
        disabled: { link: 'disabled', ...holder },
        deleted: { link: 'deleted', ...holder },
      },
      'Technicians/Elsewhere': { moved: { link: 'moved', ...holder } },
    },
  });

  const freed = plan.changes.filter(({ before }) => before?.['mobile'] === true);
  const granted = plan.changes.filter(({ after }) => after['mobile'] === true);
  expect(freed.map(({ email }) => email)).toEqual([
    'moved@corp.example',
    'deleted@corp.example',
    'disabled@corp.example',
  ]);
  expect(granted.map(({ email }) => email)).toEqual(['four@corp.example', 'one@corp.example', 'three@corp.example']);
  expect(codes(plan)).toEqual(['NO_MOBILE_LICENSE']);
});
