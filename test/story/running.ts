import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { until } from '../until.ts';

/** A line of the log, as `--log json` writes it. */
export type Line = Readonly<Record<string, unknown>> & { readonly event: string; readonly time: string };

/** The end of a round, as the log has it. */
export interface Ended extends Line {
  readonly round: number;
  readonly end: string;
  readonly exitCode: number;
  readonly people: number | null;
  readonly changes: Readonly<Record<string, number>>;
  readonly calls: Readonly<Record<string, number>>;
  readonly runs: readonly string[];
  readonly nextAt: string | null;
  readonly code?: string;
}

/** `adsync run` as a process of its own, whose clock leaps (leaping-clock.mjs). */
export interface Running {
  readonly lines: readonly Line[];
  /** Leaps to the next round, and waits until it has ended. @param patiently lets time pass while somebody waits in it */
  round(patiently: boolean): Promise<Ended>;
  /** Leaps to the next round, and waits until it has begun. */
  begin(): Promise<void>;
  /** Waits until the log has a line of this kind. */
  said(event: string): Promise<void>;
  metrics(): Promise<string>;
  get(path: string): Promise<number>;
  kill(signal: NodeJS.Signals): void;
  /** The exit code, or the signal. */
  readonly ended: Promise<number | string | null>;
}

const BIN = join(import.meta.dirname, '../../bin/adsync.js');
const CLOCK = join(import.meta.dirname, 'leaping-clock.mjs');

/** @param start where its clock begins; ISO 8601 */
export function startRun(cwd: string, start: string, env: Readonly<Record<string, string>>): Running {
  const args = ['run', '--log', 'json', '--listen', '127.0.0.1:0'];
  const child = spawn(process.execPath, ['--import', CLOCK, BIN, ...args], {
    cwd,
    env: { PATH: process.env['PATH'] ?? '', STORY_START: start, ...env },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const lines: Line[] = [];
  let rest = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    const parts = `${rest}${text}`.split('\n');
    rest = parts.pop() ?? '';
    lines.push(...parts.map(lineOf));
  });
  let isOver = false;
  const ended = new Promise<number | string | null>((resolve) => {
    child.on('close', (code, signal) => {
      isOver = true;
      resolve(code ?? signal);
    });
  });
  const ends = (): Ended[] => lines.filter((line): line is Ended => line.event === 'round-ended');
  const begun = (): number => lines.filter(({ event }) => event === 'round-began').length;
  const leap = (message: { readonly to?: number; readonly by?: number }): void => {
    if (!isOver) child.send(message);
  };
  async function wait(happened: () => boolean): Promise<void> {
    await until(() => happened() || isOver);
    if (!happened()) throw new Error(`adsync run has ended: ${JSON.stringify(lines.slice(-5))}${rest}`);
  }
  const leapToNext = (): void => {
    const nextAt = ends().at(-1)?.nextAt ?? null;
    if (nextAt !== null) leap({ to: Date.parse(nextAt) });
  };
  async function page(path: string): Promise<Response> {
    await wait(() => lines.some(({ text }) => String(text).startsWith('Health and metrics')));
    const [url = ''] = lines.flatMap(({ text }) => /http:\/\/127\.0\.0\.1:\d+/.exec(String(text)) ?? []);
    return await fetch(`${url}${path}`);
  }
  return {
    lines,
    async begin() {
      const before = ends().length;
      leapToNext();
      await wait(() => begun() > before);
    },
    async round(patiently) {
      const before = ends().length;
      leapToNext();
      if (patiently) await passTime(() => ends().length > before || isOver, leap);
      await wait(() => ends().length > before);
      const last = ends().at(-1);
      if (last === undefined) throw new Error('a round has ended');
      return last;
    },
    said: (event) => wait(() => lines.some((line) => line.event === event)),
    metrics: async () => await (await page('/metrics')).text(),
    get: async (path) => (await page(path)).status,
    kill: (signal) => child.kill(signal),
    ended,
  };
}

/** Whoever waits before a call is tried again waits for as long as ever, but by a clock that is in a hurry. */
async function passTime(isOver: () => boolean, leap: (message: { readonly by: number }) => void): Promise<void> {
  while (!isOver()) {
    await setTimeout(20);
    leap({ by: 1000 });
  }
}

function lineOf(text: string): Line {
  try {
    return JSON.parse(text) as Line;
  } catch {
    throw new Error(`this is no line of the log: ${text}`);
  }
}
