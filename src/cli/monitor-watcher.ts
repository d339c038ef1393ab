import { VERSION } from '../../generated/version.ts';
import { parseListen } from '../monitoring/listen.ts';
import { startMonitor } from '../monitoring/monitor.ts';
import type { Context } from './context.ts';
import type { OpenWatcher } from './open-watcher.ts';
import { warn } from './warn.ts';

/**
 * Serves health and metrics of the rounds.
 *
 * @param listen value of `--listen`
 * @throws Failure LISTEN_INVALID, LISTEN_FAILED
 */
export async function monitorWatcher(context: Context, listen: string): Promise<OpenWatcher> {
  const monitor = await startMonitor({
    listen: parseListen(listen),
    files: [...new Set(context.files)],
    version: VERSION,
    node: process.version,
    now: Date.now,
  });
  const { url, open, watch, watchCalls } = monitor;
  if (open) warn(context, `Health and metrics are open to every machine that reaches ${url}, without a password.`);
  else say(context, `Health and metrics are at ${url}.`);
  return { watch, watchCalls, close: () => monitor.close() };
}

function say({ log, logsOnStderr, quiet, terminal }: Context, text: string): void {
  log?.write({ event: 'told', text });
  if (!logsOnStderr && !quiet) terminal.stderr.write(`${text}\n`);
}
