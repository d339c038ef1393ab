import { groupBy } from '../../../core/collections.ts';
import { fold } from '../../../core/text.ts';
import type { Links } from './links.ts';
import { type Marker, markerIn } from './marker.ts';
import type { AccountUser, NodeId } from './account.ts';
import type { Role } from '../role.ts';
import type { Notice } from '../../../core/notice.ts';
import type { Person, PersonId } from '../../../core/people.ts';

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
  /** See {@link Links}. */
  readonly doubles: ReadonlySet<NodeId>;
  /** Users of another role that carry the marker of a person: there is no move between roles. */
  readonly otherRole: ReadonlyMap<NodeId, PersonId>;
  readonly notices: readonly Notice[];
}

/**
 * Finds the user of each person: by marker, then by login id, then by SSO id. A user that carries the marker of
 * somebody in `seekers` is theirs and nobody else's. A user whose marker names a person that is not there any more
 * (deleted and created again, for example) can be taken over through the login id, but only after a complete reading:
 * in a half-read directory nobody is known to be gone. A person whose link is contested gets no user in any way.
 */
export function matchUsers(
  seekers: readonly Seeker[],
  users: readonly AccountUser[],
  complete: boolean,
  { doubles, contested }: Pick<Links, 'doubles' | 'contested'>,
): Matches {
  const candidates = users.map((user) => ({ user, marker: markerIn(user) }));
  const byPerson = new Map<PersonId, Match>();
  const byUser = new Map<NodeId, PersonId>();
  const otherRole = new Map<NodeId, PersonId>();
  const notices: Notice[] = [];

  function tie(person: Person, { user, marker }: Candidate, by: Match['by']): void {
    byPerson.set(person.id, { by, user, marker });
    byUser.set(user.id, person.id);
  }

  const marked = groupBy(
    candidates.filter(({ user }) => !doubles.has(user.id)),
    ({ marker }) => marker?.person ?? null,
  );
  for (const seeker of seekers) {
    const bearers = marked.get(seeker.person.id) ?? [];
    for (const { user } of bearers) if (user.role !== seeker.role) otherRole.set(user.id, seeker.person.id);
    const own = bearers.find(({ user }) => user.role === seeker.role);
    if (own !== undefined) tie(seeker.person, own, 'marker');
  }

  const free = candidates.filter(
    ({ user, marker }) =>
      !byUser.has(user.id) && !doubles.has(user.id) && !otherRole.has(user.id) && (complete || marker === null),
  );
  const byEmail = new Map(free.map((candidate) => [emailKey(candidate.user.role, candidate.user.email), candidate]));
  const open = seekers.filter(({ person }) => !contested.has(person.id));
  for (const seeker of unmatched(open, byPerson)) {
    const found = seeker.loginId === null ? undefined : byEmail.get(emailKey(seeker.role, seeker.loginId));
    if (found !== undefined && !byUser.has(found.user.id)) tie(seeker.person, found, 'loginId');
  }

  const searching = unmatched(open, byPerson).filter(({ ssoId }) => ssoId !== null);
  const left = searching.length === 0 ? [] : free.filter(({ user, marker }) => !byUser.has(user.id) && marker === null);
  const unknown = left.filter(({ user }) => user.details === null).map(({ user }) => user.id);
  const bySsoId = groupBy(left, ({ user }) => fold(user.details?.ssoId ?? ''));
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
