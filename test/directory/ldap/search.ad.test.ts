import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { FoundGroups } from '../../../src/core/people.ts';
import { Secret } from '../../../src/core/secret.ts';
import type { LdapSettings } from '../../../src/core/settings.ts';
import { openDirectory } from '../../../src/directory/open.ts';
import { type Lab, SMALL, startLab } from '../../lab/lab.ts';
import { failureOf } from '../failure-of.ts';

/** Searches for groups in a real Active Directory. */

const GROUPS = 'OU=Groups,OU=Company,DC=corp,DC=example,DC=test';

let lab: Lab;
let settings: LdapSettings;

beforeAll(async () => {
  lab = await startLab('search', '127.0.0.10');
  await lab.load(SMALL);
  settings = {
    type: 'ldap',
    urls: [lab.get('AD_URL')],
    baseDN: lab.get('AD_BASE_DN'),
    bindDN: lab.get('AD_SYNC_BIND_DN'),
    bindPassword: new Secret(lab.get('AD_SYNC_PASSWORD')),
    tls: { ca: await readFile(lab.get('AD_CA_FILE'), 'utf8'), startTLS: false, serverName: null },
    timeouts: { connect: 5000, request: 20_000 },
  };
});

afterAll(async () => {
  await lab.reset();
});

async function search(term: string, base: string | null = null): Promise<FoundGroups> {
  const { signal } = new AbortController();
  return (await openDirectory(settings)).search(term, { limit: 99, base, signal, progress: () => undefined });
}

async function names(term: string, base: string | null = null): Promise<string[]> {
  return (await search(term, base)).groups.map(({ name }) => name);
}

describe('a search', () => {
  test('finds any part of cn, sAMAccountName and displayName, in any case', async () => {
    expect(await names('SALES')).toEqual(['Sales', 'Sales Archive']);
    expect(await names('p-cyc-')).toEqual(['Cycle A', 'Cycle B', 'Cycle C']);
  });

  test.each([
    ['(name)', 1],
    ['"quoted"', 1],
    ['\\', 1],
    ['<x>', 1],
    ['; ', 1],
    ['&', 1],
    ['*', 0],
    ['S*s', 0],
    [')(objectClass=*', 0],
    ['\u0000', 0],
    ['\u{1F680} no such thing', 0],
  ])('takes %j for itself', async (term, count) => {
    expect(await names(term, GROUPS)).toHaveLength(count);
  });

  test('counts members of every kind, and those of a primary group', async () => {
    const [mixed] = (await search('grp-mixed')).groups;
    const [payroll] = (await search('grp-payroll')).groups;
    const [everybody] = (await search('Domain Users')).groups;

    expect(mixed).toMatchObject({ name: 'Mixed', kind: 'security', members: 10 });
    expect(payroll?.members).toBeGreaterThan(0);
    expect(everybody?.members).toBeGreaterThan(60);
  });

  test('tells security groups from distribution lists', async () => {
    const [news] = (await search('Newsletter')).groups;

    expect(news).toMatchObject({ kind: 'distribution', label: `CN=Newsletter,${GROUPS}` });
  });

  test('looks below a DN, below a DN relative to the base, or in a domain', async () => {
    expect(await names('sales', `OU=Archive,${GROUPS}`)).toEqual(['Sales Archive']);
    expect(await names('sales', 'OU=Archive,OU=Groups,OU=Company')).toEqual(['Sales Archive']);
    expect(await names('sales', 'corp.example.test')).toEqual(['Sales', 'Sales Archive']);
  });

  test('in a domain that is not there says what to check', async () => {
    const failure = await failureOf(search('sales', 'other.example'));

    expect(failure).toMatchObject({ code: 'LDAP_BASE_NOT_FOUND', advice: expect.stringContaining('--domain') });
  });

  test('that finds nothing names what resembles the term', async () => {
    expect((await search('Enginering')).similar).toContain('Engineering');
  });
});
