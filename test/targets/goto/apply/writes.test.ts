import { describe, expect, test } from '@jest/globals';
import { demotionOf, writesOf } from '../../../../src/targets/goto/apply/writes.ts';
import type { AccountUser } from '../../../../src/targets/goto/planner/account.ts';
import { ada, CONNECT, groupKey, MEETING, roleSetId } from './builders.ts';

const HELPDESK = roleSetId('301');
const LEADS = roleSetId('302');
const SALES = groupKey('201');

describe('the calls of a change', () => {
  test.each<[string, Partial<AccountUser>, Partial<AccountUser>, object[]]>([
    ['nothing', {}, {}, []],
    [
      'a grant sends all licences',
      { licences: [MEETING] },
      { licences: [MEETING, CONNECT] },
      [{ kind: 'update', write: { licences: [MEETING, CONNECT] } }],
    ],
    ['the order of a list is no difference', { licences: [CONNECT, MEETING] }, { licences: [MEETING, CONNECT] }, []],
    ['a name goes alone', {}, { lastName: 'King' }, [{ kind: 'update', write: { lastName: 'King' } }]],
    [
      'a suspension takes the custom role, and sends empty lists',
      { licences: [MEETING], adminRoles: ['MANAGE_USERS'], managedGroups: [SALES], roleSets: [HELPDESK] },
      { licences: [], adminRoles: [], managedGroups: [], roleSets: [] },
      [{ kind: 'takeRoleSet' }, { kind: 'update', write: { licences: [], adminRoles: [], managedGroups: [] } }],
    ],
    [
      'rights go down before any go up',
      { adminRoles: ['SUPER_USER'], licences: [MEETING] },
      { adminRoles: [], roleSets: [HELPDESK], licences: [MEETING] },
      [
        { kind: 'update', write: { adminRoles: [] } },
        { kind: 'giveRoleSet', id: HELPDESK },
      ],
    ],
    [
      'one custom role is taken before another is given',
      { roleSets: [HELPDESK] },
      { roleSets: [LEADS] },
      [{ kind: 'takeRoleSet' }, { kind: 'giveRoleSet', id: LEADS }],
    ],
    ['a group is joined', {}, { group: SALES }, [{ kind: 'joinGroup', group: SALES }]],
    ['a group is left', { group: SALES }, { group: null }, [{ kind: 'leaveGroup' }]],
    [
      'attributes are sent whole, for nobody knows whether the others stay',
      { attributes: { floor: '3', department: 'Sales' } },
      { attributes: { floor: '3', department: 'Ops' } },
      [{ kind: 'setAttributes', values: { floor: '3', department: 'Ops' } }],
    ],
    ['an attribute without a value is none', { attributes: {} }, { attributes: { department: '' } }, []],
    [
      'attributes that are not shown are sent',
      { attributes: null },
      { attributes: { department: 'Ops' } },
      [{ kind: 'setAttributes', values: { department: 'Ops' } }],
    ],
    ['groups to manage that are not shown are left alone', { managedGroups: null }, { managedGroups: null }, []],
  ])('%s', (_what, found, wanted, calls) => {
    expect(writesOf(ada(found), ada({ ...found, ...wanted }))).toEqual(calls);
  });
});

describe('what of an update goes alone where the whole is refused', () => {
  const MANAGER = ada({ adminRoles: ['MANAGE_SEATS', 'MANAGE_USERS'], licences: [MEETING] });

  test.each([
    ['admin roles that go', { adminRoles: ['RUN_REPORTS', 'MANAGE_USERS'] }, { adminRoles: ['MANAGE_USERS'] }],
    ['besides a grant', { adminRoles: [], licences: [MEETING, CONNECT] }, { adminRoles: [] }],
    ['nothing, where that was all', { adminRoles: ['MANAGE_USERS'] }, null],
    ['nothing, where roles come only', { adminRoles: ['MANAGE_SEATS', 'MANAGE_USERS', 'RUN_REPORTS'] }, null],
    ['nothing, where it is about licences', { licences: [CONNECT] }, null],
  ])('%s', (_what, write, alone) => {
    expect(demotionOf(MANAGER, write)).toEqual(alone);
  });
});
