import { type Command, InvalidArgumentError, Option } from 'commander';
import type { LogForm } from '../log/print.ts';
import type { Keep } from '../log/rotating-file.ts';
import type { Level } from '../log/lines.ts';
import type { Options } from './command.ts';

const FORMS: readonly LogForm[] = ['text', 'json'];
const LEVELS: readonly Level[] = ['error', 'warn', 'info', 'debug'];

/** What is wanted of the log. */
export interface LogWishes {
  readonly form: LogForm;
  readonly level: Level;
  /** Whether stderr has the log; otherwise it has what it has without one. */
  readonly onStderr: boolean;
  readonly file: { readonly path: string; readonly keep: Keep } | null;
}

const KEEP: Keep = { files: 5, size: 10 * 1024 ** 2 };

/** Gives the program the options of the log, which all commands have. */
export function addLogOptions(program: Command): Command {
  return program
    .addOption(
      new Option('--log <form>', 'log on stderr, a line each with its time: for people, or JSON').choices(FORMS),
    )
    .addOption(
      new Option('--log-level <level>', 'the least important lines of the log; info by default').choices(LEVELS),
    )
    .option('--log-file <file>', 'write the log to a file as well, in the form of --log or else for people')
    .option('--log-keep <n>x<size>', 'how many files of which size --log-file keeps; 5x10M by default', keepOf);
}

/**
 * What the options ask for; null = no log.
 *
 * @param always whether the command has a log on stderr whatever the options say
 */
export function logWishes(options: Options, always: boolean): LogWishes | null {
  const { log, logLevel, logFile, logKeep, verbose, quiet } = options;
  const form = FORMS.find((one) => one === log) ?? null;
  const level = LEVELS.find((one) => one === logLevel) ?? null;
  const file = typeof logFile === 'string' ? { path: logFile, keep: isKeep(logKeep) ? logKeep : KEEP } : null;
  if (!always && form === null && level === null && file === null) return null;
  return {
    form: form ?? 'text',
    level: level ?? (verbose === true ? 'debug' : quiet === true ? 'error' : 'info'),
    onStderr: always || form !== null || file === null,
    file,
  };
}

const UNITS: Readonly<Record<string, number>> = { K: 1024, M: 1024 ** 2, G: 1024 ** 3 };

/** `5x10M` */
function keepOf(text: string): Keep {
  const [, files = '', size = '', unit = ''] = /^(\d{1,3})x(\d{1,4})([KMG])$/.exec(text) ?? [];
  const keep = { files: Number(files), size: Number(size) * (UNITS[unit] ?? 0) };
  if (keep.files > 0 && keep.size > 0) return keep;
  throw new InvalidArgumentError('Write how many files and how large each may be, as 5x10M. Units are K, M and G.');
}

function isKeep(value: unknown): value is Keep {
  return typeof value === 'object' && value !== null && 'files' in value && 'size' in value;
}
