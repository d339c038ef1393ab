import type { Person } from '../../../core/people.ts';
import { memberKey } from '../../../plan/members.ts';
import type { Blocked, Evidence, Reason } from '../../../plan/model.ts';
import type { AccountUser, GroupKey, LicenceKey } from './account.ts';
import type { Claim } from './claims.ts';
import type { Names } from './identity.ts';
import type { Rights } from './roles.ts';

/**
 * What should become of one user, or of one that is created. Single values that are null are left alone. Passes edit it,
 * and changes follow from it.
 */
export interface WantedUser {
  /** null = it is created. */
  readonly user: AccountUser | null;
  readonly person: Person | null;
  /** The rule under which outputs list it, and its number; rules that are asked first come first. */
  readonly heading: string;
  readonly rule: number;
  readonly names: Names | null;
  readonly email: string | null;
  /** Of a new user only. */
  readonly language: string | null;
  /** All that it is to hold. */
  readonly licences: readonly LicenceKey[];
  readonly rights: Rights | null;
  readonly group: GroupKey | null;
  /** Custom attributes by name; an empty text takes the value away. */
  readonly attributes: Readonly<Record<string, string>> | null;
  readonly link: string | null;
  readonly why: Why;
  /** Why it needs an approval of its own; null where it needs none. */
  readonly doubt: string | null;
  /** Why it cannot be made now. */
  readonly blocked: Blocked | null;
}

/** Where each value comes from. */
export interface Why {
  /** What ends the user: of such a user everything changes for this reason. */
  readonly end: Reason | null;
  /** The strongest rule that gives each product that it is to have, by its name. */
  readonly products: ReadonlyMap<string, Claim>;
  readonly role: Reason | null;
  readonly userGroup: Reason | null;
  readonly language: Reason | null;
  /** That the person belongs to a rule: the reason of all other fields. */
  readonly member: Reason;
}

export const ENDS_SAID: ReadonlySet<string> = new Set(['PERSON_DISABLED', 'PERSON_EXPIRED']);

/** What is concluded from somebody not being in a directory group. */
const ABSENCE: ReadonlySet<string> = new Set(['LEFT', 'NOT_GIVEN']);

/** What a change rests on, by the reasons of its fields. */
export function evidenceOf(because: Readonly<Record<string, Reason>>): Evidence {
  return Object.values(because).some(({ code }) => ABSENCE.has(code)) ? 'absence' : 'said';
}

/** The key that the holds of a plan know it by. */
export function keyOf({ user, person }: Pick<WantedUser, 'user' | 'person'>): string {
  return memberKey({ node: user?.key ?? null, person: person?.id ?? null });
}

/** Whether somebody holds anything at all. */
export function holdsAnything(licences: readonly string[], { adminRoles, roleSet }: Rights): boolean {
  return licences.length > 0 || adminRoles.length > 0 || roleSet !== null;
}
