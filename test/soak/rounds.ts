import { getEventListeners } from 'node:events';
import { readdirSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { Host } from '../../src/cli/context.ts';
import { fileToRun } from '../../src/cli/file-to-run.ts';
import { newContext } from '../../src/cli/new-context.ts';
import { realProcesses } from '../../src/cli/processes.ts';
import { newClaims } from '../../src/run/rounds/claims.ts';
import type { RoundEvent } from '../../src/run/rounds/events.ts';
import { runRounds } from '../../src/run/rounds/run-rounds.ts';
import type { FileToRun } from '../../src/run/rounds/world.ts';
import { roundsTime } from '../run/rounds/rounds-time.ts';

/**
 * Many rounds in a process of their own, by a clock of their own: `node --expose-gc … rounds.ts FOLDER ROUNDS`. Each round
 * meets another directory, so each has a journal; every tenth fails. What there is of everything is printed as a line
 * of JSON after a fifth of the rounds, and at the end.
 */

const HOUR = 3_600_000;
const [folder = '', count = '100'] = process.argv.slice(2);
const rounds = Number(count);
const stop = new AbortController();
const time = roundsTime(() => 2);

function measure(round: number): void {
  (globalThis as { gc?: () => void }).gc?.();
  const files = (name: string): number => readdirSync(join(folder, '.adsync', name)).length;
  const signals = ['SIGHUP', 'SIGINT', 'SIGTERM'].reduce((sum, name) => sum + process.listenerCount(name), 0);
  const open = process.getActiveResourcesInfo().filter((name) => name !== 'Timeout' && name !== 'Immediate');
  const line = {
    round,
    heap: process.memoryUsage().heapUsed,
    rss: process.memoryUsage.rss(),
    resources: open.length,
    descriptors: process.platform === 'linux' ? readdirSync('/proc/self/fd').length : 0,
    listeners: signals + getEventListeners(stop.signal, 'abort').length,
    journals: files('runs'),
    locks: files('locks'),
    states: files('rounds'),
    virtualDays: Math.round(time.minutes() / 1440),
  };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

/** Every round another name; every tenth a directory that cannot be read. */
async function change(round: number): Promise<void> {
  const path = join(folder, 'directory.ldif');
  const text = (await readFile(path, 'utf8')).replace(/^BROKEN\n/, '');
  const named = text.replace(/displayName: Ada .*/, `displayName: Ada Lovelace ${round % 50}`);
  await writeFile(path, round % 10 === 9 ? `BROKEN\n${named}` : named);
  if (round % 20 === 0)
    await writeFile(join(folder, 'sync.yaml'), `${await readFile(join(folder, 'sync.yaml'), 'utf8')}#\n`);
}

/** The clock of the rounds is that of the runs, too, or no record would ever grow old. */
async function ownFile(): Promise<FileToRun> {
  const output = { write: () => undefined, isTTY: false, columns: 0 };
  const stdin = { isTTY: false, stream: Readable.from([]) };
  const host: Host = { stdin, stdout: output, stderr: output, env: process.env, cwd: folder, signal: stop.signal };
  const context = newContext(host, { file: 'sync.yaml', color: false, verbose: false, quiet: true });
  const file = await fileToRun(context, 'sync.yaml', undefined, () => undefined);
  return {
    ...file,
    async jobOf(settings, signal) {
      const { round } = state;
      await change(round);
      const { surroundings, ...job } = await file.jobOf(settings, signal);
      return { ...job, surroundings: { ...surroundings, now: () => new Date(time.now()) } };
    },
  };
}

const state = { round: 0 };
const ends = new Map<string, number>();

function watch(event: RoundEvent): void {
  if (event.kind === 'round-began') state.round = event.round;
  if (event.kind !== 'round-ended') return;
  const { end } = event.report;
  ends.set(end, (ends.get(end) ?? 0) + 1);
  if (event.round === Math.ceil(rounds / 5) || event.round === rounds) measure(event.round);
  if (event.round === rounds) stop.abort(new Error('enough'));
  // As if everybody had slept for hours.
  time.shift(6 * HOUR);
}

await runRounds({
  files: [await ownFile()],
  signal: stop.signal,
  stopFiles: { own: [join(folder, '.adsync', 'stop')], named: null },
  began: time.now(),
  world: {
    clock: time,
    adsyncVersion: '0.0.0',
    processes: realProcesses(),
    watch,
    mask: (value) => value,
    claims: newClaims(),
    interruptedCode: () => 143,
    exitCodeOf: () => 1,
    reloads: () => 0,
    once: false,
    wait: false,
    dryRun: null,
  },
});
time.stop();
process.stdout.write(`${JSON.stringify({ ends: Object.fromEntries(ends) })}\n`);
