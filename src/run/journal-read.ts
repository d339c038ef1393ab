import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { errnoOf } from '../files/write-failure.ts';
import { Failure } from '../core/failure.ts';
import type {
  BeginLine,
  ChangeLine,
  CloseLine,
  EndLine,
  JournalLine,
  OutcomeLine,
  RunLine,
  SettledLine,
} from './journal-lines.ts';

/** A journal as it was read back. */
export interface RunRecord {
  readonly path: string;
  readonly head: RunLine;
  readonly changes: readonly ChangeLine[];
  readonly calls: readonly { readonly begin: BeginLine; readonly end: EndLine | null }[];
  /** By change. */
  readonly outcomes: ReadonlyMap<string, OutcomeLine>;
  /** null when the run broke off, or goes on. */
  readonly close: CloseLine | null;
  readonly settled: SettledLine | null;
  /** Lines that are torn: the last one of a run that broke off while it was written. */
  readonly torn: number;
}

/**
 * The names of all runs in the state folder, newest first.
 *
 * @throws Failure STATE_UNREADABLE
 */
export async function listRuns(stateDir: string): Promise<string[]> {
  try {
    const names = await readdir(join(stateDir, 'runs'));
    return names.flatMap((name) => /^(.*)\.jsonl$/.exec(name)?.[1] ?? []).sort((a, b) => (a < b ? 1 : -1));
  } catch (cause) {
    if (errnoOf(cause) === 'ENOENT') return [];
    throw unreadable(join(stateDir, 'runs'), cause);
  }
}

/**
 * Reads one run; null when its journal does not even begin, so that nothing can have been done.
 *
 * @throws Failure STATE_UNREADABLE
 */
export async function readRun(stateDir: string, run: string): Promise<RunRecord | null> {
  const path = join(stateDir, 'runs', `${run}.jsonl`);
  try {
    return parseRun(path, await readFile(path, 'utf8'));
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

function unreadable(path: string, cause: unknown): Failure {
  const advice = 'Look at who may read it, or name the right folder with --state-dir.';
  return new Failure('STATE_UNREADABLE', `${path} cannot be read.`, advice, { cause });
}

function parseRun(path: string, text: string): RunRecord | null {
  const raw = text.split('\n').filter((line) => line !== '');
  const lines = raw.flatMap((line) => parseLine(line) ?? []);
  const of = <Type extends JournalLine['type']>(type: Type): Extract<JournalLine, { type: Type }>[] =>
    lines.filter((line): line is Extract<JournalLine, { type: Type }> => line.type === type);
  const [head] = of('run');
  if (head === undefined) return null;
  const ends = new Map(of('end').map((end) => [end.call, end]));
  return {
    path,
    head,
    changes: of('change'),
    calls: of('begin').map((begin) => ({ begin, end: ends.get(begin.call) ?? null })),
    outcomes: new Map(of('outcome').map((outcome) => [outcome.change, outcome])),
    close: of('close')[0] ?? null,
    settled: of('settled')[0] ?? null,
    torn: raw.length - lines.length,
  };
}

/** What a line must have to be one of ours; the file may have been edited, or torn in the middle of a number. */
const TEXTS: Readonly<Record<JournalLine['type'], readonly string[]>> = {
  run: ['run', 'at', 'command', 'plan', 'account', 'url'],
  change: ['id', 'kind', 'name', 'group'],
  begin: ['at', 'change', 'method', 'name'],
  end: ['at', 'class', 'word'],
  outcome: ['change', 'result', 'text'],
  close: ['at', 'end', 'text'],
  settled: ['at'],
};

function parseLine(text: string): JournalLine | null {
  try {
    const line = JSON.parse(text) as unknown;
    if (typeof line !== 'object' || line === null) return null;
    const fields = new Map<string, unknown>(Object.entries(line));
    const keys = Object.entries(TEXTS).find(([type]) => type === fields.get('type'))?.[1];
    return keys?.every((key) => typeof fields.get(key) === 'string') === true ? (line as JournalLine) : null;
  } catch {
    return null;
  }
}
