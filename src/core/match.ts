import { groupBy } from './collections.ts';
import { compareText, fold } from './identity.ts';
import { type Marker, parseMarker } from './marker.ts';
import type { AccountUser, NodeId, Notice, Person, PersonId, Role } from './model.ts';

/** Somebody to be matched, with the addresses to look for. */
export interface Seeker {
  readonly person: Person;
  /** null when there is none, or when it is shared: then only the marker counts. */
  readonly loginId: string | null;
  /** null when there is none, or when it is shared. */
  readonly ssoId: string | null;
  /** Only a user of this role can be theirs. */
  readonly role: Role;
}

export interface Match {
  readonly user: AccountUser;
  readonly marker: Marker | null;
  readonly by: 'marker' | 'loginId' | 'ssoId';
}

export interface Matches {
  readonly byPerson: ReadonlyMap<PersonId, Match>;
  readonly byUser: ReadonlyMap<NodeId, PersonId>;
  /** Users whose SSO id decides a match and is not known yet. */
  readonly unknown: readonly NodeId[];
  /** Users who carry the marker of a person that already has another user: nobody touches them. */
  readonly doubles: ReadonlySet<NodeId>;
  /** Users of another role that carry the marker of a person: there is no move between roles. */
  readonly otherRole: ReadonlyMap<NodeId, PersonId>;
  readonly notices: readonly Notice[];
}

/**
 * Finds the user of each person: by marker, then by login id, then by SSO id. A user that carries the marker of
 * somebody in `seekers` is theirs and nobody else's; one whose marker names a person who is not there any more
 * (deleted and created again, for example) can be taken over through the login id, but only after a complete reading:
 * in a half-read directory nobody is known to be gone.
 */
export function matchUsers(seekers: readonly Seeker[], users: readonly AccountUser[], complete: boolean): Matches {
  const candidates = users.map((user) => ({ user, marker: parseMarker(user.description) }));
  const byPerson = new Map<PersonId, Match>();
  const byUser = new Map<NodeId, PersonId>();
  const doubles = new Set<NodeId>();
  const otherRole = new Map<NodeId, PersonId>();
  const notices: Notice[] = [];

  function tie(person: Person, found: Candidate, by: Match['by']): void {
    byPerson.set(person.id, { ...found, by });
    byUser.set(found.user.id, person.id);
  }

  const marked = groupBy(candidates, ({ marker }) => marker?.person ?? null);
  for (const seeker of seekers) {
    const bearers = marked.get(seeker.person.id) ?? [];
    const own = bearers.filter(({ user }) => user.role === seeker.role);
    for (const { user } of bearers) if (user.role !== seeker.role) otherRole.set(user.id, seeker.person.id);
    const best = bestOf(own, seeker);
    if (best === null) continue;
    tie(seeker.person, best, 'marker');
    for (const { user } of own) {
      if (user.id === best.user.id) continue;
      doubles.add(user.id);
      notices.push(doubleMarker(user, best.user));
    }
  }

  const free = candidates.filter(
    ({ user, marker }) =>
      !byUser.has(user.id) && !doubles.has(user.id) && !otherRole.has(user.id) && (complete || marker === null),
  );
  const byEmail = new Map(free.map((candidate) => [emailKey(candidate.user.role, candidate.user.email), candidate]));
  for (const seeker of unmatched(seekers, byPerson)) {
    const found = seeker.loginId === null ? undefined : byEmail.get(emailKey(seeker.role, seeker.loginId));
    if (found !== undefined && !byUser.has(found.user.id)) tie(seeker.person, found, 'loginId');
  }

  const searching = unmatched(seekers, byPerson).filter(({ ssoId }) => ssoId !== null);
  const open = searching.length === 0 ? [] : free.filter(({ user, marker }) => !byUser.has(user.id) && marker === null);
  const unknown = open.filter(({ user }) => user.details === null).map(({ user }) => user.id);
  const bySsoId = groupBy(open, ({ user }) => fold(user.details?.ssoId ?? ''));
  for (const seeker of searching) {
    const same = bySsoId.get(fold(seeker.ssoId ?? ''));
    const found = same?.filter(({ user }) => user.role === seeker.role);
    if (found?.length === 1 && found[0] !== undefined && !byUser.has(found[0].user.id)) {
      tie(seeker.person, found[0], 'ssoId');
    }
  }
  return { byPerson, byUser, unknown, doubles, otherRole, notices };
}

function emailKey(role: Role, email: string): string {
  return `${role} ${fold(email)}`;
}

interface Candidate {
  readonly user: AccountUser;
  readonly marker: Marker | null;
}

function unmatched(seekers: readonly Seeker[], byPerson: ReadonlyMap<PersonId, Match>): Seeker[] {
  return seekers.filter(({ person }) => !byPerson.has(person.id));
}

/** Where a marker was copied to a second user: the one with the right login id, else the oldest. Nothing that a plan changes decides. */
function bestOf(own: readonly Candidate[], seeker: Seeker): Candidate | null {
  const rank = ({ user }: Candidate): number =>
    seeker.loginId !== null && fold(user.email) === fold(seeker.loginId) ? 0 : 1;
  const sorted = [...own].sort((a, b) => rank(a) - rank(b) || compareNodes(a.user.id, b.user.id));
  return sorted[0] ?? null;
}

function compareNodes(a: NodeId, b: NodeId): number {
  return a.length - b.length || compareText(a, b);
}

function doubleMarker(user: AccountUser, owner: AccountUser): Notice {
  return {
    code: 'DOUBLE_LINK',
    severity: 'warning',
    text: `The description of ${user.name} (${user.email}) carries the link marker of ${owner.name} (${owner.email}); the user is left as it is. Remove the marker from its description.`,
    subject: user.email,
    line: null,
  };
}
