import { type Command, InvalidArgumentError } from 'commander';
import { Failure } from '../core/failure.ts';
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

/** The options of all commands that ask services: `.option(...LOG)`, and so on. */
export const LOG = [
  '--log <form>',
  'log on stderr, a line each with time and level: text (for people) or json',
  formOf,
] as const;

export const LOG_LEVEL = [
  '--log-level <level>',
  'the least important lines of the log: error, warn, info (the default) or debug, which shows every call',
  levelOf,
] as const;

export const LOG_FILE = [
  '--log-file <file>',
  'write the log to this file as well, as text or in the form of --log',
] as const;

export const LOG_KEEP = [
  '--log-keep <n>x<size>',
  'how many files of which size --log-file keeps; 5x10M by default',
  keepOf,
] as const;

/**
 * What the options ask for; null = no log.
 *
 * @param always whether the command has a log on stderr whatever the options say
 * @throws Failure LOG_KEEP_ALONE
 */
export function logWishes(command: Command, always: boolean): LogWishes | null {
  // The sandbox has another --log.
  if (!command.options.some(({ long }) => long === '--log-keep')) return null;
  const { log, logLevel, logFile, logKeep, verbose, quiet } = command.optsWithGlobals<Options>();
  const form = FORMS.find((one) => one === log) ?? null;
  const level = LEVELS.find((one) => one === logLevel) ?? null;
  const file = typeof logFile === 'string' ? { path: logFile, keep: isKeep(logKeep) ? logKeep : KEEP } : null;
  if (file === null && isKeep(logKeep)) throw keepAlone();
  if (!always && form === null && level === null && file === null) return null;
  return {
    form: form ?? 'text',
    level: level ?? (verbose === true ? 'debug' : quiet === true ? 'error' : 'info'),
    onStderr: always || form !== null || file === null,
    file,
  };
}

const UNITS: Readonly<Record<string, number>> = { K: 1024, M: 1024 ** 2, G: 1024 ** 3 };

function formOf(text: string): LogForm {
  return oneOf(FORMS, text);
}

function levelOf(text: string): Level {
  return oneOf(LEVELS, text);
}

function oneOf<Word extends string>(words: readonly Word[], text: string): Word {
  const word = words.find((one) => one === text);
  if (word !== undefined) return word;
  throw new InvalidArgumentError(`Known are: ${words.join(', ')}.`);
}

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

function keepAlone(): Failure {
  return new Failure(
    'LOG_KEEP_ALONE',
    '--log-keep says how much of a file is kept, and --log-file is not given.',
    'Name the file with --log-file, or leave --log-keep out.',
  );
}
