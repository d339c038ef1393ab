import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { openExample } from '../cli/example.ts';

/** What there is of everything after a round. Memory is in bytes. */
export interface Measured {
  readonly round: number;
  readonly heap: number;
  readonly rss: number;
  readonly resources: number;
  readonly descriptors: number;
  readonly listeners: number;
  readonly journals: number;
  readonly locks: number;
  readonly states: number;
  readonly virtualDays: number;
}

export interface Soaked {
  readonly first: Measured;
  readonly last: Measured;
  /** How the rounds ended, counted. */
  readonly ends: Readonly<Record<string, number>>;
}

/** Makes so many rounds against the stand-in account in a process of their own (rounds.ts). */
export async function soak(rounds: number): Promise<Soaked> {
  const example = await openExample({ yaml: 'interval: 30s\nretention: 1d\nlimits: { window: 0s }' });
  try {
    const hooks = join(import.meta.dirname, '../bench/typescript.mjs');
    const program = join(import.meta.dirname, 'rounds.ts');
    const args = ['--no-warnings', '--expose-gc', '--import', hooks, program, example.path, String(rounds)];
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: join(import.meta.dirname, '../..') });
    const [first, last, end] = stdout.trim().split('\n');
    if (first === undefined || last === undefined || end === undefined) throw new Error(stdout);
    const { ends } = JSON.parse(end) as Pick<Soaked, 'ends'>;
    return { first: JSON.parse(first) as Measured, last: JSON.parse(last) as Measured, ends };
  } finally {
    await example.close();
  }
}
