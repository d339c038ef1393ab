import { describe, expect, test } from '@jest/globals';
import type { LdapCall } from '../../src/core/traffic.ts';
import { ldapsearchLine } from '../../src/log/ldapsearch.ts';

const CALL: LdapCall = {
  kind: 'ldap',
  service: 'ldap',
  url: 'ldaps://dc1.corp.example',
  startTls: false,
  bindDn: 'CN=adsync,OU=Service,DC=corp,DC=example',
  base: 'DC=corp,DC=example',
  scope: 'sub',
  filter: '(objectClass=*)',
  attributes: ['cn', 'mail'],
  extendedDn: false,
  deleted: false,
  page: 1,
  pageSize: 1000,
  entries: 1,
  ms: 3,
};

test('a search is a command line that asks for the password', () => {
  expect(ldapsearchLine(CALL)).toBe(
    "ldapsearch -LLL -o ldif-wrap=no -H ldaps://dc1.corp.example -x -D CN=adsync,OU=Service,DC=corp,DC=example -W -b DC=corp,DC=example -s sub -E pr=1000/noprompt -E domainScope '(objectClass=*)' cn mail",
  );
});

describe('what a search has', () => {
  test.each<[string, Partial<LdapCall>, string]>([
    ['no login', { bindDn: null }, ' -x -b '],
    ['startTLS', { startTls: true, url: 'ldap://dc1' }, ' -H ldap://dc1 -ZZ -x '],
    ['DNs with GUIDs', { extendedDn: true }, ' -E domainScope -E extendedDn=1 '],
    ['deleted objects', { deleted: true }, ' -E domainScope -E 1.2.840.113556.1.4.417 -E 1.2.840.113556.1.4.2064 '],
    ['a range of members', { attributes: ['member;range=0-1499'] }, " 'member;range=0-1499'"],
    ['one entry', { scope: 'base', base: '' }, " -b '' -s base "],
    ['smaller pages', { pageSize: 5 }, ' -E pr=5/noprompt '],
    ['bytes', { filter: '(objectGUID=\\01\\ff)' }, "'(objectGUID=\\01\\ff)'"],
    ['a quotation mark', { filter: "(cn=O'Hara)" }, "'(cn=O'\\''Hara)'"],
    ['variables and commands', { filter: '(cn=$HOME`id`$(id);!)' }, "'(cn=$HOME`id`$(id);!)'"],
    ['letters that are no ASCII', { filter: '(cn=J\u00f6rg)', base: 'OU=K\u00f6ln' }, "-b 'OU=K\\c3\\b6ln' "],
    ['line breaks and bidi marks', { filter: '(cn=a\nb\u202e)' }, "'(cn=a\\0ab\\e2\\80\\ae)'"],
    ['a command for a CI system', { filter: '(cn=##vso[x])' }, "'(cn=\\23\\23vso[x])'"],
    ['blanks side by side', { filter: '(cn=a   b c)' }, "'(cn=a\\20\\20\\20b c)'"],
    ['a comma in a DN', { base: 'CN=Hara\\, Ann,DC=corp' }, "-b 'CN=Hara\\, Ann,DC=corp' "],
    ['an escaped blank in a DN', { base: 'CN=a\\  b,DC=corp' }, "-b 'CN=a\\20\\20b,DC=corp' "],
    ['an escaped hash in a DN', { base: 'CN=\\##x[,DC=corp' }, "-b 'CN=\\23\\23x[,DC=corp' "],
    ['a logon name', { bindDn: 'CORP\\reader' }, " -D 'CORP\\reader' -W "],
    ['a user principal name', { bindDn: 'reader@corp.example' }, ' -D reader@corp.example -W '],
  ])('%s', (_what, call, expected) => {
    expect(ldapsearchLine({ ...CALL, ...call })).toContain(expected);
  });
});
