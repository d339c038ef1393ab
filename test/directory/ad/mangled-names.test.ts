import { describe, expect, test } from '@jest/globals';
import { isConflictDn, isDeleted, isDeletedDn, plainName } from '../../../src/directory/ad/mangled-names.ts';

const GUID = '6f1d2c00-5a3b-4c7e-9d10-000000000001';

describe('what is left of a deleted object', () => {
  test.each([
    `CN=Ann\\0ADEL:${GUID},CN=Deleted Objects,DC=corp,DC=example`,
    `cn=Ann\\0adel:${GUID},cn=deleted\\20objects,dc=corp,dc=example`,
    'CN=Ann,CN=Deleted Objects,DC=corp,DC=example',
    `CN=Ann\\, A.\\0ADEL:${GUID},OU=People,DC=corp`,
    `CN=Ann\\0A\\44EL:${GUID},OU=People,DC=corp`,
  ])('%s', (dn) => {
    expect(isDeletedDn(dn)).toBe(true);
  });

  test.each([
    'CN=Ann,OU=People,DC=corp',
    'CN=Deleted Objects,DC=corp',
    'CN=Ann,OU=Deleted Objects,DC=corp',
    'CN=Ann\\,CN\\=Deleted Objects\\,DC\\=x,OU=People,DC=corp',
    'CN=Ann,CN=Deleted Objects,OU=People,DC=corp',
    `CN=Ann DEL:${GUID},OU=People,DC=corp`,
    `CN=Ann,OU=Old\\0ADEL:${GUID},DC=corp`,
    `CN=Ann\\0ACNF:${GUID},OU=People,DC=corp`,
    'Adele Delgado',
  ])('is not %s', (dn) => {
    expect(isDeletedDn(dn)).toBe(false);
  });

  test.each([
    [['TRUE'], true],
    [['true'], true],
    [[Buffer.from('TRUE')], true],
    [['FALSE'], false],
    [[], false],
  ])('isDeleted %j', (values, deleted) => {
    const attributes = new Map<string, (string | Buffer)[]>([['isdeleted', values]]);

    expect(isDeleted({ dn: 'CN=Ann,OU=People,DC=corp', attributes })).toBe(deleted);
  });
});

describe('a name in conflict', () => {
  test.each([
    [`CN=Ann\\0ACNF:${GUID},OU=People,DC=corp`, true],
    ['CN=Ann CNF,OU=People,DC=corp', false],
    [`CN=Ann,OU=People\\0ACNF:${GUID},DC=corp`, false],
  ])('%s: %j', (dn, conflict) => {
    expect(isConflictDn(dn)).toBe(conflict);
  });

  test('is shown as what it is', () => {
    expect(plainName(`Ann\nCNF:${GUID}`)).toBe('Ann (replication conflict)');
    expect(plainName(`Ann CNF:${GUID}`)).toBe(`Ann CNF:${GUID}`);
  });
});
