import { fileURLToPath } from 'node:url';

/** The executable that `npm run test:exe` has built; null = the built program, run by the Node of the tests. */
export const EXECUTABLE = process.env['ADSYNC_TEST_PROGRAM'] ?? null;

const BIN = fileURLToPath(new URL('../bin/adsync.js', import.meta.url));

/** What to start, and with which arguments, for a command line of adsync. */
export function commandLine(args: readonly string[]): readonly [program: string, args: readonly string[]] {
  return EXECUTABLE === null ? [process.execPath, [BIN, ...args]] : [EXECUTABLE, args];
}
