import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transform } from '@swc/core';
import { type SandboxAccount, startRescueSandbox } from '../../../src/sandbox/index.ts';
import { type Effort, measureAlone, type Measured, measurePair, type Pair, type Series, type Subject } from './pair.ts';
import { Processes, type RunOptions } from './processes.ts';
import type { Verdict } from './targets.ts';

const ADSYNC = fileURLToPath(new URL('../../../bin/adsync.js', import.meta.url));
const REFERENCES = ['empty', 'bare-pass', 'http-client'] as const;
export type Reference = (typeof REFERENCES)[number];

export interface BenchOptions {
  /** Most counted rounds of a case. */
  readonly rounds: number;
  /** Each case has its own number of seconds; times this. */
  readonly patience: number;
  readonly say: (text: string) => void;
}

/** What cases work with: a folder, processes that are measured, and a place for what comes out. */
export class Bench {
  readonly folder: string;
  readonly processes: Processes;
  readonly pairs: Pair[] = [];
  readonly alone: (Series & { readonly warmed: boolean })[] = [];
  readonly verdicts: Verdict[] = [];
  readonly notes: string[] = [];
  readonly #options: BenchOptions;
  readonly #closing: (() => Promise<void>)[] = [];
  readonly #figures = new Map<string, number>();
  #folders = 0;
  #stopped: NodeJS.Signals | null = null;

  private constructor(folder: string, options: BenchOptions) {
    this.folder = folder;
    this.processes = new Processes(folder);
    this.#options = options;
  }

  static async open(options: BenchOptions): Promise<Bench> {
    const bench = new Bench(await mkdtemp(join(tmpdir(), 'adsync-bench-')), options);
    for (const name of REFERENCES) await bench.#compile(name);
    return bench;
  }

  /** Plain JavaScript, so that a reference starts as any program does. */
  async #compile(name: Reference): Promise<void> {
    const path = fileURLToPath(new URL(`../references/${name}.ts`, import.meta.url));
    const jsc = { parser: { syntax: 'typescript' }, target: 'es2022' } as const;
    const { code } = await transform(await readFile(path, 'utf8'), { swcrc: false, jsc, module: { type: 'es6' } });
    await writeFile(join(this.folder, `${name}.mjs`), code);
  }

  /** The signal that ended the bench early; null = none has. */
  stopped(): NodeJS.Signals | null {
    return this.#stopped;
  }

  /** Ends what runs; the case under way fails by that. */
  stop(signal: NodeJS.Signals): void {
    this.#stopped = signal;
    this.processes.kill();
  }

  say(text: string): void {
    this.#options.say(text);
  }

  note(text: string): void {
    this.notes.push(text);
    this.say(`  note: ${text}`);
  }

  verdict(verdict: Verdict): void {
    this.verdicts.push(verdict);
    this.say(`  ${verdict.name}: ${verdict.figure} (${verdict.met ? 'met' : 'not met'})`);
  }

  /** An empty folder with these files. */
  async newFolder(files: Readonly<Record<string, string>> = {}): Promise<string> {
    const path = join(this.folder, `world-${++this.#folders}`);
    await mkdir(path);
    for (const [name, text] of Object.entries(files)) await writeFile(join(path, name), text);
    return path;
  }

  async write(folder: string, name: string, text: string): Promise<void> {
    await writeFile(join(folder, name), text);
  }

  /** Keeps a figure for a later case. */
  remember(name: string, figure: number): void {
    this.#figures.set(name, figure);
  }

  /** null = no case has kept it. */
  recall(name: string): number | null {
    return this.#figures.get(name) ?? null;
  }

  /** The built program. */
  adsync(args: readonly string[], options: RunOptions): ReturnType<Processes['run']> {
    return this.processes.run(process.execPath, [ADSYNC, ...args], options);
  }

  /** A plan that must have changes, or must have none: a quick one of another world would be worth nothing. */
  plan(expected: 'changes' | 'none', options: readonly string[], cwd: string): ReturnType<Processes['run']> {
    const codes = expected === 'changes' ? [2] : [0];
    return this.adsync(['plan', '--detailed-exitcode', ...options], { cwd, codes });
  }

  reference(name: Reference, args: readonly string[] = []): Subject {
    const path = join(this.folder, `${name}.mjs`);
    return { name, run: () => this.processes.run(process.execPath, [path, ...args], { cwd: this.folder }) };
  }

  /** @param seconds how long the case may take in all on an ordinary machine */
  async pair(subject: Subject, reference: Subject, seconds: number, rounds = this.#options.rounds): Promise<Pair> {
    const pair = await measurePair(subject, reference, this.#effort(seconds, rounds));
    this.pairs.push(pair);
    return pair;
  }

  async measure(subject: Subject, seconds: number, rounds = this.#options.rounds): Promise<Series> {
    const series = await measureAlone(subject, this.#effort(seconds, rounds));
    this.alone.push(series);
    return series;
  }

  #effort(seconds: number, rounds: number): Effort {
    return { rounds: Math.min(rounds, this.#options.rounds * 3), seconds: seconds * this.#options.patience };
  }

  /** Serves an account while `work` runs. @param latency milliseconds before each answer */
  async serving<Result>(
    account: SandboxAccount,
    latency: number,
    work: (url: string, requests: () => Record<string, number>) => Promise<Result>,
  ): Promise<Result> {
    const sandbox = await startRescueSandbox({ account, exclusive: true, switches: { latency } });
    let counted = 0;
    const requests = (): Record<string, number> => {
      const rescue = sandbox.log.length - counted;
      counted = sandbox.log.length;
      return { rescue };
    };
    try {
      return await work(sandbox.url, requests);
    } finally {
      await sandbox.close();
    }
  }

  /** Called when the bench ends, however it ends; the last one first. */
  onClose(close: () => Promise<void>): void {
    this.#closing.push(close);
  }

  async close(): Promise<void> {
    this.processes.kill();
    for (const close of this.#closing.reverse()) await close();
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** A run together with the requests that it made. */
export async function withRequests(
  run: () => Promise<Measured>,
  requests: () => Readonly<Record<string, number>>,
): Promise<Measured> {
  requests();
  const { wall, cpu, peak } = await run();
  return { wall, cpu, peak, requests: requests() };
}
