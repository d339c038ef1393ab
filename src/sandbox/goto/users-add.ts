import { type GotoSandboxUser, gotoUser, isHere } from './account.ts';
import {
  type Call,
  fieldsOf,
  type Fields,
  type GotoAnswer,
  GotoError,
  keyField,
  needsRole,
  textField,
} from './call.ts';
import { Key } from './json.ts';
import { freshKey, usersByEmail } from './lookup.ts';
import { giveLicences } from './seats.ts';
import { checkIdentity, needsGroup, rightsIn, type Rights } from './user-fields.ts';

const FOR_ALL = ['users', 'licenseKeys', 'adminRoles', 'managedGroupKeys', 'groupKey', 'suppressEmail'];
const FOR_ONE = ['email', 'firstName', 'lastName', 'locale', 'timeZone'];

interface Wanted {
  readonly people: readonly (Readonly<Record<string, string>> & { readonly email: string })[];
  readonly rights: Rights;
  readonly groupKey: string | null;
  readonly mail: boolean;
}

/** What the call has made so far, and how to take it back: nobody is added when one of them is refused. */
interface Work {
  readonly undo: (() => void)[];
  readonly answers: { email: string; key?: Key }[];
}

/** `POST /accounts/{a}/users` */
export function addUsers(call: Call): GotoAnswer {
  needsRole(call, 'ADD_USERS');
  const wanted = wantedIn(call);
  const work: Work = { undo: [], answers: [] };
  try {
    for (const person of wanted.people) addOne(call, wanted, person, work);
  } catch (error) {
    for (const back of work.undo.toReversed()) back();
    throw error;
  }
  return { status: call.switches.postStatus, body: work.answers, wrote: work.undo.length > 0 };
}

function wantedIn(call: Call): Wanted {
  const fields = fieldsOf(call.body, FOR_ALL);
  const { users, suppressEmail } = fields;
  if (!Array.isArray(users) || users.length === 0 || users.length > call.switches.maxUsersPerPost)
    throw new GotoError(400, 'field.invalid', 'users');
  if (suppressEmail !== undefined && typeof suppressEmail !== 'boolean')
    throw new GotoError(400, 'field.invalid', 'suppressEmail');
  const rights = rightsIn(call, fields);
  const gives = [...(rights.licenseKeys ?? []), ...(rights.adminRoles ?? [])];
  if (gives.length === 0 && call.switches.createNeedsLicenceOrRole)
    throw new GotoError(400, 'license.or.role.required');
  const groupKey = keyField(call, fields, 'groupKey') ?? null;
  if (groupKey !== null) needsGroup(call.account, groupKey);
  const people = users.map((one: unknown) => personIn(call, fieldsOf(one, FOR_ONE)));
  return { people, rights, groupKey, mail: suppressEmail !== true };
}

function personIn(call: Call, fields: Fields): Wanted['people'][number] {
  const given = FOR_ONE.flatMap((name) => {
    const value = textField(fields, name);
    return value === undefined ? [] : [[name, value] as const];
  });
  const person: Record<string, string> = Object.fromEntries(given);
  const { email, firstName, lastName } = person;
  if (email === undefined || firstName === undefined || lastName === undefined)
    throw new GotoError(400, 'field.required', email === undefined ? 'email' : 'firstName, lastName');
  checkIdentity(call, person);
  return { ...person, email: call.switches.emailCase === 'lower' ? email.toLowerCase() : email };
}

function addOne(call: Call, wanted: Wanted, person: Wanted['people'][number], work: Work): void {
  const { switches } = call;
  const known = usersByEmail(call.account, person.email);
  const taken = known.find(isHere) ?? known.find(({ elsewhere }) => elsewhere);
  if (taken === undefined) {
    const old = switches.deletedUserReturns ? (known[0] ?? null) : null;
    const user = gotoUser({ ...old, ...person, key: old?.key ?? freshKey(call.account), deleted: false });
    enter(call, wanted, { user, old }, work);
    return;
  }
  const mode = taken.elsewhere ? switches.conflictMode : switches.sameAccountConflict;
  if (isAllOrNothing(call) || mode === '409') throw new GotoError(409, 'user.name.conflict', person.email);
  if (mode === 'keyless') work.answers.push({ email: person.email });
  else if (taken.elsewhere && switches.transferWaits) {
    const declined = switches.transferShows === 'suspended';
    enter(call, wanted, { user: { ...taken, elsewhere: false, activated: false, declined }, old: taken }, work);
  } else work.answers.push({ key: new Key(taken.key), email: person.email });
}

/** Documented: true unless the client says otherwise. */
function isAllOrNothing({ query }: Call): boolean {
  return query.get('allOrNothing') !== 'false';
}

interface Entering {
  readonly user: GotoSandboxUser;
  /** The user that comes back, or over from another account; null = a new one. */
  readonly old: GotoSandboxUser | null;
}

function enter(call: Call, wanted: Wanted, { user, old }: Entering, { undo, answers }: Work): void {
  const { adminRoles = [], managedGroupKeys = [], licenseKeys = [] } = wanted.rights;
  user.licenseKeys = [];
  user.adminRoles = [...adminRoles];
  user.roleSets = [];
  user.managedGroupKeys = [...managedGroupKeys];
  user.groupKey = wanted.groupKey;
  giveLicences(user, licenseKeys, call.account, call.switches);
  if (wanted.mail) invite(user, call.now);
  const before = { ...old };
  if (old === null) call.account.users.push(user);
  else Object.assign(old, user);
  undo.push(() => {
    if (old === null) call.account.users.pop();
    else Object.assign(old, before);
  });
  answers.push({ key: new Key(user.key), email: user.email });
}

function invite(user: GotoSandboxUser, now: number): void {
  user.inviteCount += 1;
  user.invitedDate = now;
}
