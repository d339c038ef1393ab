import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { errnoOf } from '../core/errno.ts';
import { Failure } from '../core/failure.ts';
import { targetId } from '../core/target-id.ts';
import { isFailureKind } from '../plan/model.ts';
import {
  type BeginLine,
  type ChangeLine,
  type CloseLine,
  type EndLine,
  JOURNAL_FORMAT,
  type JournalLine,
  type OutcomeLine,
  type RunLine,
  type SettledLine,
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

/** A journal in a format that this version does not read. */
export interface ForeignRun {
  readonly path: string;
  readonly run: string;
  readonly format: string;
  /** Of the adsync that wrote it; `?` when it does not say. */
  readonly adsyncVersion: string;
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
export async function readJournal(stateDir: string, run: string): Promise<RunRecord | ForeignRun | null> {
  const path = join(stateDir, 'runs', `${run}.jsonl`);
  try {
    const lines = (await readFile(path, 'utf8')).split('\n').filter((line) => line !== '');
    return foreignRun(lines, { path, run }) ?? parseRun(path, lines);
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

/** The same for whoever has no use for other formats: null for them, too. @throws Failure STATE_UNREADABLE */
export async function readRun(stateDir: string, run: string): Promise<RunRecord | null> {
  const found = await readJournal(stateDir, run);
  return found === null || isForeign(found) ? null : found;
}

export function isForeign(found: RunRecord | ForeignRun): found is ForeignRun {
  return 'format' in found;
}

/** Something in the state folder cannot be read. */
export function unreadable(path: string, cause: unknown): Failure {
  const advice = 'Look at who may read it, or name the right folder with --state-dir.';
  return new Failure('STATE_UNREADABLE', `${path} cannot be read.`, advice, { cause });
}

/** Only the line that begins a journal names a format, so the first that does decides. */
function foreignRun(lines: readonly string[], which: Pick<ForeignRun, 'path' | 'run'>): ForeignRun | null {
  for (const line of lines) {
    const fields = fieldsOf(line);
    const format = fields?.get('format');
    if (typeof format !== 'string') continue;
    const version = fields?.get('adsyncVersion');
    return format === JOURNAL_FORMAT
      ? null
      : { ...which, format, adsyncVersion: typeof version === 'string' ? version : '?' };
  }
  return null;
}

function parseRun(path: string, raw: readonly string[]): RunRecord | null {
  const lines = raw.flatMap((line) => parseLine(line) ?? []);
  const of = <Type extends JournalLine['type']>(type: Type): Extract<JournalLine, { type: Type }>[] =>
    lines.filter((line): line is Extract<JournalLine, { type: Type }> => line.type === type);
  const [first] = of('run');
  if (first === undefined) return null;
  const { startedBy, ...bare } = first;
  const head = { ...bare, target: targetOf(first), ...kindsOf(first), ...undoesOf(first), ...startedByOf(startedBy) };
  const ends = new Map(of('end').map((end) => [end.call, end]));
  return {
    path,
    head,
    changes: of('change'),
    calls: of('begin').map((begin) => ({ begin, end: ends.get(begin.call) ?? null })),
    outcomes: new Map(of('outcome').map((outcome) => [outcome.change, withKnownKind(outcome)])),
    close: of('close')[0] ?? null,
    settled: of('settled')[0] ?? null,
    torn: raw.length - lines.length,
  };
}

/** Journals were of Rescue accounts only, before they said so. */
function targetOf({ target, account }: Partial<RunLine> & Pick<RunLine, 'account'>): RunLine['target'] {
  return typeof target === 'string' ? target : targetId('rescue', account);
}

/** Nothing at all for a run that is about everything. */
function kindsOf({ kinds }: Partial<RunLine>): Pick<RunLine, 'kinds'> {
  return Array.isArray(kinds) ? { kinds: kinds.filter(isFailureKind) } : {};
}

/** For people only. */
function undoesOf({ undoes }: Partial<RunLine>): Pick<RunLine, 'undoes'> {
  return Array.isArray(undoes) ? { undoes: undoes.filter((run) => typeof run === 'string') } : {};
}

/** For people only, so whatever is no text is left out. */
function startedByOf(given: RunLine['startedBy'] | null): Pick<RunLine, 'startedBy'> {
  const { user, host, commit } = given ?? {};
  if (typeof host !== 'string') return {};
  return { startedBy: { user: textOf(user), host, commit: textOf(commit) } };
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/** Journals of earlier versions do not say the kind, and later ones may know others. */
function withKnownKind({ kind, ...outcome }: OutcomeLine): OutcomeLine {
  return isFailureKind(kind) ? { ...outcome, kind } : outcome;
}

/** What a line must have to be one of ours; the file may have been edited, or torn in the middle of a number. */
const TEXTS: Readonly<Record<JournalLine['type'], readonly string[]>> = {
  run: ['format', 'run', 'at', 'command', 'plan', 'account', 'url'],
  change: ['id', 'kind', 'name', 'group'],
  begin: ['at', 'change', 'method', 'name'],
  end: ['at', 'class', 'word'],
  outcome: ['change', 'result', 'text'],
  close: ['at', 'end', 'text'],
  settled: ['at'],
};

function parseLine(text: string): JournalLine | null {
  const fields = fieldsOf(text);
  if (fields === null) return null;
  const keys = Object.entries(TEXTS).find(([type]) => type === fields.get('type'))?.[1];
  const isWhole = keys?.every((key) => typeof fields.get(key) === 'string') === true;
  return isWhole ? (Object.fromEntries(fields) as unknown as JournalLine) : null;
}

/** null for what is no JSON object, as a torn line. */
function fieldsOf(text: string): ReadonlyMap<string, unknown> | null {
  try {
    const line = JSON.parse(text) as unknown;
    return typeof line === 'object' && line !== null ? new Map<string, unknown>(Object.entries(line)) : null;
  } catch {
    return null;
  }
}
