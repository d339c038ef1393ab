import { fold } from '../../../core/text.ts';
import type { AccountReading, NodeId } from '../planner/account.ts';

/** The users of the account while changes are made: as they were read, kept up to date by our own changes. */
export interface KnownUsers {
  /** The group in which a user stands. */
  readonly groupOf: Map<NodeId, NodeId>;
  /** Folded e-mail addresses. */
  readonly emailOf: Map<NodeId, string>;
  readonly byEmail: Map<string, Set<NodeId>>;
}

/** Users without an address are known by their group only: nobody has filled them in. */
export function newKnownUsers(users: AccountReading['users']): KnownUsers {
  const known: KnownUsers = {
    groupOf: new Map(users.map(({ id, group }) => [id, group])),
    emailOf: new Map(),
    byEmail: new Map(),
  };
  for (const { id, email } of users) if (email.trim() !== '') setEmail(known, id, email);
  return known;
}

/** Notes where a user stands, and with which address. */
export function putUser(users: KnownUsers, id: NodeId, group: NodeId, email: string): void {
  users.groupOf.set(id, group);
  setEmail(users, id, email);
}

/** Notes a new e-mail address. */
export function setEmail({ emailOf, byEmail }: KnownUsers, id: NodeId, email: string): void {
  byEmail.get(emailOf.get(id) ?? '')?.delete(id);
  const key = fold(email);
  emailOf.set(id, key);
  byEmail.set(key, (byEmail.get(key) ?? new Set()).add(id));
}

/** The filled-in users with an e-mail address: a person may have one in each role. */
export function usersWithEmail({ byEmail }: KnownUsers, email: string): readonly NodeId[] {
  return [...(byEmail.get(fold(email)) ?? [])];
}

export function isIn({ groupOf }: KnownUsers, user: NodeId, group: NodeId): boolean {
  return groupOf.get(user) === group;
}
