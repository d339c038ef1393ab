import type { GotoAccountFile, GotoSandboxUser } from './account.ts';

/** What is known of a list of users, so that a call need not read all of them. */
interface Index {
  readonly users: GotoSandboxUser[];
  /** As they were when they were entered. */
  readonly emails: string[];
  /** Where in the list a key stands. */
  readonly places: Map<string, number>;
  /** By the address in lower case, in the order of the account. */
  readonly byEmail: Map<string, GotoSandboxUser[]>;
  highest: bigint;
}

const indexes = new WeakMap<GotoSandboxUser[], Index>();

export function userByKey(account: GotoAccountFile, key: string): GotoSandboxUser | undefined {
  const { users } = account;
  const known = indexes.get(users)?.places.get(key);
  if (known !== undefined && users[known]?.key === key) return users[known];
  const place = indexOf(account).places.get(key);
  return place === undefined ? undefined : users[place];
}

/** Whoever has an address, deleted users and those of other accounts too. */
export function usersByEmail(account: GotoAccountFile, email: string): readonly GotoSandboxUser[] {
  return indexOf(account).byEmail.get(email.toLowerCase()) ?? [];
}

/** A key that nothing in the account has: one more than the highest. */
export function freshKey(account: GotoAccountFile): string {
  const { licences, groups, rolesets, attributes } = account;
  const others = [...[...licences, ...groups, ...attributes].map(({ key }) => key), ...rolesets.map(({ id }) => id)];
  return String(others.map(numberOf).reduce(higher, indexOf(account).highest) + 1n);
}

/** The account is live, anybody may change it by hand: so the index is compared with it, and made anew where it differs. */
function indexOf({ users }: GotoAccountFile): Index {
  const known = indexes.get(users);
  if (known !== undefined && isStill(known, users)) return completed(known, users);
  const index: Index = { users: [], emails: [], places: new Map(), byEmail: new Map(), highest: LOWEST };
  indexes.set(users, index);
  return completed(index, users);
}

/** Comparing is quick where nothing changed: the very same objects and texts. */
function isStill(index: Index, users: readonly GotoSandboxUser[]): boolean {
  const { users: entered, emails } = index;
  for (let at = 0; at < entered.length; at += 1) {
    if (users[at] !== entered[at] || users[at]?.email !== emails[at]) return false;
  }
  return true;
}

function completed(index: Index, users: readonly GotoSandboxUser[]): Index {
  for (let at = index.users.length; at < users.length; at += 1) {
    const user = users[at];
    if (user !== undefined) enter(index, user);
  }
  return index;
}

function enter(index: Index, user: GotoSandboxUser): void {
  index.places.set(user.key, index.users.length);
  index.users.push(user);
  index.emails.push(user.email);
  const email = user.email.toLowerCase();
  const same = index.byEmail.get(email);
  if (same === undefined) index.byEmail.set(email, [user]);
  else same.push(user);
  index.highest = higher(index.highest, numberOf(user.key));
}

const LOWEST = 7_000_000_000_000_000_000n;

function numberOf(key: string): bigint {
  return /^\d+$/.test(key) ? BigInt(key) : 0n;
}

function higher(one: bigint, other: bigint): bigint {
  return one > other ? one : other;
}
