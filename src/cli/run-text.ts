import { counted } from '../core/counted.ts';
import { letThroughWords } from '../plan/view/words.ts';
import { indentedText } from '../render/escape.ts';
import type { ChangeLine } from '../run/journal-lines.ts';
import type { RunRecord } from '../run/journal-read.ts';
import type { RunSummary } from '../run/run-summary.ts';
import { timeText } from '../run/sentences.ts';
import type { CallValues } from '../targets/journal.ts';
import { type CallRecord, callsByChange } from './run-details.ts';
import { ENDS } from './history-text.ts';

/** One run: its summary, and every change with its outcome and its calls. */
export function runLines(record: RunRecord, summary: RunSummary): string[] {
  const { run, command, account, plan, changes, end, text } = summary;
  const ended = summary.endedAt === null ? '' : ` at ${timeText(summary.endedAt)}`;
  const why = text === '' ? '' : `: ${text}`;
  const head = [
    `Run ${run} (${command}) of account ${account}, plan ${plan.slice(0, 12)}`,
    ...startedByLine(summary),
    `Begun at ${timeText(summary.startedAt)}, ${ENDS[end]}${ended}${why}`,
    `${counted(changes, 'change')}: ${countWords(summary)}`,
    ...(summary.approved.length === 0 ? [] : [`Approved: ${summary.approved.join(', ')}${onlyText(summary)}`]),
    ...(summary.workbook === null
      ? []
      : [`Approved one by one in ${summary.workbook.file} (SHA-256 ${summary.workbook.sha256.slice(0, 12)})`]),
    ...(summary.kinds.length === 0 ? [] : [`Only what had failed as: ${summary.kinds.join(', ')}`]),
    ...(summary.undoes.length === 0 ? [] : [`Undoes: ${summary.undoes.join(', ')}`]),
    ...(record.torn === 0 ? [] : [`${counted(record.torn, 'line')} of the journal cannot be read`]),
  ];
  const calls = callsByChange(record);
  const changeLines = record.changes.flatMap((change) => [
    changeLine(record, change),
    ...(calls.get(change.id) ?? []).map((call) => callLine(record, call)),
  ]);
  return [...head, '', ...changeLines].map(indentedText);
}

/** Journals of earlier versions do not say it. */
function startedByLine({ startedBy }: RunSummary): string[] {
  if (startedBy === null) return [];
  const { user, host, commit } = startedBy;
  const by = user === null ? '' : ` by ${user}`;
  const at = commit === null ? '' : `; commit ${commit.slice(0, 12)} of the file's repository`;
  return [`Started${by} on ${host}${at}`];
}

/** Most targets never wait for anybody. */
function countWords({ done, pending, failed, stale, skipped, notApproved, notReached }: RunSummary): string {
  const waiting = pending === 0 ? '' : `, ${pending} pending`;
  const left = notApproved === 0 ? '' : `, ${notApproved} not approved`;
  return `${done} done${waiting}, ${failed} failed, ${stale} stale, ${skipped} skipped${left}, ${notReached} not reached`;
}

function onlyText({ only }: RunSummary): string {
  return only.length === 0 ? '' : ` (only ${only.join(', ')})`;
}

function changeLine(record: RunRecord, change: ChangeLine): string {
  const { name, email, kind, group, operations } = change;
  const outcome = record.outcomes.get(change.id);
  const who = kind === 'group' ? `group ${group}` : `${name} <${email ?? ''}> in ${group}`;
  const why = outcome === undefined || outcome.text === '' ? '' : `: ${outcome.text}`;
  const how = outcome?.kind === undefined ? '' : ` (${outcome.kind})`;
  const result = outcome?.result === 'notApproved' ? 'not approved' : (outcome?.result ?? 'not reached');
  return `${result}${how}  ${operations.join(', ')}  ${who}${allowedText(change)}${why}`;
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
