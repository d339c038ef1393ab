import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { startGotoSandbox } from '../../src/sandbox/goto/index.ts';
import { startGraphSandbox } from '../../src/sandbox/graph/index.ts';
import { startRescueSandbox } from '../../src/sandbox/index.ts';
import { adsync } from '../cli/fake-host.ts';
import { startFakeDc } from '../directory/ldap/fake-dc.ts';
import { TLS } from '../directory/ldap/fixture.ts';
import { newFolder } from '../e2e/adsync.ts';
import type { Company } from './worlds/company.ts';
import { adEntriesOf, adDirectory } from './worlds/fake-directory.ts';
import { gotoAccountOf, gotoSection } from './worlds/goto-account.ts';
import { writeExport } from './worlds/ldif.ts';
import { accountOf, type Held } from './worlds/rescue-account.ts';
import { EXPORT, rescueSection, syncFile } from './worlds/sync-file.ts';
import { entraDirectory, tenantOf } from './worlds/tenant.ts';

/** Services count requests, not seconds: a change that asks for more than before is to be meant, and to be seen here. */

const SMALL: Company = { people: 60, groups: 6, members: 10, named: true };
const MANY_GROUPS: Company = { people: 135, groups: 45, members: 3 };

/** By service: `rescue getUser_v3`, `ldap`, `graph`, `goto GET /users`. */
type Counts = Record<string, number>;

interface World {
  readonly company: Company;
  readonly directory: 'file' | 'ldap' | 'entra';
  readonly held: Held;
  /** Absent = the file has no section for it. */
  readonly goto?: 'everybody' | 'nobody';
}

const closing: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function countsOf({ company, directory, held, goto }: World, ...args: string[]): Promise<Counts> {
  const folder = await newFolder({});
  const { path } = folder;
  closing.push(() => folder.remove());
  const counts: Counts = {};
  const collect: (() => readonly string[])[] = [];
  const top = { file: fileDirectory, ldap: ldapDirectory, entra: graphDirectory }[directory];
  const rescue = await startRescueSandbox({ account: accountOf(company, held) });
  closing.push(() => rescue.close());
  collect.push(() => rescue.log.map(({ method }) => `rescue ${method}`));
  const sections = [rescueSection(company, { url: rescue.url, concurrent: 4, byId: directory === 'entra' })];
  if (goto !== undefined) {
    const service = await startGotoSandbox({ account: gotoAccountOf(company, goto) });
    closing.push(() => service.close());
    const place = (path: string): string => path.replace(/^.*\/accounts\/\d+/, '').replace(/\d{10,}/, 'ID');
    collect.push(() => service.log.map((one) => `goto ${one.method} ${place(one.path)}`));
    sections.push(gotoSection(company, service.url));
  }
  const { yaml, requests } = await top(company, path);
  collect.push(requests);
  await writeFile(join(path, 'sync.yaml'), syncFile(yaml, ...sections));

  const { code, stderr } = await adsync(args, { cwd: path });

  expect([code, stderr]).toEqual([0, expect.not.stringContaining('error')]);
  for (const name of collect.flatMap((names) => names())) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

interface Opened {
  readonly yaml: string;
  readonly requests: () => readonly string[];
}

async function fileDirectory(company: Company, folder: string): Promise<Opened> {
  await writeExport(company, join(folder, 'directory.ldif'));
  return { yaml: EXPORT, requests: () => [] };
}

async function ldapDirectory(company: Company, folder: string): Promise<Opened> {
  const dc = await startFakeDc({ entries: adEntriesOf(company), tls: { ...TLS, mode: 'ldaps' } });
  await writeFile(join(folder, 'ldap-ca.pem'), TLS.ca);
  closing.push(() => dc.close());
  return { yaml: adDirectory(dc.port), requests: () => dc.searches.map(() => 'ldap search') };
}

async function graphDirectory(company: Company, folder: string): Promise<Opened> {
  const graph = await startGraphSandbox({ tenant: tenantOf(company) });
  closing.push(() => graph.close());
  await writeFile(join(folder, 'graph-ca.pem'), graph.ca);
  const sent = (): string[] =>
    graph.log
      .filter(({ inBatch, path }) => !inBatch && path.startsWith('/v1.0'))
      .map(({ method }) => `graph ${method}`);
  return { yaml: entraDirectory(graph.url), requests: sent };
}

type Row = readonly [what: string, world: World, command: readonly string[], most: Counts];

const READ = { 'rescue getAccount': 1, 'rescue getHierarchy_v2': 1 };
const TWICE = { 'rescue getAccount': 2, 'rescue getHierarchy_v2': 2 };

/** What each command may ask of each service, at most. Whoever saves requests writes the lower number here. */
const ROWS: readonly Row[] = [
  ['a plan where nothing changes', { company: SMALL, directory: 'file', held: 'everybody' }, ['plan'], READ],
  [
    'a plan that changes 60 users',
    { company: SMALL, directory: 'file', held: 'misnamed' },
    ['plan'],
    { ...READ, 'rescue getUser_v3': 60 },
  ],
  ['a plan that creates everybody', { company: SMALL, directory: 'file', held: 'nobody' }, ['plan'], READ],
  [
    'an apply that creates 60 users',
    { company: SMALL, directory: 'file', held: 'groups' },
    ['apply', '--yes'],
    { ...TWICE, 'rescue createUser': 60, 'rescue setUser_v2': 60, 'rescue getUser_v3': 60 },
  ],
  [
    'an apply that creates 6 groups and 60 users in them',
    { company: SMALL, directory: 'file', held: 'nobody' },
    ['apply', '--yes'],
    {
      ...TWICE,
      // A look that new groups share, or two of them, as they happen to come.
      'rescue getHierarchy_v2': 4,
      'rescue createGroup': 6,
      'rescue getGroup_v2': 6,
      'rescue setGroup_v2': 6,
      'rescue createUser': 60,
      'rescue setUser_v2': 60,
      'rescue getUser_v3': 60,
    },
  ],
  [
    'an apply that changes 60 users',
    { company: SMALL, directory: 'file', held: 'misnamed' },
    ['apply', '--yes'],
    { ...TWICE, 'rescue getUser_v3': 120, 'rescue setUser_v2': 60 },
  ],
  [
    'a plan for two accounts where nothing changes',
    { company: SMALL, directory: 'file', held: 'everybody', goto: 'everybody' },
    ['plan'],
    {
      ...READ,
      'goto POST /oauth/token': 1,
      'goto GET /admin/rest/v1/me': 1,
      'goto GET /users': 1,
      'goto GET /licenses': 1,
    },
  ],
  [
    'an apply that creates 60 users of GoTo',
    { company: SMALL, directory: 'file', held: 'everybody', goto: 'nobody' },
    ['apply', '--yes'],
    {
      'rescue getAccount': 2,
      'rescue getHierarchy_v2': 1,
      'goto POST /oauth/token': 1,
      'goto GET /admin/rest/v1/me': 1,
      'goto POST /users': 60,
      // The whole account once, and each address before it is used; then what became of it.
      'goto GET /users': 61,
      'goto GET /users/ID': 120,
      // Users who are created at the same time share a look at the licences: how many that are differs.
      'goto GET /licenses': 15,
    },
  ],
  [
    'a plan from 6 groups over LDAP',
    { company: SMALL, directory: 'ldap', held: 'everybody' },
    ['plan'],
    { ...READ, 'ldap search': 7 },
  ],
  [
    'a plan from 45 groups over LDAP',
    { company: MANY_GROUPS, directory: 'ldap', held: 'everybody' },
    ['plan'],
    { ...READ, 'ldap search': 9 },
  ],
  [
    'a plan from 45 groups over Graph',
    { company: MANY_GROUPS, directory: 'entra', held: 'everybody' },
    ['plan'],
    { ...READ, 'graph POST': 6 },
  ],
];

test.each(ROWS)('%s asks for no more than it has to', async (_what, world, command, most) => {
  const counts = await countsOf(world, ...command);

  const more = Object.entries(counts).filter(([name, count]) => count > (most[name] ?? 0));
  expect(Object.fromEntries(more)).toEqual({});
  expect(counts['rescue getHierarchy_v2']).toBeGreaterThan(0);
});
