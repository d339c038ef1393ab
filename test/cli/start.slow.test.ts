import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

/** Time on the clock, which other work on the machine spoils. That no heavy package is loaded is in start.test.ts. */

const BIN = join(import.meta.dirname, '../../bin/adsync.js');

test('a start of --help costs little more than an empty process', () => {
  const rounds = 9;
  const empty: number[] = [];
  const help: number[] = [];

  for (let round = 0; round < rounds; round += 1) {
    empty.push(milliseconds(['-e', '0']));
    help.push(milliseconds([BIN, '--help']));
  }

  // 40 ms where an empty process takes 50; slower machines get more in proportion. One heavy package would cost that.
  expect(median(help) - median(empty)).toBeLessThan(Math.max(40, 0.8 * median(empty)));
});

function milliseconds(args: readonly string[]): number {
  const start = performance.now();
  spawnSync(process.execPath, args, { stdio: 'ignore' });
  return performance.now() - start;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}
