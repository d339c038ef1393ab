import { hostname } from 'node:os';
import type { NotifySettings } from '../core/settings.ts';
import { REAL_CLOCK } from '../net/clock.ts';
import { openHttp } from '../net/http.ts';
import type { Notifier, NotifierOptions } from '../notify/notifier.ts';
import type { RoundEvent } from '../run/rounds/events.ts';
import type { Context } from './context.ts';
import type { OpenWatcher } from './open-watcher.ts';
import { load } from './settings.ts';
import { warn } from './warn.ts';

/** What notifications take from this process. */
export function notifyWorld({ env }: Context): Omit<NotifierOptions, 'say'> {
  return { host: hostname(), clock: REAL_CLOCK, openHttp: (ca) => openHttp({ ca, env }) };
}

/** Tells whom the files name. A file may begin to name somebody while it is run. */
export async function notifyWatcher(context: Context): Promise<OpenWatcher> {
  let notifier: Notifier | null = null;
  async function use(file: string): Promise<void> {
    const settings = await settingsOf(context, file);
    if (settings === undefined || (settings === null && notifier === null)) return;
    notifier ??= await open(context);
    notifier.use(file, settings);
  }
  async function take(event: RoundEvent): Promise<void> {
    if (event.kind === 'file-reloaded') await use(event.file);
    notifier?.watch(event);
  }
  for (const file of new Set(context.files)) await use(file);
  let taken = Promise.resolve();
  return {
    watch(event) {
      taken = taken.then(() => take(event));
    },
    async close() {
      await taken;
      await notifier?.stop();
    },
  };
}

/** undefined = the file has errors, or adsync is to end: whoever was told before is told further. */
async function settingsOf(context: Context, file: string): Promise<NotifySettings | null | undefined> {
  const loaded = await load({ ...context, file }).catch((error: unknown) => {
    if (!context.signal.aborted) throw error;
    return null;
  });
  return loaded?.ok === true ? (loaded.settings.notify ?? null) : undefined;
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
