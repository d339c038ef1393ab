import { describe, expect, test } from '@jest/globals';
import type { DirectoryGroupId, FoundGroup } from '../../src/core/people.ts';
import { openEntra } from '../../src/directory/entra/entra.ts';
import { openLdifFile } from '../../src/directory/file/ldif-file.ts';
import { openLdap } from '../../src/directory/ldap/ldap.ts';
import { entraSettings } from './entra/fixture.ts';
import { ldapSettings } from './ldap/fixture.ts';

const ID = '5cdd3231-c66c-46e7-a074-3702c4c64a69';

const GROUP: FoundGroup = {
  id: ID as DirectoryGroupId,
  name: 'Sales, EMEA',
  names: ['Sales, EMEA', 'grp-sales'],
  label: 'CN=Sales\\, EMEA,OU=Groups,DC=corp,DC=example',
  kind: 'security',
  members: 3,
  mail: null,
};

describe.each([
  ['a domain controller', openLdap(ldapSettings('ldaps://dc.corp.example'))],
  ['an export', openLdifFile({ type: 'file', path: 'directory.ldif' })],
])('in %s a mapping refers to a group', (_kind, directory) => {
  test.each([
    ['by object id', ID.toUpperCase(), true],
    ['by object id in braces', `{${ID}}`, true],
    ['by DN in another spelling', 'cn=SALES\\2c emea, ou=groups, dc=corp, dc=example', true],
    ['by name', 'sales, emea', true],
    ['by another of its names', ' GRP-SALES', true],
    ['not by a part of its name', 'Sales', false],
    ['not by the DN of another', 'CN=Sales\\, EMEA,OU=Old,DC=corp,DC=example', false],
    ['not by another object id', ID.replace('5c', '6c'), false],
  ])('%s', (_how, ref, expected) => {
    expect(directory.refersTo(ref, GROUP)).toBe(expected);
  });

  test('not by a name that looks like the DN of another: a reading would take that one', () => {
    const dn = 'CN=Owners,DC=corp,DC=example';

    expect(directory.refersTo(dn, { ...GROUP, names: [dn] })).toBe(false);
  });
});

describe('in Entra ID a mapping refers to a group', () => {
  const directory = openEntra(entraSettings('https://graph.example'), {});
  const group = { ...GROUP, names: ['Sales, EMEA'], label: ID };

  test.each([
    ['by object id', ID.toUpperCase(), true],
    ['by object id in braces', `{${ID}}`, true],
    ['by name', ' sales, emea', true],
    ['by a name that looks like a DN', 'CN=Sales,DC=corp', true, ['cn=sales,dc=corp']],
    ['not by a part of its name', 'Sales', false],
    ['not by another object id', ID.replace('5c', '6c'), false],
  ])('%s', (_how, ref, expected, names = group.names) => {
    expect(directory.refersTo(ref, { ...group, names })).toBe(expected);
  });
});
