import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { Failure } from '../core/failure.ts';
import { writeFailure } from '../files/write-failure.ts';
import { type LogFile, type LogFileOptions, openLogFile } from './rotating-file.ts';

/** How every line of a log begins, in either form. */
const START = /^(?:\{"time":")?\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/;

/**
 * Opens the file of a log to go on with it.
 *
 * @param shown its name as the user gave it
 * @throws Failure LOG_FILE_NOT_OURS where it holds something else: a name typed wrong must not cost the YAML file; OUTPUT_…
 */
export function openOurLog({ shown, ...options }: LogFileOptions & { readonly shown: string }): LogFile {
  try {
    checkNames(options, shown);
    return openLogFile(options);
  } catch (cause) {
    throw writeFailure(shown, cause);
  }
}

/** Also those that a full file takes: whoever logs to `adsync` may have a manual page `adsync.1` there. */
function checkNames({ path, keep }: Pick<LogFileOptions, 'path' | 'keep'>, shown: string): void {
  const kind = kindOf(path);
  if (kind === 'else') throw notOurs(shown, 'nothing was appended to it');
  // A pipe or a device is never full.
  if (kind === 'no file') return;
  for (let number = 1; number < keep.files; number++) {
    const older = kindOf(`${path}.${number}`);
    if (older !== 'log') throw notOurs(`${shown}.${number}`, 'the log would take its place');
  }
}

/** `log` = a log of ours, or nothing at all. */
function kindOf(path: string): 'log' | 'no file' | 'else' {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined || (found.isFile() && found.size === 0)) return 'log';
  if (!found.isFile()) return 'no file';
  return START.test(beginningOf(path)) ? 'log' : 'else';
}

function beginningOf(path: string): string {
  const descriptor = openSync(path, 'r');
  try {
    const bytes = new Uint8Array(64);
    const length = readSync(descriptor, bytes, 0, bytes.length, 0);
    return Buffer.from(bytes.subarray(0, length)).toString();
  } finally {
    closeSync(descriptor);
  }
}

function notOurs(name: string, so: string): Failure {
  return new Failure(
    'LOG_FILE_NOT_OURS',
    `${name} does not begin as a log of adsync does; ${so}.`,
    'Name another file with --log-file, or remove this one.',
  );
}
