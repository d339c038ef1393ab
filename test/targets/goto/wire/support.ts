import { randomBytes } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { Secret } from '../../../../src/core/secret.ts';
import { limit } from '../../../../src/net/exchange.ts';
import {
  type GotoAccountFile,
  type GotoSandbox,
  type GotoSandboxOptions,
  type GotoSandboxUser,
  gotoUser,
  startGotoSandbox,
} from '../../../../src/sandbox/goto/index.ts';
import type { GroupKey, LicenceKey, RoleSetId, UserKey } from '../../../../src/targets/goto/planner/account.ts';
import type { GotoSettings } from '../../../../src/targets/goto/settings.ts';
import type { GotoClient, NewUser } from '../../../../src/targets/goto/wire/calls.ts';
import { newClient } from '../../../../src/targets/goto/wire/client.ts';
import type { GotoWorld } from '../../../../src/targets/goto/wire/outside-world.ts';

export const ACCOUNT = '1234567890123456789';
export const PAT = 'pat-of-the-tests-4711';
export const REFRESH = 'refresh-of-the-tests-0815';
export const OWNER = '7000000000000000000000101' as UserKey;
export const ADA = '7000000000000000000000102' as UserKey;
export const BOB = '7000000000000000000000103' as UserKey;
export const EVE = '7000000000000000000000104' as UserKey;
export const MEETING = '7000000000000000000000001' as LicenceKey;
export const CONNECT = '7000000000000000000000002' as LicenceKey;
export const SALES = '7000000000000000000000201' as GroupKey;
export const HELPDESK = '7000000000000000000000301' as RoleSetId;
export const DEPARTMENT = '7000000000000000000000401';

export function user(key: string, email: string, fields: Partial<GotoSandboxUser> = {}): GotoSandboxUser {
  return gotoUser({ key, email, firstName: 'Some', lastName: 'Body', activated: true, ...fields });
}

/** The owner; Ada with a licence and a group; Bob who holds nothing; Eve, who is a user of another account. */
export function testAccount(...more: GotoSandboxUser[]): GotoAccountFile {
  return {
    format: 'adsync.sandbox-goto/1',
    accountKey: ACCOUNT,
    name: 'Corp',
    clients: [{ clientId: 'client-1', clientSecret: 'secret-%1', grants: ['personal_access_token', 'refresh_token'] }],
    tokens: [{ pat: PAT, userKey: OWNER, scopes: ['identity:'] }],
    refreshTokens: [{ token: REFRESH, userKey: OWNER, scopes: ['identity:'] }],
    licences: [
      { key: MEETING, description: 'Meeting', seats: 2, products: ['G2M'], enabled: true },
      { key: CONNECT, description: 'Connect', seats: 9, products: ['JIVE'], enabled: true },
    ],
    groups: [{ key: SALES, name: 'Sales', parent: null }],
    rolesets: [{ id: HELPDESK, name: 'Helpdesk' }],
    attributes: [{ key: DEPARTMENT, name: 'department' }],
    otherAccounts: [{ key: '99', name: 'Other' }],
    validatedDomains: [],
    switches: {},
    faults: [],
    users: [
      user(OWNER, 'owner@corp.example', { adminRoles: ['SUPER_USER'] }),
      user(ADA, 'ada@corp.example', { licenseKeys: [MEETING], groupKey: SALES, attributes: { department: 'Sales' } }),
      user(BOB, 'bob@corp.example'),
      user(EVE, 'eve@corp.example', { elsewhere: true }),
      ...more,
    ],
  };
}

export type GivenSettings = Omit<Partial<GotoSettings>, 'requests'> & {
  readonly requests?: Partial<GotoSettings['requests']>;
};

export function testSettings(url: string, { requests, ...change }: GivenSettings = {}): GotoSettings {
  return {
    type: 'goto',
    url,
    authUrl: url,
    ca: null,
    account: ACCOUNT,
    clientId: 'client-1',
    clientSecret: new Secret('secret-%1'),
    credential: { kind: 'personalAccessToken', token: new Secret(PAT) },
    requests: {
      concurrent: 4,
      perSecond: 1000,
      timeout: 2000,
      consistencyDelay: 1000,
      pageSize: 100,
      keys: 'text',
      filter: 'eq',
      ...requests,
    },
    domains: ['corp.example'],
    welcomeMail: false,
    language: null,
    products: [],
    protect: [],
    protectLines: [],
    domainLines: [],
    adopt: 'held',
    linkAttribute: null,
    attributes: [],
    mappings: [],
    ...change,
  };
}

export interface TestWorld extends GotoWorld {
  readonly logged: string[];
  /** Waits of a second or more: those of the pace are shorter. */
  readonly slept: number[];
}

/** A world whose clock only goes on while somebody sleeps, and then at once. */
export function testWorld(change: Partial<GotoWorld> = {}): TestWorld {
  let time = 1_000_000;
  const slept: number[] = [];
  const logged: string[] = [];
  return {
    fetch,
    random: () => 0.5,
    now: () => time,
    async sleep(ms, signal) {
      signal?.throwIfAborted();
      if (ms > 100) slept.push(ms);
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
  readonly sandbox: GotoSandbox;
  readonly client: GotoClient;
  readonly world: TestWorld;
  readonly settings: GotoSettings;
}

export interface BenchOptions extends Omit<Partial<GotoSandboxOptions>, 'port' | 'host'> {
  readonly settings?: GivenSettings;
  readonly world?: Partial<GotoWorld>;
}

/** Runs `test` with a stand-in and a client for it. */
export async function withBench(
  { settings: change, world: given, ...options }: BenchOptions,
  test: (bench: Bench) => Promise<void>,
): Promise<void> {
  const world = testWorld(given);
  const sandbox = await startGotoSandbox({ account: testAccount(), now: () => world.now(), ...options });
  const settings = testSettings(sandbox.url, change);
  const patient: GotoWorld = { ...world, limit: limitOfSilence(sandbox) };
  const bases = { api: settings.url, auth: settings.authUrl };
  const client = newClient(bases, settings, patient, () => Promise.resolve());
  try {
    await test({ sandbox, client, world, settings });
  } finally {
    await client.close();
    await sandbox.close();
  }
}

/** Ends requests without a clock: as soon as all that are under way are met by silence. */
function limitOfSilence({ log }: GotoSandbox): GotoWorld['limit'] {
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

const ROOT = `/admin/rest/v1/accounts/${ACCOUNT}`;

/** Every request in order, as `PUT /users/KEY`; `POST token` for one of a token. */
export function requests({ log }: GotoSandbox): string[] {
  return log.map(({ method, path }) => `${method} ${path === '/oauth/token' ? 'token' : path.replace(ROOT, '')}`);
}

/** How often each was made; keys of users left out. */
export function counts(sandbox: GotoSandbox): Readonly<Record<string, number>> {
  const found: Record<string, number> = {};
  for (const one of requests(sandbox)) {
    const name = one.replace(/\/users\/\d+/, '/users/*');
    found[name] = (found[name] ?? 0) + 1;
  }
  return found;
}

export function inAccount({ account }: GotoSandbox, email: string): readonly GotoSandboxUser[] {
  return account.users.filter((one) => one.email === email && !one.elsewhere && !one.deleted);
}

export const GRACE: NewUser = {
  email: 'grace@corp.example',
  firstName: 'Grace',
  lastName: 'Hopper',
  locale: null,
  licences: [CONNECT],
  adminRoles: [],
  managedGroups: [],
  group: null,
  welcomeMail: false,
};
