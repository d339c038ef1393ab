import type { Command } from 'commander';
import type { Context, Host } from './context.ts';
import type { Conventions } from './command.ts';
import { Failure } from '../core/failure.ts';
import { FILE_NAME } from './find-file.ts';
import { globalOptionsOf } from './global-options.ts';
import { logWishes } from './log-options.ts';
import { newContext } from './new-context.ts';

/**
 * What the body of a command is given, with the log that is wanted. What is said before the log is there waits for it:
 * a log of JSON is to have lines of JSON only.
 *
 * @param command whose line was read
 * @param conventions of the command
 * @throws Failure FILES_TOO_MANY, LOG_KEEP_ALONE, OUTPUT_…, LOG_FILE_NOT_OURS
 */
export async function openContext(command: Command, host: Host, conventions: Conventions): Promise<Context> {
  const { logs = false, here = false, several = false } = conventions;
  const early: string[] = [];
  let ready: Context | null = null;
  const options = globalOptionsOf(command, host, (text, severity) => {
    if (severity === 'info' && options.quiet) return;
    if (ready === null) early.push(text);
    else ready.terminal.stderr.write(text);
  });
  if (!several && Array.isArray(options.file) && new Set(options.file).size > 1) throw tooMany(command, options.file);
  const context = newContext(
    host,
    here && typeof options.file === 'function' ? { ...options, file: FILE_NAME } : options,
  );
  const wishes = logWishes(command, logs);
  ready = wishes === null ? context : (await import('./with-log.ts')).withLog(context, wishes);
  for (const text of early) ready.terminal.stderr.write(text);
  return ready;
}

/** To take one of them would be a guess. */
function tooMany(command: Command, files: readonly string[]): Failure {
  const message = `${nameOf(command)} works on one file, and ${files.length} are named.`;
  return new Failure(
    'FILES_TOO_MANY',
    message,
    'Run it once for each file. adsync run, status and service take several.',
  );
}

/** `adsync mapping list` */
function nameOf(command: Command): string {
  return command.parent === null ? command.name() : `${nameOf(command.parent)} ${command.name()}`;
}
