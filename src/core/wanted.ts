import type { DesiredPerson, EndedPerson } from './desired.ts';
import { cleanName, fold, ssoIdOf } from './identity.ts';
import { fingerprint, type Marker } from './marker.ts';
import type { Match } from './match.ts';
import type { AccountUser, CompleteRead, GroupPath, Person, Reason } from './model.ts';
import type { Attribute, Mapping } from './settings.ts';
import type { Tree } from './tree.ts';

/**
 * What should be for one user of the account: a complete picture. What must not be touched is copied into it from
 * the user as it is, so that the diff needs no exceptions.
 */
export interface WantedUser {
  /** The user as it is; null when it has to be created. */
  readonly user: AccountUser | null;
  /** null for a user who belongs to nobody that was read. */
  readonly person: Person | null;
  readonly group: GroupPath;
  readonly name: string;
  readonly email: string;
  readonly enabled: boolean;
  /** null = not managed: stays as it is. */
  readonly ssoId: string | null;
  readonly mobile: boolean | null;
  /** The link to write; null leaves the description alone. */
  readonly marker: Marker | null;
  readonly reason: Reason;
}

/** A user who stays exactly as it is. */
export function asItIs(user: AccountUser, person: Person | null, reason: Reason, tree: Tree): WantedUser {
  return {
    user,
    person,
    group: tree.group(user.group).path,
    name: user.name,
    email: user.email,
    enabled: user.enabled,
    ssoId: null,
    mobile: null,
    marker: null,
    reason,
  };
}

/** The user of a person who should have an enabled one. */
export function wantedFor(desired: DesiredPerson, match: Match | null, tree: Tree): WantedUser {
  const { person, mapping, placement, loginId } = desired;
  const ssoId = ssoIdOf(person, mapping.ssoId);
  const name = cleanName(person.name) || loginId;
  const group = tree.spelled(placement.group);
  const reason = memberOf(mapping, placement.path);
  const keeps = (attribute: Attribute): boolean => mapping.attributes.includes(attribute);
  const kept = keeps('ssoId') ? ssoId : null;
  const marker = { person: person.id, fingerprint: fingerprint(kept, null) };
  if (match === null) {
    return { user: null, person, group, name, email: loginId, enabled: true, ssoId, mobile: null, marker, reason };
  }

  const { user } = match;
  return {
    user,
    person,
    group: desired.certain ? group : tree.group(user.group).path,
    name: keeps('name') ? name : user.name,
    email: keeps('email') && fold(user.email) !== fold(loginId) ? loginId : user.email,
    enabled: keeps('status') ? true : user.enabled,
    ssoId: kept,
    mobile: null,
    marker,
    reason: linkReason(match, reason) ?? reason,
  };
}

function memberOf(mapping: Mapping, path: readonly string[]): Reason {
  return { code: 'MEMBER_OF', text: `member of ${path.join(' › ')}`, line: mapping.line, path };
}

function linkReason(match: Match, reason: Reason): Reason | null {
  if (match.by === 'marker') return null;
  const how = match.by === 'loginId' ? 'e-mail' : 'SSO id';
  if (match.marker === null) {
    return { ...reason, code: 'ADOPTED', text: `existing user, recognised by ${how}; ${reason.text}` };
  }
  return {
    ...reason,
    code: 'RELINKED',
    text: `takes over the user of a person who is gone, by ${how}; ${reason.text}`,
  };
}

/** A person who is disabled or expired in the directory: that was read in so many words, so it needs no further proof. */
export function disabledPerson(user: AccountUser, ended: EndedPerson, tree: Tree): WantedUser {
  const expired = ended.person.state === 'expired';
  const reason: Reason = {
    code: expired ? 'PERSON_EXPIRED' : 'PERSON_DISABLED',
    text: expired ? 'the account has expired in the directory' : 'disabled in the directory',
    line: ended.mapping.line,
    path: ended.placement.path,
  };
  return disabled(user, ended.person, reason, tree);
}

/** A managed user whose person is in no mapped group any more. Absence is only proved by a complete reading. */
export function leaver(user: AccountUser, _proof: CompleteRead, tree: Tree): WantedUser {
  const text = 'deleted in the directory, or in no mapped directory group any more';
  return disabled(user, null, { code: 'LEFT', text, line: null, path: [] }, tree);
}

/** An unmanaged user who stands in a group that is one-to-one with a directory group, without being its member. */
export function stranger(user: AccountUser, mapping: Mapping, _proof: CompleteRead, tree: Tree): WantedUser {
  const text = `not in the directory: no member of ${mapping.directoryGroup}`;
  return disabled(user, null, { code: 'NOT_A_MEMBER', text, line: mapping.line, path: [] }, tree);
}

/** Disabling gives the mobile add-on back. Whoever is disabled already stays as they are. */
function disabled(user: AccountUser, person: Person | null, reason: Reason, tree: Tree): WantedUser {
  const same = asItIs(user, person, reason, tree);
  return user.enabled ? { ...same, enabled: false, mobile: false } : same;
}
