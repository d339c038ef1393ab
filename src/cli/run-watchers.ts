import type { Options } from './command.ts';
import type { Context } from './context.ts';
import type { OpenWatcher } from './open-watcher.ts';

/** Opens a watcher as the options say; null = they do not ask for it. @throws Failure when it cannot be opened */
export type WatcherFactory = (context: Context, options: Options) => Promise<OpenWatcher | null>;

/** Everybody who is told what goes on, in the order in which they are told. */
export const RUN_WATCHERS: readonly WatcherFactory[] = [
  async (context) => (await import('./log-watcher.ts')).logWatcher(context),
  async (context, { listen }) =>
    typeof listen === 'string' ? (await import('./monitor-watcher.ts')).monitorWatcher(context, listen) : null,
  async (context, { stateDir }) => (await import('./notify-watcher.ts')).notifyWatcher(context, stateDir),
];

/** Opens all of them. Where one cannot be opened, none stays open. */
export async function openWatchers(context: Context, options: Options): Promise<Required<OpenWatcher>> {
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
    watchCalls(file, call) {
      for (const { watchCalls } of open) watchCalls?.(file, call);
    },
    onSettings(file, settings) {
      for (const { onSettings } of open) onSettings?.(file, settings);
    },
    close,
  };
}
