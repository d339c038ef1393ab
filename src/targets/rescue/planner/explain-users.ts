import { append } from '../../../core/collections.ts';
import type { PersonId } from '../../../core/people.ts';
import { formatPath } from '../../../core/path.ts';
import { type KnownUser, type Step, step } from '../../../plan/explain/chain.ts';
import type { AccountUser } from './account.ts';
import { isBare, isUncertainMove, waitsForRole } from './decide.ts';
import { diffUser } from './diff.ts';
import { parseMarker } from './marker.ts';
import type { Match } from './match.ts';
import { wantedKey } from './members.ts';
import type { Passes, Stage } from './passes.ts';
import { ROLE_NAMES } from './roles.ts';
import type { WantedUser } from './wanted-user.ts';

type Known = Pick<Passes, 'account' | 'decision' | 'tree'>;

/** All users of the account that can be asked for. */
export function knownUsers({ account, decision, tree }: Known): KnownUser[] {
  const { byUser, otherRole } = decision.matches;
  return account.users
    .filter((user) => !isBare(user))
    .map((user) => ({
      node: user.id,
      name: user.name,
      email: user.email,
      group: formatPath(tree.group(user.group).path),
      aliases: user.details === null || user.details.ssoId === '' ? [] : [user.details.ssoId],
      person: byUser.get(user.id) ?? otherRole.get(user.id) ?? linkedTo(user),
    }));
}

function linkedTo({ description }: AccountUser): PersonId | null {
  return (parseMarker(description)?.person ?? null) as PersonId | null;
}

/** Each user as it is, with how it was found. @param id of the person; null where none is known */
export function userSteps(id: PersonId | null, users: readonly KnownUser[], passes: Passes): Step[] {
  const { account, decision, links } = passes;
  const nodes = new Set(users.map(({ node }) => node));
  const found = account.users.filter((user) => nodes.has(user.id));
  const match = id === null ? undefined : decision.matches.byPerson.get(id);
  const contested = id !== null && links.contested.has(id);
  const none = id === null || match !== undefined ? [] : [step('NOT_FOUND', 'no user was found for them')];
  return [
    ...found.map((user) => step('USER', userText(user, passes), { steps: [foundStep(user, id, match, passes)] })),
    ...(contested ? [step('LINK_CONTESTED', 'several users carry a link to them, so none counts as theirs')] : []),
    ...none,
  ];
}

function userText(user: AccountUser, { tree }: Passes): string {
  const { id, name, email, role, enabled, details } = user;
  const where = formatPath(tree.group(user.group).path);
  const shown = details === null ? [] : [`SSO id ${details.ssoId === '' ? '(none)' : details.ssoId}`];
  const mobile = details === null ? [] : [`mobile add-on: ${details.mobile ? 'yes' : 'no'}`];
  const state = enabled ? 'enabled' : 'disabled';
  return [`${name} <${email}>, node ${id}`, `${ROLE_NAMES[role]} in ${where}`, state, ...shown, ...mobile].join(', ');
}

function foundStep(user: AccountUser, id: PersonId | null, match: Match | undefined, { decision }: Passes): Step {
  const { doubles, otherRole } = decision.matches;
  if (doubles.has(user.id)) return step('LINK_CONTESTED', 'several users carry the same link, so none of them counts');
  if (id !== null && otherRole.get(user.id) === id) {
    return step('OTHER_ROLE', 'carries the link to the person, who should have another role');
  }
  if (match?.user.id !== user.id) return ownerStep(user);
  if (match.by === 'marker') return step('FOUND_BY_LINK', 'found by the link in its Description');
  if (match.by === 'ssoId') return step('FOUND_BY_SSO_ID', 'found by the SSO id, and linked to nobody');
  return match.marker === null
    ? step('FOUND_BY_LOGIN_ID', 'found by the login id, and linked to nobody')
    : step('TAKEN_OVER', `found by the login id, and linked to somebody who was not read (${match.marker.person})`);
}

function ownerStep(user: AccountUser): Step {
  const owner = linkedTo(user);
  return owner === null
    ? step('PERSON_UNKNOWN', 'linked to nobody, and found for nobody who was read')
    : step('FOUND_BY_LINK', `linked to the person ${owner}`);
}

/** What became, pass by pass, of what was decided about somebody; only what takes something back is told. */
export function passSteps(keys: ReadonlySet<string>, { decision, stages, fedGroups }: Passes): Step[] {
  const steps: Step[] = [];
  let before = pick(decision.wanted, keys);
  for (const { pass, wanted } of stages) {
    const after = pick(wanted, keys);
    for (const [key, entry] of before) {
      const next = after.get(key);
      if (next?.isProtected === true && !entry.isProtected) {
        steps.push(step('PROTECTED_USER', `the user is left as it is: ${next.reason.text}`));
      } else append(steps, takenBack(entry, next, pass, fedGroups));
    }
    before = after;
  }
  // A doubt about somebody for whom nothing changes keeps nothing back.
  const changing = [...before.values()].filter((entry) => diffUser(entry, fedGroups) !== null);
  const doubts = changing.flatMap(({ doubt }) => (doubt === null ? [] : [step('DOUBTED', doubt.text)]));
  return [...doubts, ...steps];
}

/** What waits until everything that matters is read to its end. */
export function waitingSteps(wanted: readonly WantedUser[], id: PersonId | null, passes: Passes): Step[] {
  const { assignments, decision } = passes;
  const moves = wanted.some((entry) => isUncertainMove(entry, decision.matches, passes));
  const assigned = id === null ? undefined : assignments.people.get(id);
  const waits = assigned !== undefined && waitsForRole(assigned, decision.matches.byPerson);
  return [
    ...(moves ? [step('TAKEN_BACK', 'not moved: this mapping, or one before it, was not read to the end')] : []),
    ...(waits
      ? [step('TAKEN_BACK', 'neither created nor enabled: a mapping that gives another role was not read')]
      : []),
  ];
}

function pick(wanted: readonly WantedUser[], keys: ReadonlySet<string>): Map<string, WantedUser> {
  return new Map(wanted.flatMap((entry) => (keys.has(wantedKey(entry)) ? [[wantedKey(entry), entry]] : [])));
}

function takenBack(
  entry: WantedUser,
  next: WantedUser | undefined,
  pass: Stage['pass'],
  fedGroups: Passes['fedGroups'],
): Step[] {
  if (next === entry) return [];
  if (next === undefined) return [step('TAKEN_BACK', `no user is created: ${PASSES[pass]}`)];
  const was = diffUser(entry, fedGroups)?.after ?? {};
  const is: Readonly<Record<string, unknown>> = diffUser(next, fedGroups)?.after ?? {};
  // The link changes with what it vouches for, which is told already.
  const lost = Object.keys(was).filter((field) => field !== 'link' && !(field in is));
  return lost.length === 0 ? [] : [step('TAKEN_BACK', `${lost.join(', ')} as it is: ${PASSES[pass]}`)];
}

const PASSES: Readonly<Record<Stage['pass'], string>> = {
  unreadable: 'a user that cannot be read may be theirs',
  links: 'the link is in doubt',
  grace: 'the grace of whoever is in no mapped group any more has not ended',
  protection: 'the user is protected',
  addresses: 'the e-mail address is that of another user',
  ssoIds: 'the SSO id is that of another user, or has to wait for the e-mail address',
  formerRoles: 'the user of the new role cannot be had yet',
  budgets: 'no seat or no add-on is left',
};
