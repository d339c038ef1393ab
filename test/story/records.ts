import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readRun, type RunRecord } from '../../src/run/journal-read.ts';
import type { Episode } from './tell.ts';

/** The journals in a state folder, by their run. */
export async function journalsIn(folder: string): Promise<Map<string, RunRecord>> {
  const stateDir = join(folder, '.adsync');
  const found = new Map<string, RunRecord>();
  for (const name of await readdir(join(stateDir, 'runs'))) {
    const run = name.replace(/\.jsonl$/, '');
    const record = await readRun(stateDir, run);
    if (record !== null) found.set(run, record);
  }
  return found;
}

/** What is not whole about journals, in sentences. */
export function faultsOfJournals(journals: ReadonlyMap<string, RunRecord>): string[] {
  return [...journals].flatMap(([run, { torn, close, settled, calls }]) => [
    ...(torn === 0 ? [] : [`${run}: ${torn} lines are torn`]),
    ...(close === null && settled === null ? [`${run}: neither closed nor settled`] : []),
    ...(close !== null && calls.some(({ end }) => end === null) ? [`${run}: closed, with a call under way`] : []),
  ]);
}

/** Changes by target, operation and result, as the metrics count them. */
export type Counts = Readonly<Record<string, number>>;

/** What the journals of these runs say of changes that no limit held. What a run did not come to counts as skipped, as apply says it. */
export function countsOfJournals(journals: ReadonlyMap<string, RunRecord>, runs: readonly string[]): Counts {
  const counts: Record<string, number> = {};
  for (const run of runs) {
    const record = journals.get(run);
    if (record === undefined) throw new Error(`there is no journal of ${run}`);
    const target = record.head.target.replace(/:.*$/, '');
    for (const { id, operations, held } of record.changes) {
      if (held !== null) continue;
      const { result = 'skipped' } = record.outcomes.get(id) ?? {};
      for (const operation of operations) {
        const key = `${target} ${operation} ${result}`;
        counts[key] = (counts[key] ?? 0) + 1;
      }
    }
  }
  return counts;
}

/** The samples of a counter, by the values of these labels. */
export function samples(metrics: string, name: string, labels: readonly string[]): Counts {
  const counts: Record<string, number> = {};
  for (const [, given = '', value = ''] of metrics.matchAll(new RegExp(`^${name}\\{(.*)\\} (.*)$`, 'gm'))) {
    const words = labels.map((label) => new RegExp(`(?:^|,)${label}="([^"]*)"`).exec(given)?.[1] ?? '');
    if (Number(value) !== 0) counts[words.join(' ')] = Number(value);
  }
  return counts;
}

/** Sums of what the lines of rounds say. */
export function summed(all: readonly Counts[]): Counts {
  const sums: Record<string, number> = {};
  for (const counts of all) {
    for (const [name, count] of Object.entries(counts)) sums[name] = (sums[name] ?? 0) + count;
  }
  return sums;
}

/** Rounds that ended while somebody could ask for the metrics. */
export function survived({ ends }: Episode): Episode['ends'] {
  return ends.filter(({ end }) => end !== 'interrupted');
}

/** Everything below a folder, as one text. */
export async function textIn(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const texts = await Promise.all(files.map(({ parentPath, name }) => readFile(join(parentPath, name), 'utf8')));
  return texts.join('\n');
}
