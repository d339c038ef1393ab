import { readLink } from '../planner/links.ts';
import { parseMarker, sealMarker, type Sealing, withMarker } from '../planner/marker.ts';
import { cleanName, fold } from '../../../core/text.ts';
import type { RescueChange, Facts } from '../planner/change.ts';
import type { UserFacts } from '../../../plan/model.ts';
import type { UserRecord } from '../wire/user.ts';

/** The fields of a user that a change may set; the place is looked at elsewhere. */
const FIELDS = ['name', 'email', 'status', 'ssoId', 'mobile', 'link'] as const;
type Field = (typeof FIELDS)[number];

const LABELS: Readonly<Record<Field, string>> = {
  name: 'name',
  email: 'e-mail',
  status: 'status',
  ssoId: 'SSO ID',
  mobile: 'mobile add-on',
  link: 'link',
};

export function factsOf(user: UserRecord, sealing: Sealing): Required<Pick<Facts, Field>> {
  return {
    name: user.name,
    email: user.email,
    status: user.enabled ? 'enabled' : 'disabled',
    ssoId: user.ssoId,
    mobile: user.mobile,
    link: readLink(user.description, user.id, sealing).marker?.person ?? null,
  };
}

/**
 * Why a change no longer fits: a field that it sets is neither as planned before nor as planned after.
 *
 * @returns a sentence; null when it fits
 */
export function misfit(
  { before, after, facts, native: { marker } }: RescueChange,
  user: UserRecord,
  sealing: Sealing,
): string | null {
  const live = factsOf(user, sealing);
  const changed = facts === null ? null : changedFact(facts, after, live);
  if (changed !== null) return changed;
  for (const field of FIELDS) {
    const wanted = after[field];
    if (wanted === undefined || live[field] === wanted) continue;
    const planned = before?.[field] ?? (field === 'link' ? null : undefined);
    if (live[field] !== planned)
      return `The ${LABELS[field]} is ${show(live[field])} by now, not ${show(planned)} as it was planned. Make a new plan.`;
  }
  const owner = marker === null ? null : (parseMarker(marker)?.person ?? null);
  if (after.link === undefined && owner !== null && live.link !== null && live.link !== owner) {
    return `The user is linked to another person by now (${live.link}). Make a new plan.`;
  }
  return null;
}

/** A field that the change leaves alone, but that says who the user is, differs from what the plan was made from. */
function changedFact(facts: UserFacts, after: Facts, live: ReturnType<typeof factsOf>): string | null {
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

/** The record with everything the change wants; the description keeps its text and gets the link marker, sealed for this user. */
export function merged(user: UserRecord, { after, native: { marker } }: RescueChange, sealing: Sealing): UserRecord {
  return {
    ...user,
    name: after.name ?? user.name,
    email: after.email ?? user.email,
    ssoId: after.ssoId ?? user.ssoId,
    mobile: after.mobile ?? user.mobile,
    enabled: after.status === undefined ? user.enabled : after.status === 'enabled',
    description:
      marker === null ? user.description : withMarker(user.description, sealMarker(marker, user.id, sealing)),
  };
}

/** Whether two records say the same. */
export function isEqual(a: UserRecord, b: UserRecord): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
