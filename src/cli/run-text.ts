import type { SettledCall } from '../run/journal-lines.ts';
import type { RunRecord } from '../run/journal-read.ts';
import type { Settled } from '../run/settle.ts';
import { counted } from '../render/wording.ts';

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

/** One sentence: when a run broke off, how far it came, and what became of the calls that were under way. */
export function settledText({ record, calls }: Settled): string {
  const made = [...record.outcomes.values()].filter(({ result }) => result === 'done').length;
  const head = `The run of ${timeText(record.head.at)} broke off after ${made} of ${counted(record.head.changes, 'change')}`;
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
