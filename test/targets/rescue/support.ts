import { setImmediate } from 'node:timers/promises';
import { randomBytes } from 'node:crypto';
import type { AccountReading, NodeId } from '../../../src/targets/rescue/planner/account.ts';
import type { Native, RescueChange, RescueUserChange } from '../../../src/targets/rescue/planner/change.ts';
import { stageOf, takesOf } from '../../../src/targets/rescue/planner/stage-risk-takes.ts';
import type { PersonId } from '../../../src/core/people.ts';
import { Secret } from '../../../src/core/secret.ts';
import type { RescueSettings } from '../../../src/targets/rescue/settings.ts';
import {
  newSandboxAccount,
  type RescueSandbox,
  type SandboxAccount,
  sandboxNode,
  type SandboxNode,
  type SandboxOptions,
  startRescueSandbox,
} from '../../../src/sandbox/index.ts';
import { sealMarker } from '../../../src/targets/rescue/planner/marker.ts';
import { openRescue, type RescueTarget, type RescueWorld } from '../../../src/targets/rescue/rescue.ts';
import { limit } from '../../../src/net/exchange.ts';

export const TOKEN = 'token-of-the-tests-4711';
export const HOLDER = { name: 'Olga Owner', email: 'owner@corp.example', password: 'Owner-Pass%1' };
export const DAY = 400000;
export const NIGHT = 400001;
export const MASTERS = 337361;
export const ADMINISTRATORS = 337362;
export const TECHNICIANS = 337363;
export const ADA = 400010;
export const BOB = 400011;
export const PERSON = '11111111-2222-4333-8444-555555555555' as PersonId;
export const GROUP_LINK = '77777777-2222-4333-8444-555555555555';
export const GROUP_MARKER = `[adsync ${GROUP_LINK} 0a1b2c3d]`;
export const MARKER = `[adsync ${PERSON} 0a1b2c3d]`;

/** A marker of a plan as it stands in the description of a node afterwards. */
export function sealed(marker: string, id: number | undefined): string {
  return sealMarker(marker, String(id) as NodeId, { account: '560961', key: null });
}

/** Two technician groups; Ada (enabled, with every field filled) and Bob (disabled) stand in the first. */
export function testAccount(...more: SandboxNode[]): SandboxAccount {
  const account = newSandboxAccount({ organization: 'Corp', accountId: 560961, apiToken: TOKEN, holder: HOLDER });
  account.nodes.push(
    sandboxNode({ id: DAY, parent: TECHNICIANS, type: 'TechnicianGroup', name: 'Day', permissions: ['RemoteControl'] }),
    sandboxNode({ id: NIGHT, parent: TECHNICIANS, type: 'TechnicianGroup', name: 'Night' }),
    sandboxNode({
      id: ADA,
      parent: DAY,
      type: 'Technician',
      name: 'Ada Lovelace',
      email: 'ada@corp.example',
      nick: 'Countess',
      ssoId: 'ada@sso.example',
      description: 'Desk 4',
      status: 'Online',
      mobileAddon: true,
      rpatAddon: true,
      password: 'Ada-Pass%1',
    }),
    sandboxNode({
      id: BOB,
      parent: DAY,
      type: 'Technician',
      name: 'Bob',
      email: 'bob@corp.example',
      status: 'Disabled',
      password: 'Bob-Pass%1',
    }),
    ...more,
  );
  return account;
}

export function testSettings(url: string, change: Partial<RescueSettings> = {}): RescueSettings {
  return {
    type: 'rescue',
    url,
    ca: null,
    credentials: { kind: 'token', token: new Secret(TOKEN) },
    requests: { concurrent: 4, perSecond: 1000, timeout: 2000 },
    newUserPassword: null,
    groupsWithLimits: 'write',
    adopt: 'mapped',
    loginId: 'email',
    ssoId: 'none',
    protect: [],
    protectLines: [],
    linkKey: null,
    licenses: { technicians: null, mobile: null },
    ceilings: { groups: 999, membersPerGroup: 999 },
    mappings: [],
    ...change,
  };
}

export interface TestWorld extends RescueWorld {
  readonly logged: string[];
  readonly slept: number[];
}

/** A world whose clock only goes on while somebody sleeps, and then at once. */
export function testWorld(change: Partial<RescueWorld> = {}): TestWorld {
  let time = 1_000_000;
  const slept: number[] = [];
  const logged: string[] = [];
  return {
    fetch,
    random: () => 0.5,
    now: () => time,
    async sleep(ms, signal) {
      signal?.throwIfAborted();
      slept.push(ms);
      time += ms;
      await setImmediate();
    },
    limit,
    randomBytes,
    signal: new AbortController().signal,
    log: (text) => logged.push(text),
    ...change,
    logged,
    slept,
  };
}

export interface Bench {
  readonly sandbox: RescueSandbox;
  readonly target: RescueTarget;
  readonly world: TestWorld;
}

/** Runs `test` with a stand-in account and a target for it. */
export async function withBench(
  options: Omit<Partial<SandboxOptions>, 'port' | 'host'> & {
    readonly settings?: Partial<RescueSettings>;
    readonly world?: Partial<RescueWorld>;
  },
  test: (bench: Bench) => Promise<void>,
): Promise<void> {
  const world = testWorld(options.world);
  const sandbox = await startRescueSandbox({ account: testAccount(), now: () => world.now(), ...options });
  const target = await openRescue(testSettings(sandbox.url, options.settings), {
    ...world,
    limit: limitOfSilence(sandbox),
  });
  try {
    await test({ sandbox, target, world });
  } finally {
    await target.close();
    await sandbox.close();
  }
}

/** Ends requests without a clock: as soon as all that are under way are met by silence. */
function limitOfSilence({ log }: RescueSandbox): RescueWorld['limit'] {
  const underWay = new Set<() => void>();
  let ended = 0;
  let look: NodeJS.Timeout | undefined;

  function endTheSilent(): void {
    const silent = log.filter(({ fault }) => fault === 'hangBefore' || fault === 'hangAfter').length - ended;
    if (silent === 0 || silent !== underWay.size) return;
    ended += silent;
    for (const end of underWay) end();
  }

  return (_ms, end) => {
    underWay.add(end);
    look ??= setInterval(endTheSilent, 1);
    return () => {
      underWay.delete(end);
      if (underWay.size > 0) return;
      clearInterval(look);
      look = undefined;
    };
  };
}

let counter = 0;

/** A change as tests write it: what only Rescue reads stands beside the rest. */
export type Given = Partial<Omit<RescueUserChange, 'kind' | 'email' | 'native'> & Native> & {
  readonly kind?: RescueChange['kind'];
  readonly email?: string | null;
};

/** A change of Ada; the tests say what differs. */
export function change(given: Given): RescueChange {
  counter += 1;
  const { fromNode = String(DAY) as NodeId, toNode = null, marker = null, ...others } = given;
  const written = {
    kind: 'user' as const,
    role: 'technician' as const,
    operations: ['update'] as const,
    before: {},
    after: {},
    ...others,
  };
  return {
    id: `change-${counter}`,
    target: 'rescue:560961',
    name: 'Ada Lovelace',
    email: 'ada@corp.example',
    group: written.after.group ?? 'Technicians/Day',
    reason: { code: 'MEMBER_OF', text: '', line: null, path: [] },
    because: {},
    evidence: 'said',
    stage: stageOf(written),
    risk: [],
    takes: takesOf(written),
    facts: null,
    held: null,
    letThrough: [],
    node: String(ADA) as NodeId,
    person: PERSON,
    needs: [],
    ...written,
    native: { fromNode, toNode, marker },
  } as RescueChange;
}

/** The creation of a user. */
export function creation(email: string, group: string, given: Given = {}): RescueChange {
  const name = `New ${email}`;
  return change({
    operations: ['create'],
    name,
    email,
    group,
    before: null,
    after: { group, name, email, status: 'enabled', link: PERSON },
    node: null,
    fromNode: null,
    marker: MARKER,
    ...given,
  });
}

export function groupCreation(path: string, given: Given = {}): RescueChange {
  const name = path.split('/').at(-1) ?? '';
  return change({
    kind: 'group',
    operations: ['create'],
    name,
    email: null,
    group: path,
    before: null,
    after: { name },
    node: null,
    fromNode: null,
    person: null,
    ...given,
  });
}

/** A change of a group that is there: a new name, the link, or both. */
export function groupUpdate(node: number, path: string, given: Given = {}): RescueChange {
  return change({
    kind: 'group',
    name: path.split('/').at(-1) ?? '',
    email: null,
    group: path,
    node: String(node) as NodeId,
    fromNode: null,
    person: null,
    marker: GROUP_MARKER,
    ...given,
  });
}

export function nodeOf(sandbox: RescueSandbox, id: number): SandboxNode {
  const node = sandbox.account.nodes.find((one) => one.id === id);
  if (node === undefined) throw new Error(`no node ${id}`);
  return node;
}

export function withEmail(sandbox: RescueSandbox, email: string): SandboxNode[] {
  return sandbox.account.nodes.filter((node) => node.email === email);
}

/** How often each method was called. */
export function calls(sandbox: RescueSandbox): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { method } of sandbox.log) counts[method] = (counts[method] ?? 0) + 1;
  return counts;
}

export async function apply(
  { target }: Pick<Bench, 'target'>,
  changes: readonly RescueChange[],
  reading?: AccountReading,
): Promise<string[]> {
  const applier = target.begin(reading ?? (await target.read()), { changes });
  const results: string[] = [];
  for (const one of changes) {
    const { result, text } = await applier.apply(one);
    results.push(text === '' ? result : `${result}: ${text}`);
  }
  return results;
}
