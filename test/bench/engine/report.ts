import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import type { Bench } from './bench.ts';
import { median, type Series } from './pair.ts';
import type { Sample } from './processes.ts';
import { TARGETS, type Verdict } from './targets.ts';

export interface Machine {
  readonly at: string;
  readonly node: string;
  readonly system: string;
  readonly cores: number;
  readonly processor: string;
  readonly memoryMiB: number;
  /** Processes that wanted to run, on average of the last minute. Above 0 before the bench: the machine was not idle. */
  readonly load: number;
}

export function machineNow(): Machine {
  return {
    at: new Date().toISOString(),
    node: process.version,
    system: `${process.platform} ${process.arch}`,
    cores: availableParallelism(),
    processor: cpus()[0]?.model ?? 'unknown',
    memoryMiB: Math.round(totalmem() / 2 ** 20),
    load: loadavg()[0] ?? NaN,
  };
}

export interface Course {
  readonly before: Machine;
  readonly after: Machine;
  /** Seconds. */
  readonly took: number;
  readonly failed: readonly string[];
  readonly stopped: NodeJS.Signals | null;
  /** Whether only some cases were asked for. */
  readonly only: boolean;
  readonly chosen: readonly { readonly name: string }[];
  readonly all: readonly { readonly name: string }[];
}

/** One row of what was measured. */
export interface Row {
  readonly name: string;
  readonly runs: number;
  /** Whether a round before these was made and not counted. */
  readonly warmed: boolean;
  readonly wall: Spread;
  readonly cpu: Spread;
  readonly peak: Spread;
  readonly requests: Readonly<Record<string, number>>;
  readonly reference: {
    readonly name: string;
    readonly wall: Spread;
    readonly cpu: Spread;
    readonly peak: Spread;
  } | null;
  /** By the reference on the clock, pair by pair. */
  readonly ratio: Spread | null;
  readonly cpuRatio: Spread | null;
}

export interface Spread {
  readonly least: number;
  readonly median: number;
  readonly most: number;
}

export interface Results extends Omit<Course, 'chosen' | 'all'> {
  readonly left: readonly string[];
  readonly targets: readonly {
    name: string;
    what: string;
    target: string;
    figure: string | null;
    met: boolean | null;
  }[];
  readonly rows: readonly Row[];
  readonly notes: readonly string[];
}

export function resultsOf(bench: Bench, { chosen, all, ...course }: Course): Results {
  const verdicts = new Map<string, Verdict>(bench.verdicts.map((verdict) => [verdict.name, verdict]));
  const rows = [
    ...bench.pairs.map(({ subject, reference, ratios, cpuRatios, warmed }): Row => {
      const other = { name: reference.name, ...spreadsOf(reference) };
      return { ...rowOf(subject, warmed), reference: other, ratio: spreadOf(ratios), cpuRatio: spreadOf(cpuRatios) };
    }),
    ...bench.alone.map(
      (series): Row => ({ ...rowOf(series, series.warmed), reference: null, ratio: null, cpuRatio: null }),
    ),
  ];
  return {
    ...course,
    left: all.map(({ name }) => name).filter((name) => !chosen.some((one) => one.name === name)),
    targets: TARGETS.map(([name, what, target]) => {
      const { figure = null, met = null } = verdicts.get(name) ?? {};
      return { name, what, target, figure, met };
    }),
    rows,
    notes: bench.notes,
  };
}

function rowOf(series: Series, warmed: boolean): Omit<Row, 'reference' | 'ratio' | 'cpuRatio'> {
  const services = new Set(series.runs.flatMap(({ requests = {} }) => Object.keys(requests)));
  const requests = [...services].map((service): [string, number] => {
    return [service, median(series.runs.map((run) => run.requests?.[service] ?? NaN))];
  });
  const { name, runs } = series;
  return { name, runs: runs.length, warmed, ...spreadsOf(series), requests: Object.fromEntries(requests) };
}

function spreadsOf({ runs }: Series): Pick<Row, 'wall' | 'cpu' | 'peak'> {
  const of = (figure: keyof Sample): Spread => spreadOf(runs.map((run) => run[figure]));
  return { wall: of('wall'), cpu: of('cpu'), peak: of('peak') };
}

function spreadOf(values: readonly number[]): Spread {
  return { least: Math.min(...values), median: median(values), most: Math.max(...values) };
}

const TARGET_HEAD = ['Case', 'Target', 'Figure', 'Met'];
const ROW_HEAD = ['Measured', 'Runs', 'Seconds', 'CPU', 'MiB', 'Requests', 'Against', 'Ratio', 'Ratio of CPU'];

/** For a terminal. */
export function textOf(results: Results): string {
  return [
    courseText(results),
    table(TARGET_HEAD, targetCells(results)),
    table(ROW_HEAD, rowCells(results)),
    ...notesOf(results),
  ]
    .map((part) => `${part}\n`)
    .join('\n');
}

/** For docs/PERFORMANCE.md. */
export function markdownOf(results: Results): string {
  const notes = notesOf(results).map((note) => `- ${note}`);
  return [
    courseText(results),
    markdownTable(TARGET_HEAD, targetCells(results)),
    markdownTable(ROW_HEAD, rowCells(results)),
    ...(notes.length === 0 ? [] : [notes.join('\n')]),
  ]
    .map((part) => `${part}\n`)
    .join('\n');
}

function courseText({ before, after, took }: Results): string {
  const load = `load ${before.load.toFixed(1)} before and ${after.load.toFixed(1)} after`;
  const machine = `Node ${before.node.slice(1)}, ${before.cores} cores of ${before.processor}`;
  return `${before.at.slice(0, 10)}, ${machine}; ${load}. ${Math.round(took / 60)} minutes in all.`;
}

function notesOf({ left, only, failed, stopped, notes }: Results): string[] {
  return [
    ...notes,
    ...(only || left.length === 0 ? [] : [`Not run: ${left.join(', ')}.`]),
    ...(failed.length === 0 ? [] : [`Failed: ${failed.join(', ')}.`]),
    ...(stopped === null ? [] : [`Stopped by ${stopped}.`]),
  ];
}

/** With those that were not measured only where nothing was chosen. */
function targetCells({ targets, only }: Results): string[][] {
  const shown = targets.filter(({ figure }) => !only || figure !== null);
  return shown.map(({ what, target, figure, met }) => [
    what,
    target,
    figure ?? 'not measured',
    met === null ? '–' : met ? 'yes' : 'no',
  ]);
}

function rowCells({ rows }: Results): string[][] {
  return rows.map(({ name, runs, warmed, wall, cpu, peak, requests, reference, ratio, cpuRatio }) => [
    name,
    warmed ? String(runs) : `${runs}, cold`,
    spread(wall, 2),
    cpu.median.toFixed(2),
    String(Math.round(peak.median)),
    Object.entries(requests)
      .map(([service, count]) => `${service} ${count.toLocaleString('en-GB')}`)
      .join(', '),
    reference === null
      ? ''
      : `${reference.name}: ${reference.wall.median.toFixed(2)} s, ${Math.round(reference.peak.median)} MiB`,
    ratio === null ? '' : spread(ratio, 2),
    cpuRatio === null ? '' : cpuRatio.median.toFixed(2),
  ]);
}

function spread({ least, median: middle, most }: Spread, digits: number): string {
  const text = (value: number): string => value.toFixed(digits);
  return least === most ? text(middle) : `${text(middle)} (${text(least)}–${text(most)})`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  return all
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [head, head.map(() => '-'), ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const cell = (row: readonly string[], text: string, column: number): string =>
    text.padEnd(widths[column] ?? 0, row === all[1] ? '-' : ' ');
  return all.map((row) => `| ${row.map((text, column) => cell(row, text, column)).join(' | ')} |`).join('\n');
}
