import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** What one run of a whole process took, as the kernel counts it. */
export interface Sample {
  /** Seconds on the clock, from start to end. */
  readonly wall: number;
  /** Seconds of all its cores, user and system. */
  readonly cpu: number;
  /** The most memory that it held at once, in MiB. */
  readonly peak: number;
}

export interface Ended extends Sample {
  readonly code: number;
  /** Where it was asked for. */
  readonly stdout: string;
  /** The end of it. */
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Whether stdout is kept; else it goes nowhere. */
  readonly keep?: boolean;
  /** Exit codes that are fine; absent = 0. */
  readonly codes?: readonly number[];
}

/** GNU time, which waits for its child with wait4(2): exact, and nothing has to be built into the child. */
const TIME = '/usr/bin/time';
const KEPT = 20_000;

/** Runs whole processes and measures them, and can end all that are under way. */
export class Processes {
  readonly #folder: string;
  readonly #running = new Set<ChildProcess>();
  #count = 0;
  #ended = false;

  /** @param folder for small files of its own */
  constructor(folder: string) {
    if (!existsSync(TIME)) throw new Error(`${TIME} is missing. On Debian: apt-get install time`);
    this.#folder = folder;
  }

  /** @throws Error with the end of its stderr when it ends with another code than those that are fine */
  async run(command: string, args: readonly string[], options: RunOptions): Promise<Ended> {
    if (this.#ended) throw new Error('the bench was stopped');
    const report = join(this.#folder, `time-${++this.#count}.txt`);
    const { cwd, keep = false, codes = [0] } = options;
    const env = { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', ...options.env };
    const begun = performance.now();
    const child = spawn(TIME, ['-q', '-f', '%U %S %M', '-o', report, command, ...args], {
      cwd,
      env,
      // A group of its own, so that it can be ended together with what it has started.
      detached: true,
      stdio: ['ignore', keep ? 'pipe' : 'ignore', 'pipe'],
    });
    this.#running.add(child);
    let stdout = '';
    let stderr = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      stderr = (stderr + text).slice(-KEPT);
    });
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    }).finally(() => this.#running.delete(child));
    const wall = (performance.now() - begun) / 1000;
    if (code === null || !codes.includes(code)) {
      throw new Error(
        `${command} ${args.join(' ')} ended with ${code ?? 'a signal'}:\n${stdout.slice(-KEPT)}${stderr}`,
      );
    }
    const [user = NaN, system = NaN, kilobytes = NaN] = (await readFile(report, 'utf8')).trim().split(' ').map(Number);
    await rm(report);
    return { code, stdout, stderr, wall, cpu: user + system, peak: kilobytes / 1024 };
  }

  /** Ends everything that runs, with its children; nothing is begun any more. */
  kill(): void {
    this.#ended = true;
    for (const { pid } of this.#running) {
      try {
        if (pid !== undefined) process.kill(-pid, 'SIGKILL');
      } catch {
        // It has just ended by itself.
      }
    }
  }
}
