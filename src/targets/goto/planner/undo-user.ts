import type { PersonId } from '../../../core/people.ts';
import { cleanName, fold } from '../../../core/text.ts';
import type { Reason, Value } from '../../../plan/model.ts';
import { type PastChange, type PastField, standingOf } from '../../../plan/undo/past.ts';
import type { LeftAlone } from '../../../plan/undo/undo-plan.ts';
import { isAttribute, sameValue, userValues } from './journal-values.ts';
import type { AccountReading, AccountUser, GroupKey, LicenceKey, RoleSetId } from './account.ts';
import type { GotoChange } from './change.ts';
import { diffUser, type Words } from './diff.ts';
import { linkOf } from './match.ts';
import { NO_RIGHTS, rightsOf } from './roles.ts';
import { completedUser, factsOf } from './users.ts';
import type { WantedUser } from './wanted-user.ts';

/** What is to be put back of one user: fields under the names of the journal, with their old values. */
export interface Wish {
  readonly live: AccountUser;
  readonly past: PastChange;
  readonly old: Readonly<Record<string, Value>>;
}

/** Fields that only make sense together: what a role is made of. */
const RIGHTS: readonly string[] = ['adminRoles', 'managedGroups', 'roleSets'];
/** The status follows from what a user holds. */
const DERIVED: ReadonlySet<string> = new Set(['status']);

/** @returns null where nothing is to be put back; why, is noted in `leftAlone` */
export function wishOf(past: PastChange, live: AccountUser | null, words: Words, leftAlone: LeftAlone[]): Wish | null {
  const note = (text: string): null => {
    leftAlone.push({ code: 'UNDO_STALE', who: live?.email ?? past.email ?? past.name, text });
    return null;
  };
  if (live === null) return note('The user is not in the account any more.');
  const other = otherUser(past, live, words);
  if (other !== null) return note(`${other} So the user is left alone.`);
  if (past.isCreated) return { live, past, old: { licences: [], adminRoles: [], managedGroups: [], roleSets: [] } };
  const values = userValues(live);
  const standing = new Map(
    [...past.fields].map(([field, known]) => [
      field,
      standingOf(known, shownValue(field, values, live), sameOf(field)),
    ]),
  );
  const changed = [...standing].flatMap(([field, how]) => (how === 'changed' && !DERIVED.has(field) ? [field] : []));
  for (const field of changed) {
    note(`The ${labelOf(field)} is ${shown(values[field])} by now, not what the run left, so it is not put back.`);
  }
  const isKept = (field: string): boolean =>
    DERIVED.has(field) || (RIGHTS.includes(field) && changed.some((one) => RIGHTS.includes(one)));
  const old = [...past.fields].flatMap(([field, known]): [string, Value][] =>
    standing.get(field) === 'left' && !isKept(field) ? [[field, known.old]] : [],
  );
  return old.length === 0 ? null : { live, past, old: Object.fromEntries(old) };
}

/** What a journal says nothing of, and what the service does not show, is taken to be as the run left it. */
function shownValue(field: string, values: Readonly<Record<string, Value>>, live: AccountUser): Value | undefined {
  if (field in values) return values[field];
  return isAttribute(field) && live.attributes !== null ? '' : undefined;
}

function sameOf(field: string): (a: Value, b: Value) => boolean {
  if (field !== 'email') return sameValue;
  return (a, b) => typeof a === 'string' && typeof b === 'string' && fold(a) === fold(b);
}

/** Why the user is somebody else's by now than when the run ended, in a sentence; null where it is not. */
function otherUser({ fields, person, isCreated }: PastChange, live: AccountUser, words: Words): string | null {
  const email = fields.get('email');
  if (email !== undefined && standingOf(email, live.email, sameOf('email')) === 'changed')
    return `The e-mail address is ${shown(live.email)} by now, not what the run left.`;
  const link = linkOf(live, words.settings);
  const own = linkField(fields, words);
  const isOther = own === undefined && link !== null && person !== null && link !== person;
  const isChanged = own !== undefined && !isCreated && link !== null && standingOf(own, link, sameValue) === 'changed';
  return isOther || isChanged ? `The user is linked to another person by now (${link}).` : null;
}

function linkField(fields: PastChange['fields'], { settings }: Words): PastField | undefined {
  return fields.get(`attribute ${settings.linkAttribute ?? ''}`);
}

function labelOf(field: string): string {
  const words: Readonly<Record<string, string>> = {
    licences: 'products',
    adminRoles: 'role',
    managedGroups: 'groups of the role',
    roleSets: 'custom role',
    group: 'user group',
    firstName: 'first name',
    lastName: 'last name',
    email: 'e-mail address',
  };
  return words[field] ?? field;
}

function shown(value: Value | undefined): string {
  if (typeof value === 'object' && value !== null) return value.length === 0 ? 'none' : value.join(', ');
  return value === null || value === undefined || value === '' ? 'none' : JSON.stringify(value);
}

export function withoutField(wish: Wish, field: string): Wish {
  return { ...wish, old: Object.fromEntries(Object.entries(wish.old).filter(([name]) => name !== field)) };
}

/** Fields of a wish in the sets that are put back together or not at all. */
export function partsOf({ old }: Wish): string[][] {
  const rights = RIGHTS.filter((field) => field in old);
  const others = Object.keys(old).filter((field) => !RIGHTS.includes(field));
  return [...(rights.length === 0 ? [] : [rights]), ...others.map((field) => [field])];
}

/** The change that puts it back; null where there is nothing. */
export function undoUser(
  { live, past, old }: Wish,
  { target, reason, words }: { readonly target: string; readonly reason: Reason; readonly words: Words },
): GotoChange | null {
  const person = linkOf(live, words.settings) ?? (past.person as PersonId | null);
  const difference = diffUser(wantedOf(live, old, past, reason, words), words);
  const leaves = old['group'] === '' && live.group !== null;
  if (difference === null && !leaves) return null;
  const made = difference ?? {
    before: {},
    after: {},
    native: {
      fromGroup: live.group ?? '',
      licences: null,
      adminRoles: null,
      managedGroups: null,
      roleSet: null,
      group: null,
    },
  };
  const before = { ...made.before, ...(leaves ? { userGroup: words.names.groupName(live.group) } : {}) };
  const after = { ...made.after, ...(leaves ? { userGroup: null } : {}) };
  const because = Object.fromEntries(Object.keys(after).map((field) => [field, reason]));
  return completedUser({
    target,
    group: past.group,
    person: after.link === undefined ? person : (after.link as PersonId | null),
    facts: factsOf(live, words),
    ...{ before, after, because, reason },
    node: live.key,
    native: { ...made.native, ...(leaves ? { group: '' } : {}) },
  });
}

/** The user as it was: what the run has not changed is left alone. */
function wantedOf(
  live: AccountUser,
  old: Wish['old'],
  past: PastChange,
  reason: Reason,
  { settings }: Words,
): WantedUser {
  const text = (field: string): string | null => (typeof old[field] === 'string' ? old[field] : null);
  const hasRights = RIGHTS.some((field) => field in old);
  const names = {
    first: text('firstName') ?? cleanName(live.firstName),
    last: text('lastName') ?? cleanName(live.lastName),
  };
  const linkName = `attribute ${settings.linkAttribute ?? ''}`;
  const attributes = Object.entries(old).flatMap(([field, value]): [string, string][] =>
    isAttribute(field) && field !== linkName ? [[field.slice('attribute '.length), String(value ?? '')]] : [],
  );
  const link = text(linkName);
  return {
    user: live,
    person: null,
    heading: past.group,
    rule: 0,
    names: 'firstName' in old || 'lastName' in old ? names : null,
    email: text('email'),
    language: null,
    licences: (setOf(old['licences']) as readonly LicenceKey[] | null) ?? live.licences,
    rights: hasRights ? rightsBefore(live, old) : null,
    group: (text('group') ?? '') === '' ? null : (old['group'] as GroupKey),
    attributes: attributes.length === 0 ? null : Object.fromEntries(attributes),
    // A link is never taken away: by it the next plan knows whose user it is.
    link: link === '' ? null : link,
    why: { end: reason, products: new Map(), role: null, userGroup: null, language: null, member: reason },
    doubt: null,
    blocked: null,
  };
}

function rightsBefore(live: AccountUser, old: Wish['old']): NonNullable<WantedUser['rights']> {
  const now = rightsOf(live);
  const adminRoles = setOf(old['adminRoles']) ?? now.adminRoles;
  const [roleSet = null] = setOf(old['roleSets']) ?? (now.roleSet === null ? [] : [now.roleSet]);
  const managedGroups = (setOf(old['managedGroups']) as readonly GroupKey[] | null) ?? now.managedGroups;
  if (adminRoles.length === 0 && roleSet === null) return NO_RIGHTS;
  return { adminRoles, roleSet: roleSet as RoleSetId | null, managedGroups };
}

/** null where there is no set: a journal may hold anything. */
function setOf(value: Value | undefined): readonly string[] | null {
  return typeof value === 'object' && value !== null ? [...value].sort() : null;
}

/** The user that a change was about: by its key, or by the address of one whose key nobody knows. */
export function liveOf({ node, isCreated, fields }: PastChange, { users }: AccountReading): AccountUser | null {
  if (node !== null) return users.find(({ key }) => key === node) ?? null;
  const email = fields.get('email')?.left.at(-1);
  if (!isCreated || typeof email !== 'string') return null;
  return users.find((user) => fold(user.email) === fold(email)) ?? null;
}
