import type { Command } from 'commander';
import type { Context, Host } from './context.ts';
import { globalOptionsOf } from './global-options.ts';
import { logWishes } from './log-options.ts';
import { newContext } from './new-context.ts';

/**
 * What the body of a command is given, with the log that is wanted. What is said before the log is there waits for it:
 * a log of JSON is to have lines of JSON only.
 *
 * @param command whose line was read
 * @param logs whether the command has a log on stderr whatever the options say
 * @throws Failure LOG_KEEP_ALONE, OUTPUT_…, LOG_FILE_NOT_OURS
 */
export async function openContext(command: Command, host: Host, logs: boolean): Promise<Context> {
  const early: string[] = [];
  let ready: Context | null = null;
  const options = globalOptionsOf(command, host, (text, severity) => {
    if (severity === 'info' && options.quiet) return;
    if (ready === null) early.push(text);
    else ready.terminal.stderr.write(text);
  });
  const context = newContext(host, options);
  const wishes = logWishes(command, logs);
  ready = wishes === null ? context : (await import('./with-log.ts')).withLog(context, wishes);
  for (const text of early) ready.terminal.stderr.write(text);
  return ready;
}
