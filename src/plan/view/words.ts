import { counted } from '../../core/counted.ts';
import type { Change, LetThrough, Plan, Reason } from '../model.ts';

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

/** What keeps a change back beside the set under which it is listed; null when nothing does. */
export function alsoHeldWords({ held }: Pick<Change, 'held'>): string | null {
  if (held === null || held.also.length === 0) return null;
  return `also held by ${held.also.map(({ limit, id }) => `${limit} (${id})`).join(', ')}`;
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
