import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { fingerprint, formatMarker } from '../../src/targets/rescue/planner/marker.ts';
import type { PersonId } from '../../src/core/people.ts';
import { type GraphSandbox, startGraphSandbox } from '../../src/sandbox/graph/index.ts';
import { newSandboxAccount, type RescueSandbox, sandboxNode, startRescueSandbox } from '../../src/sandbox/index.ts';
import { adsync, type Said } from '../cli/fake-host.ts';
import { type FakeDc, type FakeEntry, startFakeDc } from '../directory/ldap/fake-dc.ts';
import { TLS } from '../directory/ldap/fixture.ts';
import { newTenant } from '../sandbox/graph/world.ts';
import { newFolder } from './adsync.ts';
import { entraKind, fileKind, guid, ldapKind } from './kinds.ts';
import type { Kind } from './story.ts';
import type { Company } from './scenarios.ts';

/**
 * The worst morning of a help desk: the group that feeds 1,000 technicians is renamed, or loses its members, and the
 * next run comes. The command lines run in this process. The built program and a real Active Directory are in
 * incident.ad.test.ts.
 */

const SIZE = 1000;
const WORDS = Array.from({ length: SIZE }, (_, index) => `p${index}`);

let graph: GraphSandbox;
let dc: FakeDc;
let held: readonly FakeEntry[] = [];

beforeAll(async () => {
  graph = await startGraphSandbox({ tenant: newTenant() });
  dc = await startFakeDc({ tls: { ...TLS, mode: 'ldaps' }, entriesAt: () => held });
});

afterAll(async () => {
  await Promise.all([graph.close(), dc.close()]);
});

const KINDS = {
  file: fileKind,
  entra: () => entraKind(graph),
  ldap: () =>
    ldapKind(dc.port, (entries) => {
      held = entries;
    }),
} as const;

function company(name: string, members: readonly string[]): Company {
  const people = WORDS.map((word) => [
    word,
    { name: word, mail: `${word}@corp.example`, enabled: true, outsider: false },
  ]);
  return { people: Object.fromEntries(people) as Company['people'], teams: { desk: { name, members } } };
}

/** Everybody has an enabled, linked technician. */
function accountOfAll(): Promise<RescueSandbox> {
  const holder = { name: 'Olga Owner', email: 'owner@corp.example', password: 'Holder%1pass' };
  const account = newSandboxAccount({ organization: 'Corp', accountId: 1, apiToken: 'sandbox-token', holder });
  const root = account.nodes.find(({ type }) => type === 'Technicians')?.id ?? 0;
  account.nodes.push(sandboxNode({ id: 400_000, parent: root, type: 'TechnicianGroup', name: 'Desk' }));
  for (const [index, word] of WORDS.entries()) {
    const description = formatMarker({ person: guid(word) as PersonId, fingerprint: fingerprint(null, false) });
    const who = { name: word, email: `${word}@corp.example`, description } as const;
    account.nodes.push(sandboxNode({ id: 500_000 + index, parent: 400_000, type: 'Technician', ...who }));
  }
  return startRescueSandbox({ account });
}

async function applyTo(kind: Kind, morning: Company): Promise<{ ended: Said; disabled: number }> {
  const sandbox = await accountOfAll();
  const rescue = `rescue:\n  url: ${sandbox.url}\n  apiToken: sandbox-token\n  requests: {concurrent: 8, perSecond: 1000}\n  groups: [{directoryGroup: Service Desk, rescueGroup: Technicians/Desk}]\n`;
  const text = `version: 1\nlimits: {membersPerGroup: ${SIZE}}\n${kind.yaml}${rescue}`;
  const folder = await newFolder({ ...kind.files, 'sync.yaml': text });
  try {
    await kind.hold(morning, folder.path);
    const ended = await adsync(['apply', '--yes'], { cwd: folder.path });
    return { ended, disabled: sandbox.account.nodes.filter(({ status }) => status === 'Disabled').length };
  } finally {
    await sandbox.close();
    await folder.remove();
  }
}

describe.each(['file', 'entra', 'ldap'] as const)('directory: %s', (name) => {
  const kind = (): Kind => KINDS[name]();

  test('a mapped group of 1,000 that was renamed disables nobody', async () => {
    const { ended, disabled } = await applyTo(kind(), company('Service Desk EMEA', WORDS));

    expect(disabled).toBe(0);
    expect(ended.code).toBe(3);
    expect(ended.stdout).toContain('GROUP_NOT_FOUND');
    expect(ended.stdout).toContain('Service Desk EMEA');
  });

  test('a mapped group of 1,000 that lost its members disables nobody until it is approved', async () => {
    const { ended, disabled } = await applyTo(kind(), company('Service Desk', []));

    expect(disabled).toBe(0);
    expect(ended.code).toBe(3);
    expect(ended.stdout).toMatch(/1,?000 of 1,?000 enabled users/);
    expect(ended.stdout).toMatch(/--approve d1000-[0-9a-f]{32}/);
  });
});
