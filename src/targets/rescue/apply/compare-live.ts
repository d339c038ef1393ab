import { leaveShown } from '../planner/leave-tag.ts';
import { readLink } from '../planner/links.ts';
import type { Sealing } from '../planner/marker.ts';
import { cleanName, fold } from '../../../core/text.ts';
import type { RescueChange, Facts } from '../planner/change.ts';
import type { UserFacts } from '../../../plan/model.ts';
import type { UserRecord } from '../wire/user-record.ts';
import { ownerOf } from './wanted-record.ts';

/** The fields of a user that a change may set; the group is looked at in change-user.ts. */
const FIELDS = ['name', 'email', 'status', 'ssoId', 'mobile', 'link', 'leaves'] as const;
type Field = (typeof FIELDS)[number];

const LABELS: Readonly<Record<Field, string>> = {
  name: 'name',
  email: 'e-mail',
  status: 'status',
  ssoId: 'SSO ID',
  mobile: 'mobile add-on',
  link: 'link',
  leaves: 'day of leaving',
};

type LiveFacts = Required<Pick<Facts, Field>>;

function liveFacts(user: UserRecord, sealing: Sealing): LiveFacts {
  return {
    name: user.name,
    email: user.email,
    status: user.enabled ? 'enabled' : 'disabled',
    ssoId: user.ssoId,
    mobile: user.mobile,
    link: readLink(user.description, user.id, sealing).marker?.person ?? null,
    leaves: leaveShown(user.description),
  };
}

/**
 * Why a change no longer fits: a field that it sets is neither as planned before nor as planned after.
 *
 * @returns a sentence; null when it fits
 */
export function misfit(change: RescueChange, user: UserRecord, sealing: Sealing): string | null {
  const { before, after, facts } = change;
  const live = liveFacts(user, sealing);
  const changed = facts === null ? null : changedFact(facts, after, live);
  if (changed !== null) return changed;
  for (const field of FIELDS) {
    const wanted = after[field];
    if (wanted === undefined || live[field] === wanted) continue;
    const planned = before?.[field] ?? (field === 'link' || field === 'leaves' ? null : undefined);
    if (live[field] !== planned)
      return `The ${LABELS[field]} is ${show(live[field])} by now, not ${show(planned)} as it was planned. Make a new plan.`;
  }
  const owner = ownerOf(change);
  if (after.link === undefined && owner !== null && live.link !== null && live.link !== owner) {
    return `The user is linked to another person by now (${live.link}). Make a new plan.`;
  }
  return null;
}

/** A sentence where a field says that this is another user than the plan was made from, though the change leaves it alone. */
function changedFact(facts: UserFacts, after: Facts, live: LiveFacts): string | null {
  const same: Readonly<Record<keyof UserFacts, boolean>> = {
    name: cleanName(facts.name) === cleanName(live.name),
    email: fold(facts.email) === fold(live.email),
    status: facts.status === live.status,
    link: facts.link === live.link,
  };
  for (const field of ['name', 'email', 'status', 'link'] as const) {
    if (after[field] !== undefined || same[field]) continue;
    return `The ${LABELS[field]} is ${show(live[field])} by now; it was ${show(facts[field])} when the plan was made. Make a new plan.`;
  }
  return null;
}

function show(value: string | boolean | null | undefined): string {
  if (value === true) return 'on';
  if (value === false) return 'off';
  return value === null || value === undefined ? 'none' : JSON.stringify(value);
}
