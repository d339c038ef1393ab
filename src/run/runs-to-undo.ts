import { Failure } from '../core/failure.ts';
import { accountOf, type TargetId } from '../core/target-id.ts';
import type { Value } from '../plan/model.ts';
import type { DoneCall } from '../plan/undo/past.ts';
import { otherFormat, unknownRun } from './history.ts';
import { isForeign, listRuns, readJournal, type RunRecord } from './journal-read.ts';
import { isDamaged } from './past.ts';
import type { Reporter } from './reporter.ts';
import { LONGEST_RUN } from './run-time.ts';
import { foreignText, futureText, timeText } from './sentences.ts';

/** Milliseconds by which clocks may differ. */
const TOLERANCE = 5 * 60_000;

export interface RunSearch {
  readonly stateDir: string;
  /** The accounts that the undo is about. */
  readonly accounts: readonly TargetId[];
  /** Part of the name of a run; null = the last one that changed something. */
  readonly run: string | null;
  readonly now: Date;
  /** Of this adsync. */
  readonly adsyncVersion: string;
  readonly reporter: Reporter;
}

/**
 * The runs to undo, one an account at most. One apply leaves a run in each account; all of them are one to whoever undoes.
 *
 * @throws Failure NO_RUN, RUN_UNKNOWN, RUN_FORMAT, RUN_AMBIGUOUS, RUN_OTHER_ACCOUNT, STATE_UNREADABLE
 */
export async function runsToUndo(search: RunSearch): Promise<RunRecord[]> {
  return search.run === null ? await lastRuns(search) : await namedRuns(search, search.run);
}

async function lastRuns({ stateDir, accounts, now, reporter }: RunSearch): Promise<RunRecord[]> {
  const found: RunRecord[] = [];
  for (const name of await listRuns(stateDir)) {
    if (found.length === accounts.length) break;
    const record = await readJournal(stateDir, name);
    if (record === null) continue;
    if (isForeign(record)) {
      if (found.length === 0) reporter.say(foreignText(record));
    } else if (Date.parse(record.head.at) > now.getTime() + TOLERANCE) reporter.say(futureText(record));
    else if (isWanted(record, found, accounts)) found.push(record);
    // A later run of the account has changed something else: what lies before it is no part of the same command.
    else if (found.length > 0 && changedSomething(record)) break;
  }
  if (found.length > 0) return found;
  const ids = accounts.map(accountOf).join(', ');
  const text = `No run that is recorded in ${stateDir} has changed anything in account ${ids}.`;
  throw new Failure('NO_RUN', text, 'Name the folder with --state-dir, or see adsync history.');
}

function isWanted(record: RunRecord, found: readonly RunRecord[], accounts: readonly TargetId[]): boolean {
  const { head } = record;
  if (!accounts.includes(head.target) || !changedSomething(record)) return false;
  return found.every((one) => one.head.target !== head.target && isSameCommand(one, record));
}

/** One command has one plan for all accounts. The same plan may come again on another day. */
function isSameCommand({ head: a }: RunRecord, { head: b }: RunRecord): boolean {
  return a.plan === b.plan && a.command === b.command && Math.abs(Date.parse(a.at) - Date.parse(b.at)) < LONGEST_RUN;
}

async function namedRuns({ stateDir, accounts, run, adsyncVersion }: RunSearch, part: string): Promise<RunRecord[]> {
  const names = (await listRuns(stateDir)).filter((name) => name.includes(part));
  const exact = names.filter((name) => name === run);
  const records: RunRecord[] = [];
  for (const name of exact.length > 0 ? exact : names) {
    const record = await readJournal(stateDir, name);
    if (record === null) continue;
    // It is one of those that are meant, and what the others did may be half of a command only.
    if (isForeign(record)) throw otherFormat(record, adsyncVersion);
    records.push(record);
  }
  const [first] = records;
  if (first === undefined) throw unknownRun(part, stateDir);
  const own = records.filter(({ head }) => accounts.includes(head.target));
  if (own.length === 0) {
    const text = `The run ${first.head.run} was made in ${first.head.target}, and the accounts here are ${accounts.join(', ')}.`;
    throw new Failure('RUN_OTHER_ACCOUNT', text, 'Use the YAML file that the run was made with, or another --target.');
  }
  const isOne = own.every((one, index) => {
    const others = own.slice(0, index);
    return others.every((other) => other.head.target !== one.head.target && isSameCommand(other, one));
  });
  if (isOne) return own;
  const some = own.slice(0, 5).map(({ head }) => head.run);
  throw new Failure('RUN_AMBIGUOUS', `${part} fits ${own.length} runs: ${some.join(', ')}.`, 'Give more of the name.');
}

type Call = RunRecord['calls'][number];

/** yes, no, or null where nobody knows. */
function wasMade({ settled }: RunRecord, { begin, end }: Call): boolean | null {
  if (end?.class === 'refused') return false;
  if (end?.class === 'ok') return true;
  const verdict = settled?.calls.find(({ call }) => call === begin.call)?.carriedOut;
  return verdict === 'yes' ? true : verdict === 'no' ? false : null;
}

/** Whether a run has changed something, or may have. */
export function changedSomething(record: RunRecord): boolean {
  return record.calls.some((call) => wasMade(record, call) !== false);
}

/**
 * What a run did, call by call, as far as it was carried out or may have been.
 *
 * @throws Failure RUN_DAMAGED where the journal does not tell all of it
 */
export function callsOf(record: RunRecord): DoneCall[] {
  if (isDamaged(record)) throw damaged(record);
  const changes = new Map(record.changes.map((change) => [change.id, change]));
  return record.calls.flatMap((call): DoneCall[] => {
    const made = wasMade(record, call);
    if (made === false) return [];
    const { begin, end } = call;
    const { node, before, after, operations }: Readonly<Record<keyof typeof begin, unknown>> = begin;
    const change = changes.get(begin.change);
    if (change === undefined || !areValues(before) || !areValues(after)) throw damaged(record);
    return [
      {
        node: textOf(node) ?? textOf(end?.node),
        kind: change.kind === 'group' ? 'group' : 'user',
        creates: Array.isArray(operations) && operations.includes('create'),
        isSure: made === true,
        before,
        after,
        change: begin.change,
        name: begin.name,
        email: textOf(begin.email),
        person: textOf(begin.person),
        group: change.group,
      },
    ];
  });
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/** Anybody may have edited a journal. */
function areValues(given: unknown): given is Readonly<Record<string, Value>> {
  return typeof given === 'object' && given !== null && Object.values(given).every(isValue);
}

function isValue(value: unknown): value is Value {
  if (Array.isArray(value)) return value.every((one) => typeof one === 'string');
  return value === null || typeof value === 'string' || typeof value === 'boolean';
}

function damaged({ head }: RunRecord): Failure {
  const text = `The journal of the run of ${timeText(head.at)} is damaged, so what that run has changed is not known.`;
  return new Failure('RUN_DAMAGED', text, 'Look at adsync history and at the account, and put it back by hand.');
}
