import { counted } from '../../core/counted.ts';
import { FREEZE } from '../freeze.ts';
import type { Blocked, HeldBy, LetThrough, Plan, Reason } from '../model.ts';

/** What all outputs for people say alike. Nothing in here is escaped yet. */

/** `member of Night Shift`, with the way through the nested groups where there is one. */
export function reasonWords(reason: Reason): string {
  const way = reason.path.join(' › ');
  return reason.path.length < 2 || reason.text.includes(way) ? reason.text : `${reason.text} (${way})`;
}

/** `let through by sync.yaml:12 (limits.disable)`; empty where no approval was needed. */
export function letThroughWords(approvals: readonly LetThrough[]): string {
  return approvals.map(({ by, limit, part }) => `let through by ${by} (${limit}${part ? ', in part' : ''})`).join('; ');
}

/** `also held by limits.move (h1)`: what keeps a change back beside the set under which it is listed; empty for nothing. */
export function alsoHeldWords(also: readonly HeldBy[]): string {
  return also.length === 0 ? '' : `also held by ${also.map(holdWords).join(', ')}`;
}

/** `limits.move (h1)`; the freeze has no id, for nobody approves it. */
export function holdWords({ limit, id }: HeldBy): string {
  return limit === FREEZE ? 'the freeze' : `${limit} (${id})`;
}

/** `blocked, out-of-licences: No licence is free.`: why a change cannot be made now. */
export function blockedWords({ kind, text }: Blocked): string {
  return `blocked, ${kind}: ${text}`;
}

/** `sync.yaml:27`; null where no line is involved. */
export function lineWords({ config }: Pick<Plan, 'config'>, line: number | null): string | null {
  return line === null ? null : `${config.file}:${line}`;
}

/** `2 leavers stay enabled`; empty where there are none. */
export function leaverWords({ summary }: Pick<Plan, 'summary'>): string {
  const { leaversLeft } = summary;
  // Plans of older versions do not count them.
  if (!(leaversLeft > 0)) return '';
  return `${counted(leaversLeft, 'leaver stays', 'leavers stay')} enabled`;
}
