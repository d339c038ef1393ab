import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Failure } from '../../src/core/failure.ts';
import { approvalsOf } from '../../src/plan/approvals.ts';
import { NO_PAST } from '../../src/plan/earlier-runs.ts';
import { openHttp } from '../../src/net/http.ts';
import {
  type GotoAccountFile,
  type GotoFault,
  type GotoSandbox,
  type GotoSwitches,
  gotoUser,
  newGotoAccount,
  startGotoSandbox,
} from '../../src/sandbox/goto/index.ts';
import { type GotoTarget, openGoto, realWorld } from '../../src/targets/goto/goto.ts';
import type { AccountReading } from '../../src/targets/goto/planner/account.ts';
import type { GotoChange } from '../../src/targets/goto/planner/change.ts';
import type { GotoSettings } from '../../src/targets/goto/settings.ts';
import type { Applied } from '../../src/targets/target.ts';
import { fileOf, planOf, userKey } from '../targets/goto/planner/builders.ts';
import { settingsFor } from '../targets/goto/apply/bench.ts';
import { runs } from '../runs.ts';
import { madeOf, type RandomWorld, randomWorld } from './goto-world.ts';

/**
 * What must hold when plans are carried out over real sockets: random firms, random accounts, and a stand-in that answers
 * each open question about the service in a random way.
 */

const RUNS = runs(150);
/** Trouble that an apply cannot get over is rare. */
const TROUBLED_RUNS = runs(300);

/** The switches that change nothing of what an apply can reach. */
const switches: fc.Arbitrary<Partial<GotoSwitches>> = fc.record({
  // A new user with nothing but a custom role is refused otherwise, and stays to be made.
  createNeedsLicenceOrRole: fc.constant(false),
  postStatus: fc.constantFrom(200 as const, 201 as const),
  putStatus: fc.constantFrom(200 as const, 204 as const),
  putBody: fc.constantFrom('empty' as const, 'user' as const),
  emailCase: fc.constantFrom('asGiven' as const, 'lower' as const),
  roleSetClearsAdminRoles: fc.boolean(),
  roleSetWrites: fc.constantFrom('replace' as const, 'add' as const),
  attributeWrites: fc.constantFrom('merge' as const, 'replace' as const),
  seatRefusal: fc.constantFrom('409' as const, '400' as const, '403' as const, 'silent' as const),
  keysAsNumbers: fc.boolean(),
  superUserListsAllRoles: fc.boolean(),
  showManagedGroups: fc.boolean(),
  showsAttributes: fc.boolean(),
  malformedId502: fc.boolean(),
  missingResultsWhenEmpty: fc.boolean(),
});

/** The same account as the stand-in keeps it. */
function fileFor({ users, licences, groups, roleSets, attributes, account, self }: AccountReading): GotoAccountFile {
  const file = newGotoAccount({ clientSecret: 'secret-1', pat: 'pat-of-the-test' });
  const held = new Set(users.flatMap((user) => user.licences));
  const others = [...held].filter((key) => !licences.some((one) => one.key === key));
  const known = licences.map(({ key, description, products, seats }) => {
    return { key, description, products: [...products], seats: seats ?? 1000, enabled: true };
  });
  return {
    ...file,
    accountKey: account,
    clients: [{ clientId: 'client-1', clientSecret: 'secret-1', grants: ['personal_access_token'] }],
    tokens: [{ pat: 'pat-of-the-test', userKey: self.key, scopes: ['identity:'] }],
    licences: [...known, ...others.map((key) => ({ key, description: key, products: [], seats: 1000, enabled: true }))],
    groups: groups.map(({ key, name }) => ({ key, name, parent: null })),
    rolesets: roleSets.map(({ id, name }) => ({ id, name })),
    attributes: attributes.map(({ key, name }) => ({ key, name })),
    validatedDomains: [],
    users: users.map((user) =>
      gotoUser({
        ...user,
        locale: user.locale ?? 'en_US',
        licenseKeys: [...user.licences],
        adminRoles: [...user.adminRoles],
        roleSets: [...user.roleSets],
        managedGroupKeys: [...(user.managedGroups ?? [])],
        groupKey: user.group,
        activated: user.status !== 'INVITED',
        attributes: Object.fromEntries(Object.entries(user.attributes ?? {}).filter(([, value]) => value !== '')),
      }),
    ),
  };
}

interface Trial {
  readonly sandbox: GotoSandbox;
  readonly target: GotoTarget;
  readonly settings: GotoSettings;
}

async function withTrial<Out>(
  world: RandomWorld,
  given: Partial<GotoSwitches>,
  work: (trial: Trial) => Promise<Out>,
): Promise<Out> {
  const sandbox = await startGotoSandbox({ account: fileFor(world.account), switches: given });
  const http = openHttp({ ca: null, env: {} });
  const { requests, clientId, clientSecret, credential } = settingsFor(sandbox.url);
  const own = { requests, clientId, clientSecret, credential, url: sandbox.url, authUrl: sandbox.url };
  const settings = { ...world.settings, ...own, account: world.account.account };
  const signal = new AbortController().signal;
  const real = realWorld({ fetch: http.fetch, signal, log: () => undefined });
  // Waits between attempts are over at once.
  const target = await openGoto(settings, { ...real, sleep: () => Promise.resolve() });
  try {
    return await work({ sandbox, target, settings });
  } finally {
    await target.close();
    await http.close();
    await sandbox.close();
  }
}

/** The changes of a plan of which everything that it holds is approved, and the account that it was made from. */
async function planned({ reading }: RandomWorld, { target, settings }: Trial): Promise<[GotoChange[], AccountReading]> {
  const account = await target.read({ thorough: false, progress: () => undefined });
  const file = fileOf(settings);
  const ids = new Set<string>();
  for (;;) {
    const approvals = approvalsOf(file, [...ids], []);
    const more = { earlier: new Map(), past: NO_PAST, knownNames: new Map() };
    const { changes } = planOf({ settings: file, reading, account, approvals, ...more });
    const open = changes.flatMap(({ held }) => (held === null || ids.has(held.id) ? [] : [held.id]));
    if (open.length === 0) return [madeOf(changes), account];
    open.forEach((id) => ids.add(id));
  }
}

async function carriedOut(world: RandomWorld, trial: Trial): Promise<[GotoChange[], Applied[]]> {
  const [changes, account] = await planned(world, trial);
  const applier = trial.target.begin(account, { journal: null, stop: new AbortController().signal });
  const outcomes: Applied[] = [];
  for (const change of changes) outcomes.push(await applier.apply(change));
  return [changes, outcomes];
}

function hasTwins({ account: { users } }: RandomWorld): boolean {
  return new Set(users.map(({ email }) => email.toLowerCase())).size < users.length;
}

/** Calls that delete something other than a custom role or the membership in a group. */
function deletions({ log }: GotoSandbox): string[] {
  const all = log.filter(({ method }) => method === 'DELETE').map(({ path }) => path);
  return all.filter((path) => !/\/users\/rolesets$|\/users\/\d+\/groups$/.test(path));
}

function wrongIn(outcomes: readonly Applied[], changes: readonly GotoChange[]): string[] {
  const wrong = outcomes.filter(({ result }) => result !== 'done' && result !== 'pending');
  return wrong.map(({ change, result, text }) => {
    const planned = changes.find(({ id }) => id === change);
    return `${planned === undefined ? '' : short(planned)}: ${result}: ${text}`;
  });
}

function short({ operations, email, before, after }: GotoChange): string {
  return `${operations.join()} ${email}: ${JSON.stringify(before)} -> ${JSON.stringify(after)}`;
}

test('everything that is planned is made, and then there is nothing left to do', async () => {
  let made = 0;
  await fc.assert(
    fc.asyncProperty(randomWorld, switches, async (world, given) => {
      fc.pre(!hasTwins(world));
      await withTrial(world, given, async (trial) => {
        const before = structuredClone(trial.sandbox.account.users);
        let left: GotoChange[] = [];
        // An address that passes on, and attributes that no user has shown so far, take a run more.
        for (let round = 0; round < 4; round += 1) {
          const [changes, outcomes] = await carriedOut(world, trial);
          made += changes.length;
          left = changes;
          expect(wrongIn(outcomes, changes)).toEqual([]);
          if (changes.length === 0) break;
        }
        expect(left.map(short)).toEqual([]);
        expect(deletions(trial.sandbox)).toEqual([]);
        const outside = before.filter(({ email, key }) => !/@corp\.example$/i.test(email) || key === userKey('root'));
        for (const user of outside) {
          expect(trial.sandbox.account.users.find(({ key }) => key === user.key)).toEqual(user);
        }
      });
    }),
    RUNS,
  );
  expect(made).toBeGreaterThan(RUNS.numRuns);
});

const faults: fc.Arbitrary<GotoFault[]> = fc.array(
  fc.record({
    kind: fc.constantFrom(
      'http429' as const,
      'error500' as const,
      'error502' as const,
      'error500After' as const,
      'error502After' as const,
      'dropBefore' as const,
      'dropAfter' as const,
      'htmlAfter' as const,
      'cutShort' as const,
      'truncated' as const,
      'emptyBody' as const,
      'unauthorized' as const,
      'forbidden' as const,
      'swapped' as const,
    ),
    method: fc.constantFrom('GET', 'POST', 'PUT', 'DELETE'),
    path: fc.constant('/accounts/'),
    probability: fc.constantFrom(0.1, 0.4),
  }),
  { minLength: 1, maxLength: 3 },
);

test('a disturbed apply adds nobody twice and deletes nothing, and what follows it ends as ever', async () => {
  let troubled = 0;
  await fc.assert(
    fc.asyncProperty(randomWorld, switches, faults, async (world, given, disturbing) => {
      fc.pre(!hasTwins(world));
      await withTrial(world, given, async (trial) => {
        const { sandbox, target } = trial;
        const [changes, account] = await planned(world, trial);
        sandbox.faults.push(...disturbing);
        const applier = target.begin(account, { journal: null, stop: new AbortController().signal });
        for (const change of changes) {
          const ended = await applier.apply(change).catch((error: unknown) => {
            if (error instanceof Failure) return null;
            throw error;
          });
          if (ended?.result !== 'done' && ended?.result !== 'pending') troubled += 1;
        }
        sandbox.faults.splice(0);
        let left: readonly GotoChange[] = changes;
        for (let round = 0; round < 5 && left.length > 0; round += 1) [left] = await carriedOut(world, trial);

        expect(left.map(short)).toEqual([]);
        expect(deletions(sandbox)).toEqual([]);
        const emails = sandbox.account.users.map(({ email }) => email.toLowerCase());
        expect(emails.filter((email, index) => emails.indexOf(email) !== index)).toEqual([]);
      });
    }),
    TROUBLED_RUNS,
  );
  expect(troubled).toBeGreaterThan(0);
});
