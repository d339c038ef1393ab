import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Diagnostic } from '../../../src/config/diagnostic.ts';
import type { Loaded } from '../../../src/config/load.ts';
import type { Failure } from '../../../src/core/failure.ts';
import type { Settings } from '../../../src/core/settings.ts';
import { newClaims } from '../../../src/run/rounds/claims.ts';
import type { RoundEvent } from '../../../src/run/rounds/events.ts';
import type { RoundsEnd } from '../../../src/run/rounds/round.ts';
import { runRounds, type RunOptions } from '../../../src/run/rounds/run-rounds.ts';
import type { StopFiles } from '../../../src/run/rounds/stop.ts';
import type { FileToRun } from '../../../src/run/rounds/world.ts';
import { checkStateDir } from '../../../src/run/state-dir.ts';
import { openWorld, type World } from '../../toy/world.ts';
import { type RoundsTime, roundsTime, START } from './rounds-time.ts';

/** A file of settings in memory, with a toy as its account. */
export interface ToyFile {
  readonly name: string;
  readonly toy: World;
  /** null = it cannot be read; a text that begins with `bad` has an error. */
  text: string;
  settings: Partial<Settings>;
  /** Thrown by the next rounds before they read anything; null = nothing is. */
  failing: Error | null;
}

export interface RoundsBench {
  readonly files: readonly ToyFile[];
  readonly time: RoundsTime;
  readonly events: RoundEvent[];
  /** As `minute event`, of all files but for what is `told`. */
  story(): string[];
  /** Ends the rounds like a signal. */
  readonly signal: AbortController;
  reloads: number;
  /** Called with each event. */
  on: (event: RoundEvent) => void;
  /** Called before a file is taken apart; what it throws, its reader throws. */
  loading: (signal: AbortSignal, text: string) => void;
  run(options?: Partial<RunOptions['world']>, stopFiles?: StopFiles, began?: number): Promise<readonly RoundsEnd[]>;
  close(): Promise<void>;
}

/** @param names of the files; all have one state folder, that of the first */
export async function openRounds(names: readonly string[] = ['sync.yaml']): Promise<RoundsBench> {
  const files: ToyFile[] = [];
  for (const name of names) {
    files.push({ name, toy: await openWorld(), text: 'good', settings: {}, failing: null });
  }
  const stateDir = join(files[0]?.toy.folder ?? '', 'state');
  await mkdir(stateDir, { mode: 0o700 });
  const signal = new AbortController();
  // The rounds of every file, and whoever looks for the stop file.
  const time = roundsTime(() => files.length + 1);
  const events: RoundEvent[] = [];
  const bench: RoundsBench = {
    files,
    time,
    events,
    signal,
    reloads: 0,
    on: () => undefined,
    loading: () => undefined,
    story: () =>
      events.flatMap(({ kind, at, file }) => {
        const minute = Math.round((Date.parse(at) - START) / 6000) / 10;
        return kind === 'told' ? [] : [`${minute} ${files.length > 1 ? `${file} ` : ''}${kind}`];
      }),
    async run(given = {}, stopFiles = { own: [], named: null }, began = 0) {
      const all = await Promise.all(files.map((file) => fileToRun(file, stateDir, bench)));
      const watch = (event: RoundEvent): void => {
        events.push(event);
        bench.on(event);
      };
      const world: RunOptions['world'] = {
        clock: time,
        adsyncVersion: '1.2.3',
        processes: { pid: 4711, host: 'toy', place: 'here', isRunning: () => true },
        watch,
        mask: (value) => value,
        claims: newClaims(),
        interruptedCode: () => 143,
        exitCodeOf: (error) => ((error as Failure | null)?.code === 'LOCKED' ? 4 : 1),
        reloads: () => bench.reloads,
        once: false,
        wait: false,
        dryRun: null,
        ...given,
      };
      return await runRounds({ files: all, world, signal: signal.signal, stopFiles, began });
    },
    async close() {
      time.stop();
      for (const { toy } of files) await toy.close();
    },
  };
  return bench;
}

async function fileToRun(file: ToyFile, folder: string, bench: RoundsBench): Promise<FileToRun> {
  const { toy, name } = file;
  const stateDir = await checkStateDir(folder, null);
  return {
    file: name,
    path: `/etc/adsync/${name}`,
    stateDir,
    read: () => Promise.resolve(Buffer.from(file.text)),
    load(bytes) {
      const text = Buffer.from(bytes ?? '').toString();
      bench.loading(bench.signal.signal, text);
      return Promise.resolve(loaded(file, text));
    },
    async jobOf(settings, signal) {
      if (file.failing !== null) throw file.failing;
      const { surroundings, ...job } = await toy.job(settings);
      const now = (): Date => new Date(bench.time.now());
      return { ...job, surroundings: { ...surroundings, signal, now } };
    },
    takeCalls: () => [],
  };
}

function loaded({ name, toy, settings }: ToyFile, text: string): Loaded {
  if (text.startsWith('bad')) {
    const place = { file: name, line: 1, column: 1, source: null };
    const fault = { ...place, code: 'UNKNOWN_KEY', severity: 'error', message: text, advice: '' } as Diagnostic;
    return { ok: false, diagnostics: [fault], secrets: [] };
  }
  return {
    ok: true,
    settings: { ...toy.settings(), file: name, sha256: text, ...settings },
    secrets: [],
    warnings: [],
  };
}
