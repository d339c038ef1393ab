import type { FailureKind } from '../../../plan/model.ts';
import type {
  AccountUser,
  CustomAttribute,
  GroupKey,
  Licence,
  LicenceKey,
  RoleSet,
  RoleSetId,
  UserGroup,
  UserKey,
} from '../planner/account.ts';

/** Why the service did not do what it was asked to. */
export interface Refusal {
  /** HTTP status; 0 = there was no answer, or the call was not sent. */
  readonly status: number;
  /** `errors[].code` as the service says them; empty where it says none. */
  readonly codes: readonly string[];
  /** For the vendor's support; null where there is none. */
  readonly incidentId: string | null;
  readonly kind: FailureKind;
  /** A sentence for people: what the service said, with codes and incident id. */
  readonly text: string;
}

/**
 * What a call brought. `maybe`: the service may have carried it out or not (no answer, or a gateway that gave up), after
 * all repetitions that are safe; whoever calls looks at the account again.
 */
export type Result<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly maybe: boolean; readonly refusal: Refusal };

/** The caller, as `GET /me` shows it. */
export interface Me {
  readonly key: UserKey;
  readonly email: string;
  readonly adminRoles: readonly string[];
  /** All accounts of the token. */
  readonly accounts: readonly { readonly key: string; readonly name: string }[];
}

/** A user to add. One user a call, with `allOrNothing=false`. */
export interface NewUser {
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly locale: string | null;
  readonly licences: readonly LicenceKey[];
  readonly adminRoles: readonly string[];
  readonly managedGroups: readonly GroupKey[];
  readonly group: GroupKey | null;
  /** Whether the service sends its welcome mail. */
  readonly welcomeMail: boolean;
}

/**
 * What became of an addition. added: under this key; conflict: the address is in use, here or elsewhere (409, or an entry
 * without a key). A key may also be that of a user who was there before: the caller tells by reading it. That no seat is
 * left is no conflict but a refusal (`out-of-licences`), also where the service only says 409: the licences are read then.
 */
export type Added =
  | { readonly kind: 'added'; readonly key: UserKey }
  | { readonly kind: 'conflict'; readonly refusal: Refusal | null };

/** Fields of a PUT; what is absent is left alone. Lists replace what was there. */
export interface UserWrite {
  readonly email?: string;
  readonly firstName?: string;
  readonly lastName?: string;
  readonly licences?: readonly LicenceKey[];
  readonly adminRoles?: readonly string[];
  readonly managedGroups?: readonly GroupKey[];
  /** Of `licences` those that the user does not hold yet: where the write is refused, they are looked at for free seats. */
  readonly gains?: readonly LicenceKey[];
}

/** A user that is reached by its address, as it stands in the account now. */
export type Addressee = Pick<AccountUser, 'key' | 'email'>;

/** Everything that the program can ask of a GoTo account. There is no way to delete a user. */
export interface GotoClient {
  /** Is asked once for all. @throws Failure when it cannot be asked; likewise all readings */
  me(): Promise<Me>;
  /** All users, proved to be complete. @param progress takes how many were read */
  listUsers(progress: (done: number, of: number) => void): Promise<readonly AccountUser[]>;
  listLicences(): Promise<readonly Licence[]>;
  listGroups(): Promise<readonly UserGroup[]>;
  listRoleSets(): Promise<readonly RoleSet[]>;
  listAttributes(): Promise<readonly CustomAttribute[]>;
  /** null = there is none (any more). */
  readUser(key: UserKey): Promise<AccountUser | null>;
  /** The one user with exactly this address; null = none. */
  findUser(email: string): Promise<AccountUser | null>;

  addUser(user: NewUser): Promise<Result<Added>>;
  updateUser(key: UserKey, write: UserWrite): Promise<Result<null>>;
  /** Gives a custom role. The call goes by a filter for the address: it is not sent unless that finds this user alone. */
  giveRoleSet(id: RoleSetId, user: Addressee): Promise<Result<null>>;
  /** Takes every custom role. */
  takeRoleSet(user: Addressee): Promise<Result<null>>;
  joinGroup(group: GroupKey, user: UserKey): Promise<Result<null>>;
  leaveGroup(user: UserKey): Promise<Result<null>>;
  /**
   * @param values by the name of the attribute: all that the user is to have, for the service may take away those that are
   *   left out
   */
  setAttributes(user: UserKey, values: Readonly<Record<string, string>>): Promise<Result<null>>;
  close(): Promise<void>;
}
