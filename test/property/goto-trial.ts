import fc from 'fast-check';
import { approvalsOf } from '../../src/plan/approvals.ts';
import { NO_PAST } from '../../src/plan/earlier-runs.ts';
import { openHttp } from '../../src/net/http.ts';
import {
  type GotoAccountFile,
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
import { fileOf, planOf } from '../targets/goto/planner/builders.ts';
import { settingsFor } from '../targets/goto/apply/bench.ts';
import { madeOf, type RandomWorld } from './goto-world.ts';

/** The switches that change nothing of what an apply can reach. */
export const switches: fc.Arbitrary<Partial<GotoSwitches>> = fc.record({
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

export interface Trial {
  readonly sandbox: GotoSandbox;
  readonly target: GotoTarget;
  readonly settings: GotoSettings;
}

export async function withTrial<Out>(
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
  const real = realWorld({ fetch: http.send, signal, log: () => undefined });
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
export async function planned(
  { reading }: RandomWorld,
  { target, settings }: Trial,
): Promise<[GotoChange[], AccountReading]> {
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
