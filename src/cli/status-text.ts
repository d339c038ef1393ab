import { countsText, durationText } from '../log/sentences.ts';
import { inColumns } from '../render/columns.ts';
import { terminalText } from '../render/escape.ts';
import type { RoundReport } from '../run/rounds/events.ts';
import type { FileStatus } from '../run/status.ts';
import type { RunSummary } from '../run/run-summary.ts';
import { ENDS } from './history-text.ts';

/** More runs are shown by `adsync history`. */
const RUNS = 3;
/** More findings of one kind are counted only. */
const MOST = 10;

/** How things stand with one file, for people. */
export function statusLines(status: FileStatus, now: Date): string[] {
  const { file, rounds, runs, findings } = status;
  const facts = [
    ...(rounds === null ? [] : roundFacts(status, now)),
    ...runs.slice(0, RUNS).map((run, index): [string, string] => [index === 0 ? 'last runs' : '', runText(run)]),
  ];
  return [
    terminalText(`${file}: ${headOf(status)}`),
    ...inColumns(facts.map((row) => row.map(terminalText))),
    ...findingLines(findings),
    ...(findings.length === 0 ? ['All is well.'] : []),
  ];
}

function headOf({ process, rounds }: FileStatus): string {
  const dry = rounds?.dryRun === true ? ', dry run' : '';
  if (process !== null)
    return `running since ${shortTime(process.since)}, process ${process.pid} on ${process.host}${dry}`;
  if (rounds === null) return 'adsync run was never used with it';
  return rounds.once === true ? `one round at a time${dry}` : `not running${dry}`;
}

function roundFacts({ rounds, process }: FileStatus, now: Date): [string, string][] {
  if (rounds === null) return [];
  const { last, lastSuccessAt, underWaySince, nextAt, quarantine } = rounds;
  const next = process === null ? null : nextAt;
  return [
    ...(process !== null && underWaySince !== null
      ? [['under way', `since ${shortTime(underWaySince)}`] as [string, string]]
      : []),
    ...(last === null ? [] : [['last round', lastText(last)] as [string, string]]),
    ['last success', lastSuccessAt === null ? 'none yet' : `${shortTime(lastSuccessAt)}, ${ago(lastSuccessAt, now)}`],
    ...(next === null ? [] : [['next round', `${shortTime(next)}, ${ago(next, now)}`] as [string, string]]),
    ...(quarantine === null
      ? []
      : [['put off', `${quarantine.failures} rounds failed since ${shortTime(quarantine.since)}`] as [string, string]]),
  ];
}

function lastText({ endedAt, startedAt, end, people, counts, calls }: RoundReport): string {
  const results = new Map<string, number>();
  for (const { result, count } of counts) results.set(result, (results.get(result) ?? 0) + count);
  const made = countsText(Object.fromEntries(results));
  const called = countsText(Object.fromEntries(calls.map((one) => [one.service, one.calls])));
  return [
    `${shortTime(endedAt)}, ${end}`,
    durationText(Math.max(0, Date.parse(endedAt) - Date.parse(startedAt))),
    ...(people === null ? [] : [`${people} people`]),
    made === '' ? 'no changes' : `changes: ${made}`,
    ...(called === '' ? [] : [`calls: ${called}`]),
  ].join('; ');
}

function runText({ run, command, target, end, done, pending, failed, stale, skipped }: RunSummary): string {
  const made = countsText({ done, pending, failed, stale, skipped });
  return `${run} ${command} ${target}, ${ENDS[end]}${made === '' ? '' : `: ${made}`}`;
}

function findingLines(findings: FileStatus['findings']): string[] {
  const shown = new Map<string, number>();
  const lines: string[] = [];
  for (const { code, since, text } of findings) {
    const count = (shown.get(code) ?? 0) + 1;
    shown.set(code, count);
    if (count <= MOST)
      lines.push(terminalText(`${code}${since === null ? '' : ` since ${shortTime(since)}`}: ${text}`));
  }
  for (const [code, count] of shown) {
    if (count > MOST) lines.push(terminalText(`${code}: ${count - MOST} more; --json has all`));
  }
  return lines;
}

/** Without fractions of a second. */
function shortTime(time: string): string {
  return time.replace(/\.\d+Z$/, 'Z');
}

/** `3 min ago`, `in 12 min` */
function ago(time: string, now: Date): string {
  const minutes = Math.round((now.getTime() - Date.parse(time)) / 60_000);
  const span = spanText(Math.abs(minutes));
  if (minutes === 0) return 'now';
  return minutes > 0 ? `${span} ago` : `in ${span}`;
}

function spanText(minutes: number): string {
  if (minutes < 120) return `${minutes} min`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} h` : `${Math.round(hours / 24)} days`;
}
