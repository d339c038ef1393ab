import { isMade } from '../plan/exit.ts';
import type { SettledCall } from './journal-lines.ts';
import type { ForeignRun, RunRecord } from './journal-read.ts';
import type { Settled } from './mark-settled.ts';
import { counted } from '../core/counted.ts';

const SHOWN = 5;

const VERDICTS: Readonly<Record<SettledCall['carriedOut'], string>> = {
  yes: 'had been carried out',
  no: 'had not been carried out',
  unclear: 'is neither as it was nor as it should be',
};

/** `2026-11-22 09:12 UTC` */
export function timeText(iso: string): string {
  return `${iso.slice(0, 16).replace('T', ' ')} UTC`;
}

/** One sentence about a journal that is left out. */
export function foreignText({ run, format, adsyncVersion }: ForeignRun): string {
  return `The run ${run} is left out: adsync ${adsyncVersion} has recorded it as ${format}, which this version does not read.`;
}

/** One sentence about a run that cannot have been when it says. */
export function futureText({ head }: RunRecord): string {
  return `The run ${head.run} is not taken for the last one: it was recorded as of ${timeText(head.at)}, which is still to come, so a clock was wrong.`;
}

/**
 * One sentence: when a run broke off, how far it came, and what became of the calls that were under way.
 *
 * @param several whether the file has more than one account
 */
export function settledText({ record, calls }: Settled, several: boolean): string {
  const made = [...record.outcomes.values()].filter(isMade).length;
  const where = several ? ` in ${record.head.target}` : '';
  const head = `The run of ${timeText(record.head.at)}${where} broke off after ${made} of ${counted(record.head.changes, 'change')}`;
  if (calls.length === 0) return `${head}; no call was under way.`;
  const said = calls.slice(0, SHOWN).map(({ call, carriedOut }) => `${callText(record, call)} ${VERDICTS[carriedOut]}`);
  const more = calls.length > SHOWN ? [`${calls.length - SHOWN} more, see adsync history ${record.head.run}`] : [];
  const were = calls.length === 1 ? '1 call was' : `${calls.length} calls were`;
  return `${head}; ${were} under way: ${[...said, ...more].join('; ')}.`;
}

function callText(record: RunRecord, call: number): string {
  const begin = record.calls.find((one) => one.begin.call === call)?.begin;
  if (begin === undefined) return `call ${call}`;
  const { method, name, email } = begin;
  return `${method} for ${email === null ? `the group ${name}` : `${name} <${email}>`}`;
}
