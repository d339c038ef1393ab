import type { DirectoryReading, Person } from '../../../core/people.ts';
import { patternOf } from '../../../core/pattern.ts';
import { calledName, cleanName, fold } from '../../../core/text.ts';
import type { Blocked, Reason } from '../../../plan/model.ts';
import type { GotoSettings } from '../settings.ts';
import type { AccountReading, AccountUser, LicenceKey } from './account.ts';
import { groupKeyOf } from './account-names.ts';
import { type Claim, type Claims, NO_RULE, type RuleRead } from './claims.ts';
import type { Words } from './diff.ts';
import { type Entitlements, entitlementsOf, type Given } from './entitlements.ts';
import { fullName, lengthFault, nameFault, namesFor, type Names, namesOf } from './identity.ts';
import { isManaged, linkOf, type Match, type Matches } from './match.ts';
import { given, memberOf, notGiven } from './reasons.ts';
import type { Remark } from './remarks.ts';
import { canBeAdded, hasPower, isRaise, NO_RIGHTS, type Rights, rightsOf, roleText, wishedRights } from './roles.ts';
import { holdsAnything, type WantedUser, type Why } from './wanted-user.ts';

/** All that decides. */
export interface Ground {
  readonly settings: GotoSettings;
  readonly reading: DirectoryReading;
  readonly account: AccountReading;
  readonly claims: Claims;
  readonly matches: Matches;
  readonly words: Words;
}

export interface Decision {
  readonly wanted: readonly WantedUser[];
  readonly remarks: readonly Remark[];
}

/**
 * What becomes of every user that is looked after, and who is new. Nothing is concluded from somebody's absence while a
 * rule that was half read may have them.
 */
export function decide(ground: Ground): Decision {
  const { account, settings, matches } = ground;
  const remarks: Remark[] = [];
  const wanted: WantedUser[] = [];
  const byUser = new Map(matches.matches.map((match) => [match.user.key, match]));
  for (const user of account.users) {
    if (!isManaged(user, settings) || matches.untouched.has(user.key)) continue;
    const match = byUser.get(user.key) ?? null;
    // The end of a person says nothing of a user that is linked to somebody else.
    const isOthers = match?.by === 'takeover' && match.person.state !== 'enabled';
    const entry = ofUser(user, isOthers ? null : match, ground, remarks);
    if (entry !== null) wanted.push(entry);
  }
  for (const person of matches.newcomers) {
    const entry = ofNewcomer(person, ground, remarks);
    if (entry !== null) wanted.push(entry);
  }
  return { wanted, remarks };
}

function ofUser(user: AccountUser, match: Match | null, ground: Ground, remarks: Remark[]): WantedUser | null {
  const { claims } = ground;
  const person = match?.person ?? null;
  const own = person === null ? [] : (claims.of.get(person.id) ?? []);
  const [first] = own;
  if (person !== null && person.state !== 'enabled') return suspended(user, person, first, ended(person));
  if (match !== null && first !== undefined) return ofMember(match, first, own, ground, remarks);
  if (!holdsAnything(user.licences, rightsOf(user))) return null;
  if (claims.rules.some(({ complete }) => !complete)) {
    remarks.push({ code: 'REMOVALS_WITHHELD', subject: 'goto.rules', who: userName(user) });
    return null;
  }
  return suspended(user, person, undefined, LEFT);
}

const LEFT: Reason = {
  code: 'LEFT',
  text: 'in no directory group that a rule names',
  line: null,
  path: [],
};

function ended({ state }: Person): Reason {
  const isExpired = state === 'expired';
  return {
    code: isExpired ? 'PERSON_EXPIRED' : 'PERSON_DISABLED',
    text: isExpired ? 'expired in the directory' : 'disabled in the directory',
    line: null,
    path: [],
  };
}

/** Without any product and role; all else stays. */
function suspended(user: AccountUser, person: Person | null, claim: Claim | undefined, end: Reason): WantedUser {
  return {
    ...{ user, person },
    ...placeOf(claim?.by),
    ...{ names: null, email: null, language: null, group: null, attributes: null, link: null },
    ...{ licences: [], rights: NO_RIGHTS, doubt: null, blocked: null },
    why: { end, products: new Map(), role: null, userGroup: null, language: null, member: end },
  };
}

function placeOf(by: RuleRead | undefined): Pick<WantedUser, 'heading' | 'rule'> {
  return by === undefined ? { heading: NO_RULE, rule: Infinity } : { heading: by.heading, rule: by.number };
}

/** What the rules give a person, in the keys of the account. */
export interface Wish {
  readonly entitlements: Entitlements;
  readonly licences: readonly LicenceKey[];
  readonly rights: Rights | null;
  readonly why: Why;
}

/** @param own the rules that have the person, of which `first` is the strongest */
export function wishOf(first: Claim, own: readonly Claim[], { claims, words }: Ground): Wish {
  const entitlements = entitlementsOf(own, claims.rules);
  const { products, role, userGroup, language } = entitlements;
  const rights = role === null ? null : wishedRights(role.value, words.names);
  return {
    entitlements,
    licences: [...products.keys()].flatMap((name) => words.licences.keyOf(name) ?? []),
    rights,
    why: {
      end: null,
      products,
      role: rights === null ? null : reasonOf(role, roleText(rights, words.names)),
      userGroup: reasonOf(userGroup, userGroup?.value ?? ''),
      language: reasonOf(language, language?.value ?? ''),
      member: memberOf(first),
    },
  };
}

function reasonOf(value: Given<unknown> | null, text: string): Reason | null {
  if (value === null) return null;
  return value.claim === null ? notGiven('no rule gives a role') : given(text, value.claim);
}

function ofMember(match: Match, first: Claim, own: readonly Claim[], ground: Ground, remarks: Remark[]): WantedUser {
  const { user, person } = match;
  const { words, settings } = ground;
  const wish = wishOf(first, own, ground);
  const kept = user.licences.filter((key) => isKept(key, wish, words));
  const wished = [...new Set([...wish.licences, ...kept])];
  const isEnd = endsByAbsence(user, wished, wish, own, ground);
  const rights = isEnd ? null : wish.rights;
  // Where the role alone does not keep the user from holding nothing, the licences stay as well.
  const licences = isEnd && !holdsAnything(wished, rightsOf(user)) ? user.licences : wished;
  if (kept.some((key) => words.licences.isNamed(key)) || isEnd) {
    remarks.push({ code: 'REMOVALS_WITHHELD', subject: 'goto.rules', who: userName(user) });
  }
  const { userGroup } = wish.entitlements;
  // Somebody who was not read may have the address as well: then nobody knows yet whose user it is.
  const isSettled = match.by === 'link' || ground.claims.rules.every(({ complete }) => complete);
  return {
    ...{ user, person },
    ...placeOf(first.by),
    ...(isSettled ? identityFor(match, ground, remarks) : { names: null, email: null }),
    language: null,
    ...{ licences, rights },
    group: userGroup === null ? null : groupKeyOf(userGroup.value, words.names),
    attributes: user.attributes === null || !isSettled ? null : attributesOf(person, settings),
    link: settings.linkAttribute === null || user.attributes === null || !isSettled ? null : person.id,
    why: wish.why,
    doubt: doubtOf(match, rights, isSettled, ground),
    blocked: null,
  };
}

/**
 * Whether somebody who may be in a half-read rule would lose the last thing that they hold: that would be an end by absence,
 * for the rule may give something else.
 */
function endsByAbsence(
  user: AccountUser,
  licences: readonly LicenceKey[],
  { rights }: Wish,
  own: readonly Claim[],
  { claims }: Ground,
): boolean {
  const mayHave = claims.rules.some((one) => !one.complete && !own.some(({ by }) => by === one));
  const now = rightsOf(user);
  return mayHave && holdsAnything(user.licences, now) && !holdsAnything(licences, rights ?? now);
}

/** Licences that the file does not name are left alone, and those that a half-read rule may give. */
function isKept(key: LicenceKey, { licences, entitlements }: Wish, words: Words): boolean {
  if (licences.includes(key)) return false;
  return !words.licences.isNamed(key) || entitlements.maybe.has(words.licences.nameOf(key));
}

/**
 * Addresses are claims: they give nobody rights over others, and nobody the user of somebody who was linked to it. Nor do
 * they link somebody who has such rights and keeps them: the address would follow the link, and the user would be theirs.
 */
function doubtOf(
  { user, person, by }: Match,
  rights: Rights | null,
  isSettled: boolean,
  { settings, words }: Ground,
): string | null {
  if (by === 'link') return null;
  const who = `${calledName(person)} (${person.label})`;
  // Where a rule was half read, the person of the link may be there.
  if (by === 'takeover' && !(settings.adopt === 'account' && isSettled)) {
    return `${who} has the address of ${userName(user)}, who is linked to a person that was not read.`;
  }
  if (settings.adopt === 'account') return null;
  const now = rightsOf(user);
  const next = rights ?? now;
  const links = settings.linkAttribute !== null && user.attributes !== null && isSettled && hasPower(next);
  if (!links && !isRaise(now, next)) return null;
  const what = isRaise(now, next) ? 'would become' : 'would have that user for good,';
  return `${who} has the address of ${userName(user)}, and ${what} ${roleText(next, words.names)}: an address alone proves nobody.`;
}

function identityFor(
  { user, person, by }: Match,
  { matches, settings }: Ground,
  remarks: Remark[],
): Pick<WantedUser, 'names' | 'email'> {
  const names = namesFor(person, user);
  const differs =
    names !== null && (names.first !== cleanName(user.firstName) || names.last !== cleanName(user.lastName));
  const address = matches.addresses.get(person.id);
  const next = by === 'link' && address?.kind === 'usable' ? address.address : user.email;
  const moves = fold(next) !== fold(user.email);
  const remark = (code: Remark['code']): null => {
    remarks.push({ code, subject: settings.account, who: userName(user) });
    return null;
  };
  if (user.identityReadOnly) {
    if (differs || moves) remark('IDENTITY_READ_ONLY');
    return { names: null, email: null };
  }
  const email = (): string | null => {
    if (!moves || matches.shared.has(fold(next))) return null;
    // Who writes such an address would be out of the reach of the rules from then on.
    if (settings.protect.some((entry) => patternOf(entry)(fold(next)))) return remark('ADDRESS_PROTECTED');
    if (matches.inUse.has(fold(next))) return remark('ADDRESS_IN_USE');
    return lengthFault(next) === null ? next : remark('ADDRESS_TOO_LONG');
  };
  return { names: differs ? (nameFault(names) === null ? names : remark('NAME_TOO_LONG')) : null, email: email() };
}

/** What the custom attributes of a person are to be. What nobody could read of the person is not among them. */
function attributesOf(
  { attributes, unread }: Person,
  { attributes: mappings }: Pick<GotoSettings, 'attributes'>,
): Record<string, string> | null {
  if (attributes === undefined || mappings.length === 0) return null;
  const read = mappings.filter(({ from }) => unread?.includes(from) !== true);
  return Object.fromEntries(read.map(({ name, from }) => [name, cleanName(attributes[from] ?? '')]));
}

function ofNewcomer(person: Person, ground: Ground, remarks: Remark[]): WantedUser | null {
  const { claims, matches, settings, words } = ground;
  const own = claims.of.get(person.id) ?? [];
  const [first] = own;
  if (first === undefined) return null;
  const address = matches.addresses.get(person.id);
  const who = `${calledName(person)} (${person.label})`;
  if (address?.kind === 'outside') {
    remarks.push({ code: 'ADDRESS_OUTSIDE_DOMAINS', subject: address.domain, who });
    return null;
  }
  if (address?.kind !== 'usable') {
    const fault = address?.kind === 'unusable' ? `: ${address.address} ${address.fault}` : '';
    remarks.push({ code: 'NO_ADDRESS', subject: 'goto.rules', who: `${who}${fault}` });
    return null;
  }
  const wish = wishOf(first, own, ground);
  if (!holdsAnything(wish.licences, wish.rights ?? NO_RIGHTS)) {
    remarks.push({ code: 'NOTHING_GIVEN', subject: 'goto.rules', who });
    return null;
  }
  const names = namesOf(person);
  const { userGroup, language } = wish.entitlements;
  return {
    ...{ user: null, person },
    ...placeOf(first.by),
    ...{ names, email: address.address, language: language?.value ?? settings.language },
    ...{ licences: wish.licences, rights: wish.rights ?? NO_RIGHTS },
    group: userGroup === null ? null : groupKeyOf(userGroup.value, words.names),
    attributes: attributesOf(person, settings),
    link: settings.linkAttribute === null ? null : person.id,
    why: wish.why,
    doubt: null,
    blocked: faultOf(names, address.address) ?? roleAlone(wish),
  };
}

function faultOf(names: Names, address: string): Blocked | null {
  const fault = nameFault(names) ?? lengthFault(address);
  return fault === null ? null : { kind: 'invalid-data', text: `The service would refuse it: ${fault}.` };
}

function roleAlone({ licences, rights }: Wish): Blocked | null {
  if (canBeAdded(licences, rights ?? NO_RIGHTS)) return null;
  const text =
    'The service adds nobody with a custom role alone: a new user needs a product or an admin role from the start. Have a rule give a product as well, or add the user in the Admin Center.';
  return { kind: 'invalid-data', text };
}

/** `Ada Lovelace <ada@corp.example>` */
export function userName({ firstName, lastName, email }: AccountUser): string {
  return `${cleanName(fullName({ first: firstName, last: lastName }))} <${email}>`;
}

/** Whether a user is linked to the person that a change is for. */
export function isProved(
  user: AccountUser,
  person: string | null,
  settings: Pick<GotoSettings, 'linkAttribute'>,
): boolean {
  return person !== null && linkOf(user, settings) === person;
}
