import { describe, expect, test } from '@jest/globals';
import { newUser, NOBODY, wantedUser } from '../../../../src/targets/goto/apply/wanted-user.ts';
import type { AccountUser } from '../../../../src/targets/goto/planner/account.ts';
import type { Facts, Native } from '../../../../src/targets/goto/planner/change.ts';
import { ada, changeOf, CONNECT, groupKey, MEETING, roleSetId, userKey } from './builders.ts';

const NAMES = {
  attributes: [{ name: 'department', from: 'department', line: 9 }],
  linkAttribute: 'person',
};
const SALES = groupKey('201');
const HELPDESK = roleSetId('301');

describe('the user that a change wants', () => {
  test.each<[string, Partial<AccountUser>, Facts, Partial<Native>, Partial<AccountUser>]>([
    ['is as it was where nothing is named', { licences: [MEETING], group: SALES }, {}, {}, {}],
    [
      'has the licences of the change, sorted',
      {},
      {},
      { licences: [CONNECT, MEETING] },
      { licences: [MEETING, CONNECT] },
    ],
    ['has no licence', { licences: [MEETING] }, {}, { licences: [] }, { licences: [] }],
    ['has no custom role any more', { roleSets: [HELPDESK] }, {}, { roleSet: '' }, { roleSets: [] }],
    ['has a custom role', {}, {}, { roleSet: HELPDESK }, { roleSets: [HELPDESK] }],
    ['is in no group any more', { group: SALES }, {}, { group: '' }, { group: null }],
    ['is in a group', {}, {}, { group: SALES }, { group: SALES }],
    [
      'manages groups',
      {},
      {},
      { adminRoles: ['B', 'A'], managedGroups: [SALES] },
      { adminRoles: ['A', 'B'], managedGroups: [SALES] },
    ],
    [
      'has another name and address',
      {},
      { lastName: 'King', email: 'king@corp.example' },
      {},
      { lastName: 'King', email: 'king@corp.example' },
    ],
    [
      'has a value, and keeps the others',
      { attributes: { floor: '3' } },
      { attributes: ['department=R=D'] },
      {},
      { attributes: { floor: '3', department: 'R=D' } },
    ],
    [
      'loses a value that is not listed',
      { attributes: { department: 'Ops' } },
      { attributes: [] },
      {},
      { attributes: { department: '' } },
    ],
    ['is linked', { attributes: { floor: '3' } }, { link: 'b1' }, {}, { attributes: { floor: '3', person: 'b1' } }],
    ['gets attributes that are not shown', { attributes: null }, { link: 'b1' }, {}, { attributes: { person: 'b1' } }],
  ])('%s', (_what, found, after, native, wanted) => {
    const user = ada(found);

    expect(wantedUser(user, changeOf({}, after, native), NAMES)).toEqual({ ...user, ...wanted });
  });

  test('of a creation is all that the addition says', () => {
    const after: Facts = { email: 'ada@corp.example', firstName: 'Ada', lastName: 'Lovelace', language: 'de_DE' };
    const change = changeOf(null, after, { licences: [MEETING], adminRoles: ['RUN_REPORTS'], group: SALES });
    const wanted = wantedUser({ ...NOBODY, key: userKey('') }, change, NAMES);

    expect(newUser(wanted, change, { welcomeMail: false })).toEqual({
      email: 'ada@corp.example',
      firstName: 'Ada',
      lastName: 'Lovelace',
      locale: 'de_DE',
      licences: [MEETING],
      adminRoles: ['RUN_REPORTS'],
      managedGroups: [],
      group: SALES,
      welcomeMail: false,
    });
  });
});
