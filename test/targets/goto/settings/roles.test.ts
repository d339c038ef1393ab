import { describe, expect, test } from '@jest/globals';
import { found, loadRules } from './goto-file.ts';

describe('roles', () => {
  test.each<[name: string, rules: readonly string[], ...expected: string[]]>([
    [
      'other capitals',
      ['{ directoryGroup: A, products: [Meeting, Connect], role: Member }'],
      'WRONG_VALUE 14:64 "Member" is no role. Did you mean "member"?',
    ],
    [
      'no role',
      ['{ directoryGroup: A, products: [Meeting, Connect], role: }'],
      'WRONG_VALUE 14:58 goto.rules[0].role is empty.',
    ],
    [
      'a list',
      ['{ directoryGroup: A, products: [Meeting, Connect], role: [member] }'],
      'WRONG_VALUE 14:64 a list is no role.',
    ],
    ['a number', ['{ directoryGroup: A, products: [Meeting, Connect], role: 7 }'], 'WRONG_VALUE 14:64 "7" is no role.'],
    [
      'a blank',
      ['{ directoryGroup: A, products: [Meeting, Connect], role: " member" }'],
      'WRONG_VALUE 14:64 " member" is no role. Did you mean "member"?',
    ],
    [
      'an empty map',
      ['{ directoryGroup: A, products: [Meeting, Connect], role: {} }'],
      'MISSING_KEY 14:58 "permissions" is missing in goto.rules[0].role.',
    ],
    [
      'user groups without permissions',
      ['{ directoryGroup: A, products: [Meeting, Connect], role: { userGroups: [A] } }'],
      'MISSING_KEY 14:58 "permissions" is missing in goto.rules[0].role.',
    ],
    [
      'a custom role with permissions',
      ['{ directoryGroup: A, products: [Meeting, Connect], role: { custom: X, permissions: [RUN_REPORTS] } }'],
      'WRONG_VALUE 14:77 A role is custom, or made of permissions; permissions has no meaning beside custom.',
    ],
    [
      'a custom role with user groups',
      ['{ directoryGroup: A, products: [Meeting, Connect], role: { userGroups: [B], custom: X } }'],
      'WRONG_VALUE 14:83 A role is custom, or made of permissions; userGroups has no meaning beside custom.',
    ],
    [
      'an unknown key',
      ['{ directoryGroup: A, products: [Meeting, Connect], role: { permission: [RUN_REPORTS] } }'],
      'UNKNOWN_KEY 14:66 "permission" is not a key of goto.rules[0].role. Did you mean "permissions"?',
    ],
    [
      'a device group',
      ['{ directoryGroup: A, products: [Meeting, Connect], role: { custom: X, deviceGroups: [B] } }'],
      'NOT_BY_API 14:77 "deviceGroups": The public API cannot do it: it has no call for device groups.',
    ],
    [
      'a blank as custom role',
      ['{ directoryGroup: A, products: [Meeting, Connect], role: { custom: " " } }'],
      'EMPTY 14:74 The name is empty.',
    ],
    [
      'a number as custom role',
      ['{ directoryGroup: A, products: [Meeting, Connect], role: { custom: 7 } }'],
      'WRONG_TYPE 14:74 goto.rules[0].role.custom must be a text.',
    ],
    [
      'a line break in a custom role',
      ['{ directoryGroup: A, products: [Meeting, Connect], role: { custom: "a\\nb" } }'],
      'WRONG_VALUE 14:74 The name holds a line break or another control character.',
    ],
  ])('%s', async (_name, rules, ...expected) => {
    expect(found(await loadRules(...rules))).toEqual(expected);
  });
});

describe('permissions', () => {
  test.each<[name: string, rules: readonly string[], ...expected: string[]]>([
    [
      'no permission',
      ['{ directoryGroup: A, products: [Meeting, Connect], role: { permissions: [] } }'],
      'EMPTY 14:79 goto.rules[0].role.permissions is an empty list.',
    ],
    [
      'a text as permissions',
      ['{ directoryGroup: A, products: [Meeting, Connect], role: { permissions: RUN_REPORTS } }'],
      'WRONG_TYPE 14:79 goto.rules[0].role.permissions must be a list.',
    ],
    [
      'a number as permission',
      ['{ directoryGroup: A, products: [Meeting, Connect], role: { permissions: [7] } }'],
      'WRONG_TYPE 14:80 goto.rules[0].role.permissions[0] must be a text.',
    ],
    [
      'a permission twice',
      ['{ directoryGroup: A, products: [Meeting, Connect], role: { permissions: [RUN_REPORTS, RUN_REPORTS] } }'],
      'DUPLICATE_ITEM 14:93 goto.rules[0].role.permissions holds an entry twice.',
    ],
    [
      'the permission of super admins',
      ['{ directoryGroup: A, products: [Meeting, Connect], role: { permissions: [super_user] } }'],
      'ROLE_AS_PERMISSION 14:80 "super_user" makes a role of its own, and all other permissions come with it.',
    ],
    [
      'the permission of admins',
      ['{ directoryGroup: A, products: [Meeting, Connect], role: { permissions: [MANAGE_ACCOUNT] } }'],
      'ROLE_AS_PERMISSION 14:80 "MANAGE_ACCOUNT" makes a role of its own, and all other permissions come with it.',
    ],
    [
      'a permission that was never seen',
      ['{ directoryGroup: "CN=A,DC=corp", products: [Meeting, Connect], role: { permissions: [MANAGE_USER] } }'],
      'warning PERMISSION_UNKNOWN 14:93 The service is not known to have the permission "MANAGE_USER". Did you mean "MANAGE_USERS"?',
    ],
    [
      'a permission in small letters',
      ['{ directoryGroup: A, products: [Meeting, Connect], role: { permissions: [manage_users] } }'],
      'WRONG_VALUE 14:80 "manage_users" is no permission. Did you mean "MANAGE_USERS"?',
    ],
    [
      'several faults',
      ['{ directoryGroup: A, products: [Meeting, Connect], role: { permissions: [super_user, 7], userGroups: [""] } }'],
      'ROLE_AS_PERMISSION 14:80 "super_user" makes a role of its own, and all other permissions come with it.',
      'WRONG_TYPE 14:92 goto.rules[0].role.permissions[1] must be a text.',
      'EMPTY 14:109 The name is empty.',
    ],
    [
      'no user group',
      ['{ directoryGroup: A, products: [Meeting, Connect], role: { permissions: [RUN_REPORTS], userGroups: [] } }'],
      'EMPTY 14:106 goto.rules[0].role.userGroups is an empty list.',
    ],
  ])('%s', async (_name, rules, ...expected) => {
    expect(found(await loadRules(...rules))).toEqual(expected);
  });
});

describe('names of directory groups', () => {
  test.each<[name: string, rules: readonly string[], ...expected: string[]]>([
    [
      'a name that makes admins',
      ['{ directoryGroup: A, products: [Meeting, Connect], role: admin }'],
      'GROUP_BY_NAME 14:25 "A" is a name, and whoever may create or rename groups can give it to another one: who becomes one of the admins must not hang on a name.',
    ],
    [
      'a name that makes super admins',
      ['{ directoryGroup: A, products: [Meeting, Connect], role: superAdmin }'],
      'GROUP_BY_NAME 14:25 "A" is a name, and whoever may create or rename groups can give it to another one: who becomes one of the super admins must not hang on a name.',
    ],
    [
      'a name that makes managers',
      ['{ directoryGroup: A, products: [Meeting, Connect], role: { permissions: [RUN_REPORTS] } }'],
      'warning GROUP_BY_NAME 14:25 "A" is a name, and whoever may create or rename groups can give it to another one: who becomes one of the managers must not hang on a name.',
    ],
    [
      'a name that gives a custom role',
      ['{ directoryGroup: A, products: [Meeting, Connect], role: { custom: X } }'],
      'warning GROUP_BY_NAME 14:25 "A" is a name, and whoever may create or rename groups can give it to another one: who becomes one of the holders of a custom role must not hang on a name.',
    ],
    [
      'a name that no search can find',
      ['{ directoryGroup: "A*", products: [Meeting, Connect], role: admin }'],
      'GROUP_BY_NAME 14:25 "A*" is a name, and whoever may create or rename groups can give it to another one: who becomes one of the admins must not hang on a name.',
    ],
    [
      'an id that makes admins',
      ['{ directoryGroup: "2b0b1e6a-5c8d-4f7e-9a3b-0d1c2e3f4a5b", products: [Meeting, Connect], role: admin }'],
    ],
  ])('%s', async (_name, rules, ...expected) => {
    expect(found(await loadRules(...rules))).toEqual(expected);
  });
});

describe('the order of roles', () => {
  test.each<[name: string, rules: readonly string[], ...expected: string[]]>([
    [
      'members before admins',
      [
        '{ directoryGroup: A, products: [Meeting, Connect], role: member }',
        '{ directoryGroup: "CN=A,DC=corp", role: admin }',
      ],
      'warning LOWER_ROLE_FIRST 14:64 This rule makes members and stands before the one in line 15, which makes admins.',
    ],
    [
      'several before higher ones',
      [
        '{ directoryGroup: A, products: [Meeting, Connect], role: member }',
        '{ directoryGroup: "CN=A,DC=corp2", role: { permissions: [RUN_REPORTS] } }',
        '{ directoryGroup: "CN=A,DC=corp", role: superAdmin }',
      ],
      'warning LOWER_ROLE_FIRST 14:64 This rule makes members and stands before the one in line 15, which makes managers (1 more stand before higher ones, too).',
    ],
    [
      'a custom role before managers',
      [
        '{ directoryGroup: "CN=A,DC=corp", products: [Meeting, Connect], role: { custom: X } }',
        '{ directoryGroup: "CN=A,DC=corp2", role: { permissions: [RUN_REPORTS] } }',
      ],
    ],
    [
      'a custom role before admins',
      [
        '{ directoryGroup: "CN=A,DC=corp", products: [Meeting, Connect], role: { custom: X } }',
        '{ directoryGroup: "CN=A,DC=corp2", role: admin }',
      ],
      'warning LOWER_ROLE_FIRST 14:77 This rule makes holders of a custom role and stands before the one in line 15, which makes admins.',
    ],
    [
      'admins before super admins',
      [
        '{ directoryGroup: "CN=A,DC=corp", products: [Meeting, Connect], role: admin }',
        '{ directoryGroup: "CN=A,DC=corp2", role: superAdmin }',
      ],
      'warning LOWER_ROLE_FIRST 14:77 This rule makes admins and stands before the one in line 15, which makes super admins.',
    ],
    [
      'higher roles first',
      [
        '{ directoryGroup: "CN=A,DC=corp", products: [Meeting, Connect], role: admin }',
        '{ directoryGroup: "CN=A,DC=corp2", role: admin }',
        '{ directoryGroup: "CN=A,DC=corp3", role: member }',
      ],
    ],
  ])('%s', async (_name, rules, ...expected) => {
    expect(found(await loadRules(...rules))).toEqual(expected);
  });
});
