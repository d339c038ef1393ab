import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { FoundGroups } from '../../../src/core/people.ts';
import { openDirectory } from '../../../src/directory/open.ts';
import { EXAMPLES, newFolder } from '../../e2e/adsync.ts';

const SID = 'S-1-5-21-1-2-3';

function group(number: number, cn: string, more = '', ou = 'OU=Groups'): string {
  const guid = `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
  return `dn: CN=${cn.replaceAll(',', '\\,')},${ou},DC=corp,DC=example\nobjectClass: group\nobjectGUID: ${guid}\ncn: ${cn}\n${more}\n`;
}

const LDIF = [
  group(
    1,
    'Sales',
    `sAMAccountName: grp-sales\ngroupType: -2147483646\nmail: sales@corp.example\nobjectSid: ${SID}-1201\n`,
  ),
  group(2, 'Wholesale', 'groupType: 2\nmember: CN=Ada,DC=corp,DC=example\nmember: CN=Missing,DC=corp,DC=example\n'),
  group(3, 'Vertrieb', 'displayName: SALES (Köln) *\n'),
  group(4, 'Sales Archive', '', 'OU=Archive,OU=Groups'),
  group(5, 'Cut', 'member;range=0-1499: CN=Ada,DC=corp,DC=example\n'),
  'dn: CN=Ada,DC=corp,DC=example\nobjectClass: user\nobjectGUID: 00000000-0000-4000-8000-000000000099\n' +
    `cn: Ada Sales\nuserAccountControl: 512\nprimaryGroupID: 1201\nobjectSid: ${SID}-5000\n`,
].join('\n');

let folder: Awaited<ReturnType<typeof newFolder>>;

beforeAll(async () => {
  folder = await newFolder({ 'directory.ldif': LDIF });
});

afterAll(async () => {
  await folder.remove();
});

async function search(term: string, more: { limit?: number; base?: string } = {}): Promise<FoundGroups> {
  const directory = await openDirectory({ type: 'file', path: join(folder.path, 'directory.ldif') });
  const signal = new AbortController().signal;
  return directory.search(term, { limit: 20, base: null, signal, progress: () => undefined, ...more });
}

async function names(term: string, more: { limit?: number; base?: string } = {}): Promise<string[]> {
  return (await search(term, more)).groups.map(({ name }) => name);
}

describe('a search in a file', () => {
  test('finds groups, and no people, by any of their names in any case', async () => {
    expect(await names('SALE')).toEqual(['Sales', 'Sales Archive', 'Vertrieb', 'Wholesale']);
    expect(await names('grp-')).toEqual(['Sales']);
    expect(await names('(köln)')).toEqual(['Vertrieb']);
    expect(await names('(ko\u0308ln)')).toEqual(['Vertrieb']);
  });

  test('takes every character for itself', async () => {
    expect(await names('*')).toEqual(['Vertrieb']);
    expect(await names('S*s')).toEqual([]);
    expect(await names(')(objectClass=*')).toEqual([]);
    expect(await names('\\')).toEqual([]);
    expect(await names('.')).toEqual([]);
  });

  test('shows kind, mail, all names, and members with those of the primary group', async () => {
    const { groups } = await search('sales', { limit: 1 });

    expect(groups).toEqual([
      {
        id: '00000000-0000-4000-8000-000000000001',
        name: 'Sales',
        names: ['Sales', 'grp-sales'],
        label: 'CN=Sales,OU=Groups,DC=corp,DC=example',
        kind: 'security',
        members: 1,
        mail: 'sales@corp.example',
      },
    ]);
  });

  test('counts members whether or not they are in the file, and says so where the list is not whole', async () => {
    const [wholesale] = (await search('Wholesale')).groups;
    const [cut] = (await search('Cut')).groups;

    expect(wholesale).toMatchObject({ kind: 'distribution', members: 2 });
    expect(cut).toMatchObject({ kind: 'unknown', members: null });
  });

  test('says how many more there are', async () => {
    const found = await search('sale', { limit: 3 });

    expect(found.groups).toHaveLength(3);
    expect(found.more).toBe(1);
  });

  test('looks below a DN or in a domain', async () => {
    expect(await names('sale', { base: 'ou=archive,ou=groups,dc=corp,dc=example' })).toEqual(['Sales Archive']);
    expect(await names('sale', { base: 'corp.example' })).toHaveLength(4);
    expect(await names('sale', { base: 'other.example' })).toEqual([]);
  });

  test('that finds nothing names what resembles the term', async () => {
    expect(await search('Salez')).toEqual({
      groups: [],
      more: 0,
      similar: ['Sales', 'Sales Archive'],
      compared: 'parts',
    });
    // Both names of the group resemble the term; the group is named once.
    expect((await search('grp salez')).similar).toEqual(['grp-sales']);
    expect(await search('xyzzy')).toEqual({ groups: [], more: 0, similar: [], compared: 'parts' });
  });
});

test('the example has its groups with their kinds', async () => {
  const directory = await openDirectory({ type: 'file', path: join(EXAMPLES, 'directory.ldif') });
  const signal = new AbortController().signal;

  const { groups } = await directory.search('e', { limit: 99, base: null, signal, progress: () => undefined });

  expect(groups.length).toBeGreaterThan(3);
  expect(new Set(groups.map(({ kind }) => kind))).toEqual(new Set(['security']));
});
