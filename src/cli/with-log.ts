import { resolve } from 'node:path';
import { type Log, newLog } from '../log/log.ts';
import { openOurLog } from '../log/open-our-log.ts';
import type { Context, Output } from './context.ts';
import type { LogWishes } from './log-options.ts';

/**
 * The same context with a log. Where the log is on stderr, everything else that is written there becomes lines of it.
 *
 * @throws Failure OUTPUT_…, LOG_FILE_NOT_OURS
 */
export function withLog(context: Context, { form, level, onStderr, file }: LogWishes): Context {
  const { stderr } = context.terminal;
  const base = { form, level, now: () => new Date(), mask: (text: string) => context.mask(text) };
  const toStderr = (line: string): void => {
    stderr.write(line);
  };
  const sinks = onStderr ? [toStderr] : [];
  if (file !== null) {
    const onFault = (error: unknown): void => {
      const why = error instanceof Error ? error.message : String(error);
      const text = `Lines of the log are lost, for its file cannot be written: ${why}`;
      newLog({ ...base, sinks: [toStderr] }).write({ event: 'told', level: 'error', text });
    };
    const uid = process.geteuid?.() ?? null;
    const { write } = openOurLog({
      path: resolve(context.cwd, file.path),
      shown: file.path,
      keep: file.keep,
      uid,
      onFault,
    });
    sinks.push(write);
  }
  // Where there are several files, whoever knows says which one a line is about.
  const log = newLog({ ...base, sinks }, context.files.length === 1 ? { file: context.file } : {});
  if (!onStderr) return { ...context, log };
  const { terminal } = context;
  return {
    ...context,
    log,
    logsOnStderr: true,
    terminal: {
      // Opened only by the command that asks something.
      get stdin() {
        return terminal.stdin;
      },
      stdout: terminal.stdout,
      stderr: linesOf(log, stderr),
    },
  };
}

/** A stream of which each line becomes one of the log. Somebody can still be asked there. */
function linesOf(log: Log, { isTTY, columns }: Output): Output {
  const write = (written: string): void => {
    for (const text of written.split(/\r?\n/)) if (text.trim() !== '') log.write({ event: 'told', text });
  };
  return {
    write,
    writeJson: (document) => {
      write(JSON.stringify(document));
    },
    isTTY,
    columns,
    color: false,
  };
}
