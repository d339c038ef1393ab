import type { RecentChange } from '../../plan/earlier-runs.ts';
import type { CallWrites, CarriedOut } from '../journal.ts';
import type { Observation } from '../../core/observation.ts';
import type { Applier, BeginOptions, ReadOptions } from '../target.ts';
import { wasCarriedOut } from './carried-out.ts';
import { effectsOf } from './past-effects.ts';
import type { AccountReading } from './planner/account.ts';
import { wordsOf } from './planner/passes.ts';
import { userFacts } from './planner/user-facts.ts';
import type { GotoSettings } from './settings.ts';
import { isAboutOneCall } from './wire/failures.ts';
import { newClient } from './wire/client.ts';
import { openService } from './wire/open.ts';
import { type GotoWorld, realWorld } from './wire/outside-world.ts';
import { readAccount, readAccountId, readLists } from './wire/read-account.ts';

export { type GotoWorld, realWorld };

/** A GoTo account that can be reached. */
export interface GotoTarget {
  /** How many changes it takes at a time. */
  readonly concurrent: number;
  /** The account's key. @throws Failure when it does not answer, or the token is not good for it */
  identify(): Promise<string>;
  /** Reads the whole account: all users, and the lists that the file or a user names; thoroughly all lists. */
  read(options: ReadOptions): Promise<AccountReading>;
  /** The same reading with the lists that a former section names. @throws Failure when they cannot be read */
  readLists(former: GotoSettings, reading: AccountReading): Promise<AccountReading>;
  /** What became of calls that were under way when a run broke off before this reading, in their order. */
  carriedOut(calls: readonly CallWrites[], reading: AccountReading): readonly CarriedOut[];
  readonly effectsOf: (call: Pick<CallWrites, 'node' | 'before' | 'after'>) => readonly RecentChange[];
  /** Readies the account for the changes of a plan that was made from `reading`. */
  begin(reading: AccountReading, options: Pick<BeginOptions, 'journal' | 'stop'>): Applier;
  /** What the service answers to the byte, and what that says (observe/). @param tokens stand for words and numbers */
  observe(tokens: (text: string) => string): Promise<Observation>;
  close(): Promise<void>;
}

/**
 * Opens the account of the settings.
 *
 * @throws Failure when the address cannot be used
 */
export async function openGoto(settings: GotoSettings, world: GotoWorld): Promise<GotoTarget> {
  const { bases, close } = await openService(settings);
  const client = newClient(bases, settings, world, close);
  return {
    concurrent: settings.requests.concurrent,
    identify: () => readAccountId(client, settings),
    read: (options) => readAccount(client, settings, options),
    readLists: (former, reading) => readLists(client, former, reading),
    carriedOut: (calls, reading) => calls.map((call) => wasCarriedOut(call, reading)),
    effectsOf,
    begin(reading, { journal, stop }) {
      const words = wordsOf(settings, reading);
      return lateApplier(async () => {
        const { newApplier } = await import('./apply/apply.ts');
        return newApplier(reading, {
          client,
          settings,
          clock: world,
          shown: (user) => userFacts(user, words),
          isAboutOneCall,
          journal,
          stop,
        });
      });
    },
    async observe(tokens) {
      const { observeGoto } = await import('./observe/observe.ts');
      return await observeGoto(bases, settings, world, tokens);
    },
    close: () => client.close(),
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
