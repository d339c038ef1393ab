import type { AccountReading, NodeId, UserDetails } from './planner/account.ts';
import type { Role } from './role.ts';
import type { RescueSettings } from './settings.ts';
import type { Observation } from '../../core/observation.ts';
import type { Probed, Probing } from '../../core/probing.ts';
import type { Applier, BeginOptions, ReadOptions } from '../target.ts';
import type { CallWrites, CarriedOut } from '../journal.ts';
import type { RecentChange } from '../../plan/earlier-runs.ts';
import { detailsNeeded, wasCarriedOut } from './carried-out.ts';
import { effectsOf } from './past-effects.ts';
import { readMore } from './read-more.ts';
import { withDetails } from './planner/with-details.ts';
import { parseAddress } from './wire/address.ts';
import { newClient } from './wire/client.ts';
import { readAccount, readAccountId } from './wire/read-account.ts';
import { readDetails } from './wire/read-details.ts';
import { realWorld, type RescueWorld } from './wire/outside-world.ts';

export { realWorld, type RescueWorld };

/** A Rescue account that can be reached. */
export interface RescueTarget {
  /** How many changes it takes at a time. */
  readonly concurrent: number;
  /** The account's number. @throws Failure when it does not answer */
  identify(): Promise<string>;
  /** Reads the whole organization tree; thoroughly with the details of every user of a mapped role. */
  read(options?: Partial<ReadOptions>): Promise<AccountReading>;
  /** The reading with the details of users (read-more.ts). */
  readMore(reading: AccountReading, ids: readonly NodeId[], options: ReadOptions): Promise<AccountReading>;
  /** Asks for what the tree does not show, user by user. A user that has vanished meanwhile is left out. */
  readDetails(ids: readonly NodeId[], progress: (done: number) => void): Promise<ReadonlyMap<NodeId, UserDetails>>;
  /** What became of calls that were under way when a run broke off, in their order. */
  carriedOut(calls: readonly CallWrites[], reading: AccountReading): Promise<readonly CarriedOut[]>;
  readonly effectsOf: (call: Pick<CallWrites, 'node' | 'before' | 'after'>) => readonly RecentChange[];
  /** Readies the account for the changes of a plan that was made from `reading`. */
  begin(reading: AccountReading, options?: Partial<BeginOptions>): Applier;
  /** Where the answers so far differ from the profile of the file: sentences. */
  readonly differences: () => readonly string[];
  /** What the service answers to the byte, and what that says (observe/). @param tokens stand for words and numbers */
  observe(tokens: (text: string) => string): Promise<Observation>;
  /** Tries on one user what no reading tells, and puts it back (probe/). */
  probe(probing: Probing): Promise<Probed>;
  close(): Promise<void>;
}

/**
 * Opens the account of the settings. With a `sandbox:` address the stand-in is started in this process and spoken to
 * over HTTP like any other; it ends with `close()`.
 *
 * @throws Failure when the address cannot be used
 */
export async function openRescue(settings: RescueSettings, world: RescueWorld): Promise<RescueTarget> {
  const { base, closeServer } = await resolveAddress(settings.url);
  const client = newClient(base, settings, world);
  const { signal } = world;
  const { concurrent } = settings.requests;
  let roles: ReadonlyMap<NodeId, Role> = new Map();

  async function readTree(thorough: boolean): Promise<AccountReading> {
    const reading = await readAccount(client, settings.url, signal, thorough);
    roles = new Map(reading.users.map(({ id, role }) => [id, role]));
    return reading;
  }
  const askDetails: RescueTarget['readDetails'] = (ids, progress) =>
    readDetails(client, ids, (id) => roles.get(id) ?? null, {
      concurrent,
      signal,
      progress,
      witnesses: [...roles.keys()],
    });
  const more: RescueTarget['readMore'] = (reading, ids, { thorough, progress }) =>
    readMore(reading, ids, {
      read: () => readTree(thorough),
      readDetails: askDetails,
      unanswered: client.memory.unanswered,
      progress,
    });

  return {
    concurrent: changesAtATime(concurrent),
    identify: () => readAccountId(client, signal),
    async read({ thorough = false, progress = () => undefined } = {}) {
      progress('reading the organization tree of the account');
      const reading = await readTree(thorough);
      if (!thorough) return reading;
      const mapped = new Set(settings.mappings.map(({ role }) => role));
      const users = reading.users.filter(({ role }) => mapped.has(role));
      const ids = users.map(({ id }) => id);
      return await more(reading, ids, { thorough, progress });
    },
    readDetails: askDetails,
    readMore: more,
    async carriedOut(calls, reading) {
      const asked = detailsNeeded(calls);
      const details = asked.length === 0 ? new Map<NodeId, UserDetails>() : await askDetails(asked, () => undefined);
      const live = withDetails(reading, asked, details);
      return calls.map((call) => wasCarriedOut(call, live, calls));
    },
    effectsOf,
    begin(reading, { journal = null, mark = null, stop = new AbortController().signal, changes = [] } = {}) {
      const { newUserPassword, groupsWithLimits, linkKey } = settings;
      const randomBytes = (size: number): Uint8Array => world.randomBytes(size);
      const options = { client, newUserPassword, groupsWithLimits, linkKey, randomBytes, mark, stop };
      return lateApplier(async () => {
        const { newApplier } = await import('./apply/apply.ts');
        return newApplier(reading, options, world, journal, changes);
      });
    },
    differences: () => [...client.memory.differences].sort(),
    async observe(tokens) {
      const { observeRescue } = await import('./observe/observe.ts');
      return await observeRescue(base, settings, world, tokens);
    },
    async probe(probing) {
      const { probeRescue } = await import('./probe/probe.ts');
      return await probeRescue(base, settings, world, probing);
    },
    async close() {
      await client.close();
      await closeServer();
    },
  };
}

/** An applier that is made for its first change: a plan need not load what carries changes out. */
function lateApplier(make: () => Promise<Applier>): Applier {
  let made: Promise<Applier> | null = null;
  return {
    async apply(change) {
      made ??= make();
      return (await made).apply(change);
    },
  };
}

/**
 * More changes than requests: while one waits for the disk, as for its line in the journal, another can use its request.
 * The client sees to it that there are never more requests at a time. One at a time stays one.
 */
function changesAtATime(requests: number): number {
  return requests + Math.floor(requests / 2);
}

async function resolveAddress(url: string): Promise<{ base: string; closeServer: () => Promise<void> }> {
  const address = parseAddress(url);
  if (address.kind === 'service') return { base: address.base, closeServer: () => Promise.resolve() };
  const { loadSandboxAccount, startRescueSandbox } = await import('../../sandbox/index.ts');
  const account = await loadSandboxAccount(address.path);
  const sandbox = await startRescueSandbox({ account, file: address.path, exclusive: true });
  return { base: sandbox.url, closeServer: () => sandbox.close() };
}
