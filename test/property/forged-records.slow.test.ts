import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { AccountReading } from '../../src/targets/rescue/planner/account.ts';
import { Secret } from '../../src/core/secret.ts';
import { openDirectory } from '../../src/directory/open.ts';
import { openHttp } from '../../src/net/http.ts';
import { madePlan } from '../targets/rescue/made-plan.ts';
import {
  newSandboxAccount,
  type SandboxAccount,
  sandboxNode,
  type SandboxNode,
  type SandboxSwitches,
  startRescueSandbox,
} from '../../src/sandbox/index.ts';
import { openRescue, realWorld } from '../../src/targets/rescue/rescue.ts';
import { mapping, settingsOf, rescueFile } from '../targets/rescue/planner/builders.ts';
import { runs } from '../runs.ts';

/**
 * Somebody writes text into names, addresses, SSO ids and descriptions that looks like records, for a service that
 * prints line breaks as they are.
 */

const RUNS = runs(150);
const TOKEN = 'token-of-the-tests-4711';
const GROUPS = [400000, 400001, 400002];
const FIRST_USER = 400010;

const LDIF = `version: 1

dn: CN=Empty,DC=corp,DC=example
objectClass: group
objectGUID: 77777777-2222-4333-8444-555555555555
cn: Empty
`;

let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'adsync-forged-'));
  await writeFile(join(folder, 'directory.ldif'), LDIF);
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

const switches: fc.Arbitrary<Partial<SandboxSwitches>> = fc.record({
  blankAfterColon: fc.boolean(),
  lineEnd: fc.constantFrom('lf', 'crlf'),
  layout: fc.constantFrom('lines', 'oneLine'),
  treeEnd: fc.constantFrom('lineBreaks', 'none'),
  rootListed: fc.boolean(),
});

const someNode = fc.oneof(
  fc.constantFrom(337361, 337362, 337363, 337364, ...GROUPS, 400010, 400011, 400012, 400013),
  fc.integer({ min: 900000, max: 900009 }),
);
const someText = fc.constantFrom('', 'x', 'Eve', 'eve@corp.example', 'u1@corp.example', 'a:b', '[adsync', '\u2028');
const someType = fc.constantFrom('Technician', 'Administrator', 'Masteradministrator', 'TechnicianGroup', 'Channel');
const someStatus = fc.constantFrom('Disabled', 'Offline', 'Online', '', 'Foo');

/** A whole node, as the tree prints it: without a flaw. */
const wholeNode = fc
  .tuple(someNode, someNode, someText, someText, someText, someStatus, someType)
  .map(([id, parent, name, email, description, status, type]) =>
    [
      `NodeID:${id}`,
      `ParentID:${parent}`,
      `Name:${name}`,
      `Email:${email}`,
      `Description:${description}`,
      `Status:${status}`,
      `Type:${type}`,
      '\n',
    ].join('\n'),
  );
const openNode = fc
  .tuple(someNode, someNode, someText, someText)
  .map(([id, parent, name, email]) => `NodeID:${id}\nParentID:${parent}\nName:${name}\nEmail:${email}\nDescription:`);
const closing = fc.tuple(someStatus, someType).map(([status, type]) => `\nStatus:${status}\nType:${type}\n\n`);

/** Text that ends the writer's own node where nobody sees it, and begins others: the text after it ends the last one. */
const cleverText = fc
  .tuple(someText, closing, fc.array(wholeNode, { maxLength: 3 }), openNode)
  .map(([text, close, nodes, open]) => `${text}${close}${nodes.join('')}${open}`);

const line = fc.oneof(
  someNode.map((id) => `NodeID:${id}`),
  someNode.map((id) => `ParentID:${id}`),
  fc.tuple(fc.constantFrom('Name', 'Email', 'NICK', 'SSOID', 'Description'), someText).map((both) => both.join(':')),
  someStatus.map((status) => `Status:${status}`),
  someType.map((type) => `Type:${type}`),
  fc.constantFrom('HASMOBILEADDON:False', 'HASRPATADDON:True', 'ISACCOUNTHOLDER:True', 'constructor:x', ''),
  someText,
);
const clumsyText = fc
  .array(fc.tuple(line, fc.constantFrom('\n', '\n', '\n\n', ' ', '\r\n')), { maxLength: 14 })
  .map((lines) => lines.map((both) => both.join('')).join(''));

const hostileText = fc.oneof(
  cleverText,
  clumsyText,
  fc.tuple(clumsyText, cleverText).map((both) => both.join('')),
  fc.tuple(cleverText, clumsyText).map((both) => both.join('')),
);
const harmlessText = fc.constantFrom('', 'Desk 4', 'two\nlines', 'Tel: 5\n\nRoom: 6', '[not a link]');

interface Written {
  readonly name?: string;
  readonly email?: string;
  readonly ssoId?: string;
  readonly nick?: string;
  readonly description?: string;
}

const hostile: fc.Arbitrary<Written> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ description: hostileText }) },
  { weight: 1, arbitrary: fc.record({ name: hostileText, description: hostileText }) },
  { weight: 1, arbitrary: fc.record({ email: hostileText, description: hostileText }) },
  { weight: 1, arbitrary: fc.record({ ssoId: hostileText, nick: hostileText, description: hostileText }) },
);
const harmless: fc.Arbitrary<Written> = fc.record({ description: harmlessText });

const someUser = fc.record({
  group: fc.constantFrom(...GROUPS),
  status: fc.constantFrom('Disabled', 'Offline', 'Online'),
  written: fc.oneof({ weight: 3, arbitrary: harmless }, { weight: 2, arbitrary: hostile }),
});

const ofGroups = fc.array(fc.oneof({ weight: 4, arbitrary: harmlessText }, { weight: 1, arbitrary: hostileText }), {
  maxLength: GROUPS.length,
});

interface Member {
  readonly group: number;
  readonly status: 'Disabled' | 'Offline' | 'Online';
  readonly written: Written;
}

function accountOf(members: readonly Member[], descriptions: readonly string[]): SandboxAccount {
  const holder = { name: 'Olga Owner', email: 'owner@corp.example', password: 'Owner-Pass%1' };
  const account = newSandboxAccount({ organization: 'Corp', accountId: 560961, apiToken: TOKEN, holder });
  for (const [index, id] of GROUPS.entries()) {
    account.nodes.push(
      sandboxNode({
        id,
        parent: 337363,
        type: 'TechnicianGroup',
        name: `Group ${index}`,
        description: descriptions[index] ?? '',
      }),
    );
  }
  for (const [index, { group, status, written }] of members.entries()) {
    const base = { id: FIRST_USER + index, parent: group, type: 'Technician', status } as const;
    account.nodes.push(sandboxNode({ ...base, name: `User ${index}`, email: `u${index}@corp.example`, ...written }));
  }
  return account;
}

async function readAll(account: SandboxAccount, position: Partial<SandboxSwitches>): Promise<AccountReading> {
  const sandbox = await startRescueSandbox({ account, switches: position });
  const mappings = [
    mapping('Empty', 'Technicians/Group 0'),
    mapping('Empty', 'Administrators'),
    mapping('Empty', 'Master Administrators'),
  ];
  const settings = settingsOf(mappings, {
    url: sandbox.url,
    credentials: { kind: 'token', token: new Secret(TOKEN) },
    requests: { concurrent: 4, perSecond: 100_000, timeout: 10_000 },
  });
  const { signal } = new AbortController();
  const http = openHttp({ ca: null, env: {} });
  const target = await openRescue(rescueFile(settings).rescue, realWorld({ signal, log() {}, fetch: http.send }));
  const directory = await openDirectory({ type: 'file', path: join(folder, 'directory.ldif') });
  try {
    const { reading } = await madePlan(settings, directory, target, { refresh: true });
    return reading;
  } finally {
    await target.close();
    await http.close();
    await sandbox.close();
  }
}

function plain(text: string): string {
  return text.replace(/\s+/g, '');
}

function isUser({ type }: SandboxNode): boolean {
  return ['Technician', 'Administrator', 'Masteradministrator'].includes(type);
}

test('whatever people write, a reading that asks for every user shows each as they are, or says that it cannot', async () => {
  let unreadable = 0;
  let read = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(someUser, { minLength: 1, maxLength: 4 }),
      ofGroups,
      switches,
      async (members, texts, position) => {
        const account = accountOf(members, texts);

        const reading = await readAll(account, position);

        const spoiled = new Set<string>((reading.unreadable ?? []).map(({ id }) => id));
        unreadable += spoiled.size;
        read += reading.users.length;
        const shown = reading.users.map(({ id, group, role, name, email, enabled }) => {
          return { id, group, role, name: plain(name), email: plain(email), enabled };
        });
        const real = account.nodes.filter(isUser).map(({ id, parent, type, name, email, status }) => {
          const role = type === 'Technician' ? 'technician' : 'masterAdministrator';
          const enabled = status !== 'Disabled';
          return { id: String(id), group: String(parent), role, name: plain(name), email: plain(email), enabled };
        });
        const byId = (a: { id: string }, b: { id: string }): number => Number(a.id) - Number(b.id);
        expect(shown.sort(byId)).toEqual(real.filter(({ id }) => !spoiled.has(id)).sort(byId));
        for (const { id } of reading.unreadable ?? []) expect(real.map((one) => one.id)).toContain(id);
        const groups = reading.groups.filter(({ parent }) => parent !== null);
        expect(
          groups.map(({ id, parent, path, unreadable: isSpoiled }) => [id, parent, isSpoiled !== undefined || path[1]]),
        ).toEqual(
          GROUPS.map((id, index) => {
            const isSpoiled = groups.some((group) => group.id === String(id) && group.unreadable !== undefined);
            return [String(id), '337363', isSpoiled || `Group ${index}`];
          }),
        );
        expect(reading.groups).toHaveLength(6);
        // Harmless users are never the price for what others write.
        for (const [index, { written }] of members.entries()) {
          const isHarmless =
            Object.keys(written).length === 1 &&
            !/status|nodeid|type|name:|email:|nick:|description:/i.test(written.description ?? '');
          if (isHarmless) expect(spoiled).not.toContain(String(FIRST_USER + index));
        }
      },
    ),
    RUNS,
  );
  expect(read).toBeGreaterThan(unreadable * 3);
}, 300_000);
