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
    const found = statSync(options.path, { throwIfNoEntry: false });
    if (found?.isFile() === true && found.size > 0 && !START.test(beginningOf(options.path))) throw notOurs(shown);
    return openLogFile(options);
  } catch (cause) {
    throw writeFailure(shown, cause);
  }
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

function notOurs(shown: string): Failure {
  return new Failure(
    'LOG_FILE_NOT_OURS',
    `${shown} does not begin as a log of adsync does, so nothing was appended to it.`,
    'Name another file with --log-file, or remove this one.',
  );
}
