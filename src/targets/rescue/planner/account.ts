import type { Day } from '../../../core/calendar.ts';
import type { Brand } from '../../../core/brand.ts';
import type { GroupPath } from '../../../core/path.ts';
import type { Role } from '../role.ts';

/** The number of a node in the account's organization tree, as decimal text. */
export type NodeId = Brand<'NodeId'>;

export interface AccountGroup {
  readonly id: NodeId;
  readonly parent: NodeId | null;
  readonly role: Role;
  readonly path: GroupPath;
  readonly description: string;
  /**
   * Whether its name and description cannot be told apart, or the service does not answer for it, though it had to be
   * asked; its name in `path` is then made up. Absent = no.
   */
  readonly unreadable?: 'text' | 'unanswered';
}

/** What the organization tree does not show and must be asked for user by user. */
export interface UserDetails {
  readonly ssoId: string;
  readonly mobile: boolean;
  readonly accountHolder: boolean;
  /** The user's whole record, which counts more than what the tree shows of it; absent = not kept. */
  readonly record?: {
    readonly name: string;
    readonly email: string;
    readonly description: string;
    readonly enabled: boolean;
    readonly nick: string;
    readonly rpat: boolean;
  };
}

export interface AccountUser {
  readonly id: NodeId;
  /** The group it stands in. */
  readonly group: NodeId;
  readonly role: Role;
  readonly name: string;
  /** Empty for a bare node: created, but never filled in. */
  readonly email: string;
  readonly description: string;
  readonly enabled: boolean;
  /** null until asked for. */
  readonly details: UserDetails | null;
  /** What stands behind the link about the day on which the user leaves, as the planner looks at it. Absent = nothing does. */
  readonly leaves?: Leave;
}

/** What the description of a user says of the day on which it leaves. */
export interface Leave {
  /** As it is shown: the day, or that it cannot be read. */
  readonly shown: string;
  /** The day that counts; null where it was not written so by adsync for this user, or where there are two. */
  readonly day: Day | null;
}

/** A user that is there, but of whom nothing is known for certain. */
export interface UnreadableUser {
  readonly id: NodeId;
  readonly group: NodeId;
  /** Everything that is printed of it. */
  readonly text: string;
  /**
   * - text: the fields cannot be told apart, for somebody wrote text that looks like other fields
   * - unanswered: the service answers with an error however often it is asked, so only the tree has shown it
   */
  readonly why: 'text' | 'unanswered';
}

/** The account, read to the end; there is no such thing as half an account. */
export interface AccountReading {
  readonly account: string;
  readonly organization: string;
  readonly url: string;
  /** The user whose credentials are used: it is never changed. */
  readonly self: { readonly ids: readonly NodeId[]; readonly email: string };
  readonly groups: readonly AccountGroup[];
  readonly users: readonly AccountUser[];
  /** They are no part of `users`: nothing is known of them but that they are there. Absent = there are none. */
  readonly unreadable?: readonly UnreadableUser[];
}
