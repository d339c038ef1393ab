import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { FoundGroups } from '../../../src/core/people.ts';
import { searchEntra } from '../../../src/directory/entra/search-groups.ts';
import type { Tokens } from '../../../src/directory/entra/tokens.ts';
import type { GraphTenant } from '../../../src/sandbox/graph/index.ts';
import { addGroup, addUsers, askForToken, BOTH_ROLES, guid, newTenant } from '../../sandbox/graph/world.ts';
import { closeAll, type Lab, newLab } from './fixture.ts';
import { failureOf } from '../failure-of.ts';

let tenant: GraphTenant;
let lab: Lab;
let token: string;

beforeAll(async () => {
  tenant = newTenant();
  lab = await newLab(tenant);
  token = String((await askForToken(lab.sandbox)).body['access_token']);
});

beforeEach(() => {
  tenant.users.length = 0;
  tenant.groups.length = 0;
  lab.sandbox.faults.length = 0;
});

afterAll(closeAll);

async function search(term: string, more: { limit?: number; base?: string } = {}): Promise<FoundGroups> {
  const tokens: Tokens = { get: () => Promise.resolve(token), renew: () => undefined };
  const { signal } = new AbortController();
  const options = { limit: 20, base: null, signal, progress: () => undefined, ...more };
  return searchEntra(lab.settings(), { world: lab.world, tokens }, term, options);
}

async function names(term: string): Promise<string[]> {
  return (await search(term)).groups.map(({ name }) => name);
}

describe('a search in Entra ID', () => {
  test('finds beginnings and words of the name, each group once', async () => {
    addGroup(tenant, 1, 'Sales', []);
    addGroup(tenant, 2, 'EMEA Sales', []);
    addGroup(tenant, 3, 'Salesforce', []);
    addGroup(tenant, 4, 'Other', []);

    expect(await names('sales')).toEqual(['Sales', 'Salesforce', 'EMEA Sales']);
  });

  test('takes every character for itself', async () => {
    addGroup(tenant, 1, 'O\'Neill & Söhne #1 (a+b) "x" \\', []);
    addGroup(tenant, 2, 'Other', []);
    const terms = ["O'N", 'o\'neill & söhne #1 (a+b) "x" \\', 'Söhne', '#1', '"', '*', '\\', "' or 1 eq 1"];

    const found = [];
    for (const term of terms) found.push((await names(term)).length);

    expect(found).toEqual([1, 1, 1, 1, 0, 0, 0, 0]);
  });

  test.each([
    [{ securityEnabled: true, mailEnabled: false, groupTypes: [] }, 'security'],
    [{ securityEnabled: false, mailEnabled: true, groupTypes: [] }, 'distribution'],
    [{ securityEnabled: true, mailEnabled: true, groupTypes: [] }, 'mail-enabled security'],
    [{ securityEnabled: false, mailEnabled: true, groupTypes: ['Unified'] }, 'microsoft365'],
    [{ securityEnabled: true, mailEnabled: true, groupTypes: ['Unified', 'DynamicMembership'] }, 'microsoft365'],
    [{ securityEnabled: true, mailEnabled: false, groupTypes: ['DynamicMembership'] }, 'security'],
  ])('tells of %j that it is %s', async (properties, kind) => {
    const id = addGroup(tenant, 1, 'Sales', addUsers(tenant, 3, 10));
    Object.assign(tenant.groups[0] ?? {}, properties, { mail: 'sales@corp.example' });

    const { groups } = await search('sal');

    expect(groups).toEqual([
      { id, name: 'Sales', names: ['Sales'], label: id, kind, members: 3, mail: 'sales@corp.example' },
    ]);
  });

  test('takes two round trips: one to find, one to count', async () => {
    for (let number = 1; number <= 20; number += 1) addGroup(tenant, number, `Sales ${number}`, []);
    const from = lab.requests().length;

    const found = await search('sales', { limit: 20 });

    expect(found.groups).toHaveLength(20);
    expect(lab.requests().slice(from)).toHaveLength(2);
  });

  test('counts only what is shown, and says how many more there are', async () => {
    for (let number = 1; number <= 30; number += 1) addGroup(tenant, number, `Sales ${number}`, []);
    const from = lab.sandbox.log.length;

    const found = await search('sales', { limit: 5 });

    expect(found.groups).toHaveLength(5);
    expect(found.more).toBe(25);
    expect(lab.sandbox.log.slice(from).filter(({ path }) => path.includes('/members'))).toHaveLength(5);
  });

  test('reads on where a page does not hold all matches', async () => {
    for (let number = 1; number <= 1100; number += 1) addGroup(tenant, number, `Sales ${number}`, []);

    const found = await search('sales', { limit: 1 });

    expect(found.more).toBe(1099);
  });

  test('a count that cannot be had is no number', async () => {
    addGroup(tenant, 1, 'Sales', []);
    lab.sandbox.faults.push({ kind: 'gone', path: '/members' });

    const { groups } = await search('sales');

    expect(groups).toMatchObject([{ name: 'Sales', members: null }]);
  });

  test('that finds nothing names what resembles the term', async () => {
    addGroup(tenant, 1, 'Sales', []);

    expect(await search('Salez')).toEqual({ groups: [], more: 0, similar: ['Sales'], compared: 'words' });
  });

  test('knows no domains', async () => {
    expect(await failureOf(search('x', { base: 'corp.example' }))).toMatchObject({ code: 'SEARCH_BASE_INVALID' });
  });

  test('without the right to groups names the permission', async () => {
    const [app] = tenant.apps;
    app?.roles.splice(0);
    try {
      const poor = String((await askForToken(lab.sandbox)).body['access_token']);
      const rich = token;
      token = poor;
      const failure = await failureOf(search('sales'));
      token = rich;

      expect(failure).toMatchObject({
        code: 'ENTRA_PERMISSION_MISSING',
        advice: expect.stringContaining('GroupMember.Read.All'),
      });
    } finally {
      app?.roles.push(...BOTH_ROLES);
    }
  });

  test('without any usable answer says so', async () => {
    lab.sandbox.faults.push({ kind: 'error503', path: '/groups' });

    expect(await failureOf(search('sales'))).toMatchObject({ code: 'ENTRA_UNAVAILABLE' });
  });
});

test('a mapping by object id fits what a search shows', async () => {
  addGroup(tenant, 7, 'Sales', []);

  const { groups } = await search('sales');

  expect(groups[0]?.id).toBe(guid(7));
});
