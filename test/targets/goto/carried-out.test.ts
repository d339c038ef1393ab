import { expect, test } from '@jest/globals';
import { wasCarriedOut } from '../../../src/targets/goto/carried-out.ts';
import type { AccountReading, AccountUser } from '../../../src/targets/goto/planner/account.ts';
import type { CallWrites } from '../../../src/targets/journal.ts';
import { ada, CONNECT, MEETING } from './apply/builders.ts';

function reading(...users: AccountUser[]): AccountReading {
  const { key } = ada();
  return {
    account: '1',
    organization: 'Example',
    url: 'https://api.getgo.com',
    self: { key, email: 'owner@corp.example' },
    users,
    licences: [],
    groups: [],
    roleSets: [],
    attributes: [],
  };
}

const UPDATE = { method: 'updateUser', node: ada().key } as const;
const ADD = { method: 'addUser', node: null, before: {} } as const;

test.each<[string, CallWrites, Partial<AccountUser> | null, string]>([
  [
    'licences that are there',
    { ...UPDATE, before: { licences: [] }, after: { licences: [MEETING] } },
    { licences: [MEETING] },
    'yes',
  ],
  ['licences that are not', { ...UPDATE, before: { licences: [] }, after: { licences: [MEETING] } }, {}, 'no'],
  [
    'other licences',
    { ...UPDATE, before: { licences: [] }, after: { licences: [MEETING] } },
    { licences: [CONNECT] },
    'unclear',
  ],
  [
    'one value of two',
    { ...UPDATE, before: { firstName: 'A', lastName: 'B' }, after: { firstName: 'Ada', lastName: 'King' } },
    {},
    'unclear',
  ],
  [
    'a super admin, of whom the service lists all roles that are part of it',
    { ...UPDATE, before: { adminRoles: [] }, after: { adminRoles: ['SUPER_USER'] } },
    { adminRoles: ['MANAGE_USERS', 'RUN_REPORTS', 'SUPER_USER'] },
    'yes',
  ],
  [
    'a super admin who was to lose that role, and still lists it',
    { ...UPDATE, before: { adminRoles: ['MANAGE_USERS', 'SUPER_USER'] }, after: { adminRoles: [] } },
    { adminRoles: ['MANAGE_USERS', 'SUPER_USER'] },
    'no',
  ],
  [
    'a part of the roles of a super admin',
    { ...UPDATE, before: { adminRoles: [] }, after: { adminRoles: ['SUPER_USER'] } },
    { adminRoles: ['MANAGE_USERS'] },
    'unclear',
  ],
  ['a group that was joined', { ...UPDATE, before: { group: '' }, after: { group: '201' } }, {}, 'no'],
  [
    'an attribute',
    { ...UPDATE, before: { 'attribute department': null }, after: { 'attribute department': 'Ops' } },
    { attributes: { department: 'Ops' } },
    'yes',
  ],
  [
    'an attribute that is not there',
    { ...UPDATE, before: { 'attribute department': null }, after: { 'attribute department': 'Ops' } },
    {},
    'no',
  ],
  [
    'an attribute that the service does not show',
    { ...UPDATE, before: { 'attribute department': null }, after: { 'attribute department': 'Ops' } },
    { attributes: null },
    'unclear',
  ],
  [
    'groups to manage that the service does not show',
    { ...UPDATE, before: { managedGroups: [] }, after: { managedGroups: ['201'] } },
    { managedGroups: null },
    'unclear',
  ],
  ['a user who is gone', { ...UPDATE, before: { licences: [] }, after: { licences: [MEETING] } }, null, 'unclear'],
  [
    'a user who was added',
    { ...ADD, after: { email: 'Ada@corp.example', licences: [MEETING] } },
    { licences: [MEETING] },
    'yes',
  ],
  ['a user who was not added', { ...ADD, after: { email: 'ada@corp.example' } }, null, 'no'],
  [
    'somebody else with the address',
    { ...ADD, after: { email: 'ada@corp.example', licences: [MEETING] } },
    {},
    'unclear',
  ],
  ['an addition without an address', { ...ADD, after: {} }, {}, 'no'],
])('%s', (_what, call, live, carriedOut) => {
  expect(wasCarriedOut(call, reading(...(live === null ? [] : [ada(live)])))).toBe(carriedOut);
});
