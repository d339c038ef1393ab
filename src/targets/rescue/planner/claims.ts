import type { AssignedPerson, Assignments, PlacedPerson } from './assignments.ts';
import { diffUser } from './diff.ts';
import { cleanName, fold, foldPath } from '../../../core/text.ts';
import { loginIdOf, ssoIdOf } from './login-id.ts';
import type { Match } from './match.ts';
import type { AccountUser } from './account.ts';
import type { Person } from '../../../core/people.ts';
import { formatPath } from '../../../core/path.ts';
import type { FedGroups } from './fed-groups.ts';
import type { Mapping, RescueSettings } from '../settings.ts';
import type { Tree } from './tree.ts';
import { disabledPerson, leaver, type WantedUser, wantedFor } from './wanted-user.ts';

/**
 * Addresses and names are claims: people write them about themselves. This file alone says what they prove. A user that
 * is found by the link is the person's. A user that is found by an address becomes theirs at once only where the
 * mapping rules anyway and nobody gains by it. All other claims are planned, and wait for an approval.
 */
export interface Ground {
  readonly assignments: Assignments;
  readonly settings: RescueSettings;
  readonly tree: Tree;
  readonly fedGroups: FedGroups;
}

/** What should become of the user that was found for an enabled person; null where it has no group to stand in. */
export function ofClaimant(assigned: AssignedPerson, match: Match, ground: Ground): WantedUser | null {
  if (ground.fedGroups.isClosed(assigned.placement.group)) return null;
  const wanted = wantedFor(assigned, match, ground.fedGroups);
  if (match.by === 'marker') return placed(wanted, assigned, ground);
  return match.marker === null ? adopted(wanted, assigned, match, ground) : takenOver(wanted, assigned, match, ground);
}

/** What the new user of an enabled person should be; null where it has no group to stand in. */
export function ofNewcomer(assigned: AssignedPerson, ground: Ground): WantedUser | null {
  if (ground.fedGroups.isClosed(assigned.placement.group)) return null;
  return placed(wantedFor(assigned, null, ground.fedGroups), assigned, ground);
}

/** What should become of the user that was found for a disabled or expired person. */
export function ofEnded(ended: PlacedPerson, match: Match, ground: Ground): WantedUser {
  const { user } = match;
  const wanted = disabledPerson(user, ended, ground.fedGroups);
  if (match.by === 'marker') return wanted;
  // A user that is linked to somebody who is gone ends in any case, but only because that person was not read.
  if (match.marker !== null && ground.assignments.proof !== null)
    return leaver(user, ground.assignments.proof, ground.fedGroups);
  const contested = isContested(user, ended.person, ground);
  if (!contested && isTrusted(user, ended.mapping, ground)) return wanted;
  const why = contested ? 'somebody else has that address, too' : elsewhere(ended.mapping);
  const text = `${claimant(ended.person, ground)} has ended in the directory and may be ${bearer(user, ground)}, which would be disabled: ${why}.`;
  return { ...wanted, doubt: { kind: 'adoption', text } };
}

function adopted(wanted: WantedUser, assigned: AssignedPerson, match: Match, ground: Ground): WantedUser {
  const { user } = match;
  const contested = isContested(user, assigned.person, ground);
  // A disabled user had an owner, who may still know its password. A user with two claimants may be the other's.
  const passesOn = !user.enabled || contested;
  const found = passesOn ? withNewCredentials(wanted, assigned) : wanted;
  const reasons = [
    ...(match.by === 'ssoId' && fold(wanted.email) !== fold(user.email)
      ? ['its e-mail address would be replaced']
      : []),
    ...(isTrusted(user, assigned.mapping, ground) ? [] : [elsewhere(assigned.mapping)]),
    ...(ground.settings.adopt === 'account' || !passesOn ? [] : [oldOwner(user)]),
  ];
  if (reasons.length === 0) return placed(found, assigned, ground);
  const how = match.by === 'ssoId' ? 'the SSO id' : 'the address';
  const text = `${claimant(assigned.person, ground)} has ${how} of ${bearer(user, ground)}, which is not linked to anybody: ${reasons.join('; ')}.`;
  return { ...found, doubt: { kind: 'adoption', text } };
}

function oldOwner({ enabled }: AccountUser): string {
  return enabled ? 'somebody else has that address, too' : 'it is disabled, so somebody had it before';
}

function takenOver(wanted: WantedUser, assigned: AssignedPerson, match: Match, ground: Ground): WantedUser {
  const { user } = match;
  if (!isContested(user, assigned.person, ground) && isSamePersonAgain(wanted, assigned, user, ground)) {
    return placed(wanted, assigned, ground);
  }
  const text = `${claimant(assigned.person, ground)} has the address of ${bearer(user, ground)}, which is linked to a person who is in no mapped directory group any more.`;
  return { ...withNewCredentials(wanted, assigned), doubt: { kind: 'takeover', text } };
}

/** Deleted in the directory and made again: name and address are the same, and nothing but the link changes. */
function isSamePersonAgain(
  wanted: WantedUser,
  assigned: AssignedPerson,
  user: AccountUser,
  { fedGroups }: Ground,
): boolean {
  const { details } = user;
  if (!user.enabled || details === null || (wanted.wishesAddOn && !details.mobile)) return false;
  const sameName = cleanName(user.name) === (cleanName(assigned.person.name) || assigned.loginId);
  const changed = Object.keys(diffUser(wanted, fedGroups)?.after ?? {});
  return sameName && fold(user.email) === fold(assigned.loginId) && changed.every((field) => field === 'link');
}

/** The former owner of the user can log in no more, neither by password nor by SSO. */
function withNewCredentials(wanted: WantedUser, { person, mapping }: AssignedPerson): WantedUser {
  return { ...wanted, newPassword: true, ssoId: ssoIdOf(person, mapping.ssoId) ?? '' };
}

/** Nobody is placed in a group that has to be approved first. */
function placed(wanted: WantedUser, { placement }: AssignedPerson, { fedGroups }: Ground): WantedUser {
  const fedGroup = fedGroups.at(placement.group);
  if (fedGroup === null || fedGroup.doubt === null) return wanted;
  const isThere = wanted.user === null || wanted.standing.node === (fedGroup.node?.id ?? null);
  return isThere ? { ...wanted, doubt: fedGroup.doubt } : wanted;
}

/** Whether somebody else has one of the addresses of a user as well, whatever the file uses them for, and may be its owner. */
function isContested(user: AccountUser, person: Person, { assignments }: Ground): boolean {
  const addresses = [user.email, user.details?.ssoId ?? ''];
  return addresses.some((one) => assignments.claimed.by(one).some(({ id }) => id !== person.id));
}

/** Whether a user stands where an address is enough: in the mapping's own group and below, unless the file says more. */
function isTrusted(user: AccountUser, mapping: Mapping, { settings, tree }: Ground): boolean {
  if (settings.adopt === 'account') return true;
  const { path } = tree.group(user.group);
  const { rescueGroup } = mapping;
  return foldPath(path.slice(0, rescueGroup.length)) === foldPath(rescueGroup);
}

function elsewhere({ rescueGroup, line }: Mapping): string {
  return `it does not stand in ${formatPath(rescueGroup)}, where the mapping at line ${line} rules`;
}

function claimant(person: Person, { settings }: Ground): string {
  const address = loginIdOf(person, settings.loginId) ?? 'no address';
  return `${cleanName(person.name)} <${address}> (${person.label})`;
}

function bearer(user: AccountUser, { tree }: Ground): string {
  return `the user ${cleanName(user.name)} <${user.email}> in ${formatPath(tree.group(user.group).path)}`;
}
