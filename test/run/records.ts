import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { targetId } from '../../src/core/target-id.ts';
import type { ChangeLine, OutcomeLine, RunLine } from '../../src/run/journal-lines.ts';
import type { RunRecord } from '../../src/run/journal-read.ts';

/** Records of runs, as the history and a retry read them. */

const AT = '2026-11-22T09:12:00.000Z';

export function headLine(given: Partial<RunLine> = {}): RunLine {
  return {
    type: 'run',
    format: 'adsync.journal/1',
    run: nameAt(given.at ?? AT),
    at: AT,
    command: 'apply',
    adsyncVersion: '0.1.0',
    plan: 'f00d',
    config: { file: 'sync.yaml', sha256: 'beef' },
    target: targetId('goto', '77'),
    account: '77',
    url: 'http://127.0.0.1',
    changes: 1,
    ...given,
  };
}

/** `2026-11-22T091200.000Z-abc` */
export function nameAt(at: string, suffix = 'abc'): string {
  return `${at.replaceAll(':', '')}-${suffix}`;
}

/** One of the user whose node and name are the change's id. */
export function changeLine(id: string, given: Partial<ChangeLine> = {}): ChangeLine {
  const who = { kind: 'user', name: id, email: `${id}@corp.example`, group: 'All', node: id, person: null } as const;
  return { type: 'change', id, operations: ['grant'], ...who, held: null, ...given };
}

export type Ending = Partial<Omit<OutcomeLine, 'type' | 'change'>> & Pick<OutcomeLine, 'result'>;

export function outcomeLine(change: string, ending: Ending): OutcomeLine {
  return { type: 'outcome', at: AT, change, text: '', ...ending };
}

/** A change with how it ended; null = it was not reached. */
export type Told = readonly [change: string | ChangeLine, ending: Ending | null];

function linesOf(told: readonly Told[]): { changes: ChangeLine[]; outcomes: OutcomeLine[] } {
  const all = told.map(
    ([change, ending]) => [typeof change === 'string' ? changeLine(change) : change, ending] as const,
  );
  return {
    changes: all.map(([change]) => change),
    outcomes: all.flatMap(([{ id }, ending]) => (ending === null ? [] : [outcomeLine(id, ending)])),
  };
}

export function recordOf(told: readonly Told[], head: Partial<RunLine> = {}): RunRecord {
  const { changes, outcomes } = linesOf(told);
  return {
    path: 'a.jsonl',
    head: headLine({ changes: changes.length, ...head }),
    changes,
    calls: [],
    outcomes: new Map(outcomes.map((outcome) => [outcome.change, outcome])),
    close: null,
    settled: null,
    torn: 0,
  };
}

/** Writes the journal of a run that has ended. */
export async function plantRun(stateDir: string, told: readonly Told[], given: Partial<RunLine> = {}): Promise<void> {
  const { changes, outcomes } = linesOf(told);
  const head = headLine({ changes: changes.length, ...given });
  await plantLines(stateDir, head.run, [
    head,
    ...changes,
    ...outcomes,
    { type: 'close', at: head.at, end: 'done', text: '' },
  ]);
}

export async function plantLines(stateDir: string, run: string, lines: readonly object[]): Promise<void> {
  const folder = join(stateDir, 'runs');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(join(folder, `${run}.jsonl`), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
}
