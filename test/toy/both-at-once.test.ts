import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { Failure } from '../../src/core/failure.ts';
import type { Directory, ReadOptions } from '../../src/directory/directory.ts';
import type { Plan } from '../../src/plan/model.ts';
import { withTargets } from '../../src/run/open-target.ts';
import { planFrom } from '../../src/run/plan.ts';
import { liveSources } from '../../src/run/sources.ts';
import type { ReadOptions as AccountOptions } from '../../src/targets/target.ts';
import { openWorld, WISHES, type World } from './world.ts';

/** Directory and account are read at the same time. */

let world: World;
/** What was said, in its order. */
let said: string[];

beforeEach(async () => {
  world = await openWorld();
  said = [];
});

afterEach(() => world.close());

interface Hooks {
  /** Before the directory is read. */
  readonly directory?: (options: ReadOptions) => Promise<void>;
  /** Before the account is read; `stopped` ends when the account is stopped. */
  readonly account?: (options: AccountOptions, stopped: Promise<void>) => Promise<void>;
}

async function plan({ directory, account }: Hooks): Promise<Plan> {
  const job = await world.job();
  const reporter = { ...job.reporter, progress: (text: string | null) => said.push(text ?? '') };
  return await withTargets({ ...job, reporter }, async (targets) => {
    const live = await liveSources(job);
    const read: Directory['read'] = async (wanted, options) => {
      await directory?.(options);
      return await live.directory.read(wanted, options);
    };
    const open = targets.open.map((one) => {
      const stopped = new AbortController();
      const ended = new Promise<void>((resolve) => {
        stopped.signal.addEventListener('abort', () => {
          said.push('account stopped');
          resolve();
        });
      });
      const target = {
        ...one.target,
        read: async (options: AccountOptions) => {
          await account?.(options, ended);
          return await one.target.read(options);
        },
      };
      const stop = (): void => {
        stopped.abort();
      };
      return { ...one, target, stop };
    });
    const sources = { ...live, directory: { ...live.directory, read } };
    return (await planFrom({ ...job, reporter }, { ...targets, open }, WISHES, sources)).plan;
  });
}

/** Two that wait for each other. */
function meeting(): (who: string) => Promise<void> {
  const here = new Set<string>();
  let open = (): void => undefined;
  const both = new Promise<void>((resolve) => {
    open = resolve;
  });
  return async (who) => {
    here.add(who);
    if (here.size === 2) open();
    await both;
  };
}

test('each is begun before the other has ended, and what they say stands in the same order always', async () => {
  const come = meeting();

  const made = await plan({
    account: async ({ progress }) => {
      progress('the account is read');
      await come('account');
    },
    directory: async ({ progress }) => {
      await come('directory');
      progress('the directory is read');
    },
  });

  expect(made.changes.length).toBeGreaterThan(0);
  expect(said[0]).toBe('the directory is read');
  expect(said.indexOf('the account is read')).toBeGreaterThan(said.findIndex((text) => /\d records? in /.test(text)));
});

test('a directory that fails stops the account, and is what is told', async () => {
  const failed = plan({
    account: async (_options, stopped) => {
      await stopped;
      throw new Failure('RESCUE_UNREACHABLE', 'The toy was stopped.', 'Nothing.');
    },
    directory: () => Promise.reject(new Failure('LDIF_UNREADABLE', 'There is no file.', 'Write one.')),
  });

  await expect(failed).rejects.toMatchObject({ code: 'LDIF_UNREADABLE' });
  expect(said).toContain('account stopped');
});

test('where no account can be read the directory is read all the same, and its own failure would be told first', async () => {
  const unreachable = new Failure('RESCUE_UNREACHABLE', 'The toy does not answer.', 'Wait.');
  const missing = new Failure('LDIF_UNREADABLE', 'There is no file.', 'Write one.');
  for (const [end, code] of [
    [null, 'RESCUE_UNREACHABLE'],
    [missing, 'LDIF_UNREADABLE'],
  ] as const) {
    const come = meeting();
    const failed = plan({
      account: async () => {
        await come('account');
        throw unreachable;
      },
      directory: async () => {
        await come('directory');
        // What the account said has arrived long before.
        await setImmediate();
        if (end !== null) throw end;
      },
    });

    await expect(failed).rejects.toMatchObject({ code });
  }
});
