import type { CallValues } from '../journal.ts';
import type { AccountReading } from './planner/account.ts';
import { leaveShown } from './planner/leave-tag.ts';
import { parseMarker } from './planner/marker.ts';
import { splitMark } from './planner/plan-mark.ts';

/** What the journal keeps of a description: the link marker and the mark of a plan, for the rest is never changed. */
export function descriptionValues(description: string): CallValues {
  const marker = parseMarker(description);
  const seal = marker === null || marker.seal === null ? '' : `-${marker.seal}`;
  const fingerprint = marker === null ? null : `${marker.fingerprint}${seal}`;
  return {
    link: marker?.person ?? null,
    fingerprint,
    mark: splitMark(description).mark,
    leaves: leaveShown(description),
  };
}

/** A node of the account under the names that the journal uses; what the reading does not show is absent. null = no such node. */
export function nodeValues(node: string, { users, groups }: AccountReading): CallValues | null {
  const user = users.find(({ id }) => id === node);
  if (user !== undefined) {
    const { name, email, enabled, group, details } = user;
    const shown = details === null ? {} : { ssoId: details.ssoId, mobile: details.mobile };
    const status = enabled ? 'enabled' : 'disabled';
    return { name, email, status, parent: group, ...shown, ...descriptionValues(user.description) };
  }
  const group = groups.find(({ id }) => id === node);
  return group === undefined ? null : { name: group.path.at(-1) ?? '', ...descriptionValues(group.description) };
}
