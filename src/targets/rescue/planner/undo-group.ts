import type { DirectoryGroupId } from '../../../core/people.ts';
import { formatPath } from '../../../core/path.ts';
import type { Reason, Value } from '../../../plan/model.ts';
import { type PastChange, standingOf } from '../../../plan/undo/past.ts';
import type { LeftAlone } from '../../../plan/undo/undo-plan.ts';
import type { AccountReading } from './account.ts';
import type { Facts, RescueGroupChange } from './change.ts';
import { completedChange } from './completed-change.ts';
import { formatMarker, NO_FINGERPRINT, parseMarker } from './marker.ts';

export interface UndoGround {
  /** With the links that count. */
  readonly account: AccountReading;
  readonly target: string;
  readonly reason: Reason;
}

/** Puts the name and the link of a group back; null where nothing is left to do. A created group stays: nothing is deleted. */
export function undoGroup(
  past: PastChange,
  { account, target, reason }: UndoGround,
  leftAlone: LeftAlone[],
): RescueGroupChange | null {
  if (past.isCreated) return null;
  const live = account.groups.find(({ id }) => id === past.node);
  if (live === undefined || live.parent === null) {
    leftAlone.push({ code: 'UNDO_STALE', who: past.group, text: 'The group is not in the account any more.' });
    return null;
  }
  const link = parseMarker(live.description)?.person ?? null;
  const now = { name: live.path.at(-1) ?? '', link };
  const before: { name?: string; link?: string | null } = {};
  const after: { name?: string; link?: string | null } = {};
  for (const field of ['name', 'link'] as const) {
    const known = past.fields.get(field);
    const standing = known === undefined ? 'back' : standingOf(known, now[field], same);
    if (known === undefined || standing === 'back') continue;
    const { old } = known;
    if (standing === 'changed' || !(typeof old === 'string' || (field === 'link' && old === null))) {
      const text = `The ${field} of the group is ${now[field] ?? 'none'} by now, not what the run left, so it is not put back.`;
      leftAlone.push({ code: 'UNDO_STALE', who: formatPath(live.path), text });
      continue;
    }
    if (field === 'name' && old !== null) [before.name, after.name] = [now.name, old];
    if (field === 'link') [before.link, after.link] = [now.link, old];
  }
  if (Object.keys(after).length === 0) return null;
  const path = [...live.path.slice(0, -1), after.name ?? now.name];
  return completedChange({
    kind: 'group',
    target,
    role: live.role,
    name: path.at(-1) ?? '',
    email: null,
    group: formatPath(path),
    before,
    after,
    facts: null,
    reason,
    because: Object.fromEntries(Object.keys(after).map((field) => [field, reason])),
    evidence: 'said',
    node: live.id,
    person: null,
    native: { fromNode: live.parent, toNode: live.parent, marker: markerOf(after) },
    needs: [],
  });
}

function markerOf({ link }: Facts): string | null {
  if (link === undefined) return null;
  return link === null ? '' : formatMarker({ person: link as DirectoryGroupId, fingerprint: NO_FINGERPRINT });
}

/** Answers do not keep white space at the ends. */
export function same(a: Value, b: Value): boolean {
  return typeof a === 'string' && typeof b === 'string' ? a.trim() === b.trim() : a === b;
}
