import { hostname } from 'node:os';
import { resolve } from 'node:path';
import type { NotifySettings } from '../core/settings.ts';
import { REAL_CLOCK } from '../net/clock.ts';
import { openHttp } from '../net/http.ts';
import type { Notifier, NotifierOptions } from '../notify/notifier.ts';
import type { RoundsState } from '../run/rounds/events.ts';
import { readRoundsState } from '../run/rounds/state-file.ts';
import type { Context } from './context.ts';
import type { OpenWatcher } from './open-watcher.ts';
import { stateDirOf } from './state-dir.ts';
import { warn } from './warn.ts';

/** What notifications take from this process. */
export function notifyWorld({ env }: Context): Omit<NotifierOptions, 'say'> {
  return { host: hostname(), clock: REAL_CLOCK, openHttp: (ca) => openHttp({ ca, env }) };
}

/**
 * Tells whom the files name. A file may begin to name somebody while it is run, and each round brings the secrets of then.
 *
 * @param stateDir value of `--state-dir`
 */
export async function notifyWatcher(context: Context, stateDir: unknown): Promise<OpenWatcher> {
  const before = new Map<string, RoundsState | null>();
  for (const file of new Set(context.files)) before.set(file, await stateBefore({ ...context, file }, stateDir));
  let notifier: Notifier | null = null;
  async function use(file: string, settings: NotifySettings | null): Promise<void> {
    if (settings === null && notifier === null) return;
    if (notifier === null) {
      notifier = await open(context);
      for (const [one, state] of before) notifier.remember(one, state);
    }
    notifier.use(file, settings);
  }
  let taken = Promise.resolve();
  return {
    onSettings(file, { notify }) {
      taken = taken.then(() => use(file, notify ?? null));
    },
    watch(event) {
      taken = taken.then(() => {
        // Whoever is named only later has heard nothing of what stood before.
        if (notifier === null && event.kind === 'round-ended') before.delete(event.file);
        notifier?.watch(event);
      });
    },
    async close() {
      await taken;
      await notifier?.stop();
    },
  };
}

async function stateBefore(context: Context, stateDir: unknown): Promise<RoundsState | null> {
  return await readRoundsState(await stateDirOf(context, stateDir), resolve(context.cwd, context.file));
}

async function open(context: Context): Promise<Notifier> {
  const { newNotifier } = await import('../notify/notifier.ts');
  return newNotifier({
    ...notifyWorld(context),
    say: (file, text) => {
      warn(context, text, file);
    },
  });
}
