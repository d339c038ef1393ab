import type { AssignedPerson, PlacedPerson } from './assignments.ts';
import type { MappingProof } from './read-mappings.ts';
import type { Doubt } from './doubt.ts';
import { fold, visibleName } from '../../../core/text.ts';
import { ssoIdOf } from './login-id.ts';
import type { Marker } from './marker.ts';
import type { Match } from './match.ts';
import type { Placement } from './membership.ts';
import { namesOf } from './parts.ts';
import type { AccountUser, NodeId } from './account.ts';
import type { Role } from '../role.ts';
import type { GroupPath } from '../../../core/path.ts';
import type { Day } from '../../../core/calendar.ts';
import type { CompleteRead, Person } from '../../../core/people.ts';
import type { Evidence, Reason } from '../../../plan/model.ts';
import type { FedGroups } from './fed-groups.ts';
import { withArticle } from './roles.ts';
import type { Attribute, Mapping } from '../settings.ts';

/** A group of the account as it is when the plan is applied. */
export interface Standing {
  /** null when it has to be created. */
  readonly node: NodeId | null;
  readonly path: GroupPath;
}

/**
 * What should become of one user of the account, or of one that is created: a complete picture. An assignment
 * (planner/assignments.ts) says where a person belongs before the account's users are looked at; this says what that
 * means for a user. It copies what must not be touched from the user as it is, so that the diff needs no exceptions.
 */
export interface WantedUser {
  /** The user as it is; null when it has to be created. */
  readonly user: AccountUser | null;
  /** null for a user who belongs to nobody that was read. */
  readonly person: Person | null;
  readonly role: Role;
  readonly standing: Standing;
  readonly name: string;
  readonly email: string;
  readonly enabled: boolean;
  /** null = not managed: stays as it is. */
  readonly ssoId: string | null;
  /** null = not managed: stays as it is. */
  readonly mobile: boolean | null;
  /** To be granted the mobile add-on while there are licences (targets/rescue/planner/seats-and-add-ons.ts). */
  readonly wishesAddOn: boolean;
  /** The person to be linked to; null leaves the description alone. */
  readonly link: WantedLink | null;
  /** Of the mapping: it says who comes first where seats or add-ons are short. Null where no mapping is involved. */
  readonly priority: number | null;
  readonly reason: Reason;
  /** Whether membership alone is the reason: for a mere update it is then that the fields differ. */
  readonly byMembership: boolean;
  /** Whether the user must not be touched, whatever the directory says (targets/rescue/planner/protected-users.ts). */
  readonly isProtected: boolean;
  /** Why the user ends; null where it does not. */
  readonly end: End | null;
  /** What an end rests on: it was read, or somebody was not read. Everything that is no end was read. */
  readonly evidence: Evidence;
  /** Why all that is planned for this user needs an approval of its own; null where only the limits count. */
  readonly doubt: Doubt | null;
  /** The day of leaving that is to stand in the user; null = none, undefined = what stands there stays. */
  readonly leaves: Day | null | undefined;
  /** The day on which a leaver ends, who is left as it is until then; null where nobody waits. */
  readonly waits: Day | null;
  /** Whether the user passes to somebody who must not have the former password: a new random one is set. */
  readonly newPassword: boolean;
}

/**
 * Why a user is disabled:
 *
 * - ended     the person was read as disabled or expired
 * - left      the person was not read in any mapped group
 * - former    the person has a user of another role now
 * - lowered   the person is to have a lower role
 * - stranger  the user is nobody's, and stands in a group that is one-to-one with a directory group
 */
export type End = 'ended' | 'left' | 'former' | 'lowered' | 'stranger';

/** The link marker without the mobile add-on, which is settled later. */
export interface WantedLink {
  readonly person: Marker['person'];
  /** The SSO id that the fingerprint vouches for; null = not managed. */
  readonly ssoId: string | null;
  /** The marker lacks the seal that it should have, and is written anew even where it says the same. */
  readonly renew?: boolean;
}

/** A user that stays exactly as it is. */
export function asItIs(user: AccountUser, person: Person | null, reason: Reason, fedGroups: FedGroups): WantedUser {
  return {
    user,
    person,
    role: user.role,
    standing: { node: user.group, path: fedGroups.after(user.group) },
    name: user.name,
    email: user.email,
    enabled: user.enabled,
    ssoId: null,
    mobile: null,
    wishesAddOn: false,
    link: null,
    priority: null,
    reason,
    byMembership: false,
    isProtected: false,
    end: null,
    evidence: 'said',
    doubt: null,
    leaves: undefined,
    waits: null,
    newPassword: false,
  };
}

/** The user of a person who should have an enabled one. */
export function wantedFor(assigned: AssignedPerson, match: Match | null, fedGroups: FedGroups): WantedUser {
  const { person, mapping, placement, loginId, priority, mappingProof, roleCertain } = assigned;
  const ssoId = ssoIdOf(person, mapping.ssoId);
  const name = visibleName(person.name) || loginId;
  const fedGroup = fedGroups.at(placement.group);
  const standing = { node: fedGroup?.node?.id ?? null, path: fedGroup?.path ?? placement.group };
  const reason = memberOf(placement);
  const keeps = (attribute: Attribute): boolean => mapping.attributes.includes(attribute);
  const kept = keeps('ssoId') ? ssoId : null;
  const recognised = match === null ? null : linkReason(match, reason);
  const user = match?.user ?? null;
  const stays = !mapping.fullGroup || mappingProof === null;
  // In the order of the fields of asItIs, and without a spread: so all wanted users have one shape (plan/change.ts).
  return {
    user,
    person,
    role: mapping.role,
    standing:
      user === null
        ? standing
        : stays
          ? { node: user.group, path: fedGroups.after(user.group) }
          : movedTo(mappingProof, standing),
    name: user === null || keeps('name') ? name : user.name,
    email: user === null || (keeps('email') && differs(user.email, loginId)) ? loginId : user.email,
    enabled: user === null || (keeps('status') && roleCertain) ? true : user.enabled,
    ssoId: user === null ? ssoId : kept,
    mobile: null,
    wishesAddOn: mapping.mobileLicense,
    link: { person: person.id, ssoId: kept },
    priority,
    reason: recognised ?? reason,
    byMembership: recognised === null,
    isProtected: false,
    end: null,
    evidence: 'said',
    doubt: null,
    leaves: null,
    waits: null,
    newPassword: false,
  };
}

/** As the service compares addresses. Those of most users are the same to the letter. */
function differs(email: string, loginId: string): boolean {
  return email !== loginId && fold(email) !== fold(loginId);
}

/** A user is moved on the strength of whole readings only. */
function movedTo(_proof: MappingProof, standing: Standing): Standing {
  return standing;
}

/** Everybody who stands in one directory group has one reason. */
const memberships = new WeakMap<Placement, Reason>();

function memberOf(placement: Placement): Reason {
  const known = memberships.get(placement);
  if (known !== undefined) return known;
  const { line, path } = placement;
  const reason: Reason = { code: 'MEMBER_OF', text: `member of ${path.join(' › ')}`, line, path };
  memberships.set(placement, reason);
  return reason;
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
    text: `a new person in the directory with the ${how} of one who is gone: takes that user over; ${reason.text}`,
  };
}

/** A person who is disabled or expired in the directory: that was read in so many words, so it needs no further proof. */
export function disabledPerson(user: AccountUser, ended: PlacedPerson, fedGroups: FedGroups): WantedUser {
  const expired = ended.person.state === 'expired';
  const reason: Reason = {
    code: expired ? 'PERSON_EXPIRED' : 'PERSON_DISABLED',
    text: expired ? 'the account has expired in the directory' : 'disabled in the directory',
    line: ended.placement.line,
    path: ended.placement.path,
  };
  return disabled(user, ended.person, reason, 'ended', fedGroups);
}

/** A managed user whose person is in no mapped group any more. Absence is only proved by a complete reading. */
export function leaver(user: AccountUser, _proof: CompleteRead, fedGroups: FedGroups): WantedUser {
  // Which of the two is said once everything is decided (planner/leaver-reasons.ts).
  const text = 'deleted in the directory, or in no mapped directory group any more';
  return disabled(user, null, { code: 'LEFT', text, line: null, path: [] }, 'left', fedGroups);
}

/** A managed user whose person has a user of another role by now. */
export function formerRole(user: AccountUser, now: Role, _proof: CompleteRead, fedGroups: FedGroups): WantedUser {
  const text = `the person is ${withArticle(now)} now`;
  return disabled(user, null, { code: 'ROLE_CHANGED', text, line: null, path: [] }, 'former', fedGroups);
}

/**
 * A managed user whose person is to have a lower role: rights go down at once, also where the user of the lower role
 * cannot be had yet.
 *
 * @param _proof that no mapping which comes first, and gives the higher role, has the person
 */
export function loweredRole(
  user: AccountUser,
  lower: PlacedPerson,
  _proof: MappingProof,
  fedGroups: FedGroups,
): WantedUser {
  const { mapping, placement } = lower;
  const text = `the person is to be ${withArticle(mapping.role)} now, and no longer ${withArticle(user.role)}`;
  const reason: Reason = { code: 'ROLE_LOWERED', text, line: placement.line, path: placement.path };
  return disabled(user, null, reason, 'lowered', fedGroups);
}

/** An unmanaged user who stands in a group that is one-to-one with a directory group, without being its member. */
export function stranger(user: AccountUser, mapping: Mapping, _proof: CompleteRead, fedGroups: FedGroups): WantedUser {
  const text = `not in the directory: no member of ${namesOf(mapping, 'or')}`;
  return disabled(user, null, { code: 'NOT_A_MEMBER', text, line: mapping.line, path: [] }, 'stranger', fedGroups);
}

/**
 * A disabled user gives the mobile add-on back. A user that was disabled already does so once it is known to have one.
 */
function disabled(
  user: AccountUser,
  person: Person | null,
  reason: Reason,
  end: End,
  fedGroups: FedGroups,
): WantedUser {
  const evidence = end === 'ended' ? 'said' : 'absence';
  // The day of somebody who is disabled already stays: whom somebody enables by hand has no second grace.
  const leaves = user.enabled ? null : undefined;
  return { ...asItIs(user, person, reason, fedGroups), enabled: false, mobile: false, end, evidence, leaves };
}
