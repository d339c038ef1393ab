import type { Context } from './context.ts';
import { writeLine } from './progress.ts';

/** Says in the log and on stderr what somebody should look at, although the program goes on. */
export function warn(context: Context, text: string, file?: string): void {
  const { log, logsOnStderr, quiet } = context;
  log?.write({ event: 'told', level: 'warn', text, ...(file === undefined ? {} : { file }) });
  if (!logsOnStderr && !quiet)
    writeLine(context, file === undefined ? `warning: ${text}` : `${file}: warning: ${text}`);
}
