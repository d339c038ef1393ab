import { groupBy } from '../core/collections.ts';
import { counted } from '../core/counted.ts';
import { inColumns } from '../render/columns.ts';
import { indentedText, terminalText } from '../render/escape.ts';
import { letThroughWords } from '../plan/view/words.ts';
import type { ChangeLine } from '../run/journal-lines.ts';
import type { RunRecord } from '../run/journal-read.ts';
import type { RunSummary } from '../run/run-summary.ts';
import type { CallValues } from '../targets/journal.ts';
import { timeText } from '../run/sentences.ts';

const ENDS: Readonly<Record<RunSummary['end'], string>> = {
  done: 'ended',
  interrupted: 'interrupted',
  gaveUp: 'given up',
  brokeOff: 'broke off',
  underWay: 'under way',
};

/** A table of runs. */
export function historyLines(runs: readonly RunSummary[]): string[] {
  const head = ['run', 'command', 'account', 'plan', 'changes', 'done', 'failed', 'stale', 'skipped', 'how it ended'];
  // Accounts of two types may have one number.
  const several = new Set(runs.map(({ target }) => target)).size > 1;
  const rows = runs.map(({ run, command, target, account, plan, changes, done, failed, stale, skipped, end }) => [
    run,
    command,
    several ? target : account,
    plan.slice(0, 12),
    ...[changes, done, failed, stale, skipped].map(String),
    ENDS[end],
  ]);
  return inColumns([head, ...rows.map((row) => row.map(terminalText))]);
}

/** One run: its summary, and every change with its outcome and its calls. */
export function runLines(record: RunRecord, summary: RunSummary): string[] {
  const { run, command, account, plan, changes, done, failed, stale, skipped, notReached, end, text } = summary;
  const ended = summary.endedAt === null ? '' : ` at ${timeText(summary.endedAt)}`;
  const why = text === '' ? '' : `: ${text}`;
  const counts = `${done} done, ${failed} failed, ${stale} stale, ${skipped} skipped, ${notReached} not reached`;
  const head = [
    `Run ${run} (${command}) of account ${account}, plan ${plan.slice(0, 12)}`,
    `Begun at ${timeText(summary.startedAt)}, ${ENDS[end]}${ended}${why}`,
    `${counted(changes, 'change')}: ${counts}`,
    ...(summary.approved.length === 0 ? [] : [`Approved: ${summary.approved.join(', ')}${onlyText(summary)}`]),
    ...(record.torn === 0 ? [] : [`${counted(record.torn, 'line')} of the journal cannot be read`]),
  ];
  const calls = callsByChange(record);
  const changeLines = record.changes.flatMap((change) => [
    changeLine(record, change),
    ...(calls.get(change.id) ?? []).map((call) => callLine(record, call)),
  ]);
  return [...head, '', ...changeLines].map(indentedText);
}

function onlyText({ only }: RunSummary): string {
  return only.length === 0 ? '' : ` (only ${only.join(', ')})`;
}

type CallRecord = RunRecord['calls'][number];

function callsByChange({ calls }: RunRecord): ReadonlyMap<string, readonly CallRecord[]> {
  return groupBy(calls, ({ begin }) => begin.change);
}

function changeLine(record: RunRecord, change: ChangeLine): string {
  const { name, email, kind, group, operations } = change;
  const outcome = record.outcomes.get(change.id);
  const who = kind === 'group' ? `group ${group}` : `${name} <${email ?? ''}> in ${group}`;
  const why = outcome === undefined || outcome.text === '' ? '' : `: ${outcome.text}`;
  return `${outcome?.result ?? 'not reached'}  ${operations.join(', ')}  ${who}${allowedText(change)}${why}`;
}

/** Journals of earlier versions do not say it. */
function allowedText({ held, letThrough = [] }: ChangeLine): string {
  return held !== null || letThrough.length === 0 ? '' : ` (${letThroughWords(letThrough)})`;
}

function callLine({ settled }: RunRecord, { begin, end }: CallRecord): string {
  const { call, method, before, after } = begin;
  const verdict = settled?.calls.find((one) => one.call === call)?.carriedOut;
  const open = verdict === undefined ? 'end unknown' : `end unknown; carried out: ${verdict}`;
  return `    ${method}: ${differences(before, after)} → ${end === null ? open : `${end.word}, ${end.duration} ms`}`;
}

function differences(before: CallValues, after: CallValues): string {
  const shown = (value: CallValues[string] | undefined): string => JSON.stringify(value ?? null);
  const parts = Object.keys(after).map((key) => {
    return key in before ? `${key} ${shown(before[key])} ⇒ ${shown(after[key])}` : `${key} ${shown(after[key])}`;
  });
  return parts.length === 0 ? 'nothing that is recorded' : parts.join(', ');
}

/** The same for programs. */
export function runDetails(record: RunRecord): Readonly<Record<string, unknown>> {
  const calls = callsByChange(record);
  return {
    torn: record.torn,
    changes: record.changes.map((change) => ({
      id: change.id,
      kind: change.kind,
      operations: change.operations,
      name: change.name,
      email: change.email,
      group: change.group,
      node: change.node,
      person: change.person,
      held: change.held,
      letThrough: change.letThrough ?? [],
      result: record.outcomes.get(change.id)?.result ?? null,
      text: record.outcomes.get(change.id)?.text ?? '',
      calls: (calls.get(change.id) ?? []).map(({ begin, end }) => ({
        call: begin.call,
        at: begin.at,
        method: begin.method,
        node: end?.node ?? begin.node,
        before: begin.before,
        after: begin.after,
        word: end?.word ?? null,
        class: end?.class ?? null,
        duration: end?.duration ?? null,
        carriedOut: record.settled?.calls.find(({ call }) => call === begin.call)?.carriedOut ?? null,
      })),
    })),
  };
}
