import type { RoundWatcher } from '../run/rounds/events.ts';
import type { Options } from './command.ts';
import type { Context } from './context.ts';

/** Somebody who listens to the rounds of `adsync run`. */
export interface OpenWatcher {
  readonly watch: RoundWatcher;
  /** Ends what it has open, once the last event is told. */
  close(): Promise<void>;
}

/** Opens a watcher as the options say; null = they do not ask for it. @throws Failure when it cannot be opened */
export type WatcherFactory = (context: Context, options: Options) => Promise<OpenWatcher | null>;

/** Everybody who is told what goes on, in the order in which they are told. */
export const RUN_WATCHERS: readonly WatcherFactory[] = [
  async (context) => (await import('./plain-watcher.ts')).plainWatcher(context),
];

/** Opens all of them. Where one cannot be opened, none stays open. */
export async function openWatchers(context: Context, options: Options): Promise<OpenWatcher> {
  const open: OpenWatcher[] = [];
  const close = async (): Promise<void> => {
    for (const watcher of open.splice(0).reverse()) await watcher.close();
  };
  try {
    for (const factory of RUN_WATCHERS) {
      const watcher = await factory(context, options);
      if (watcher !== null) open.push(watcher);
    }
  } catch (error) {
    await close();
    throw error;
  }
  return {
    watch(event) {
      for (const { watch } of open) watch(event);
    },
    close,
  };
}
