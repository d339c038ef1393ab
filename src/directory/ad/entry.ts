import type { DirectoryGroupId, GroupKind, OtherMember, Person, PersonId, PersonState } from '../../core/people.ts';
import { parseGuid } from '../guid.ts';
import { type AskedAttribute, carriedBy } from './attributes.ts';
import { guidFromBytes, sidFromBytes, siblingSid } from './ids.ts';
import { plainName } from './mangled-names.ts';

/** An entry as it was read: attribute names in lower case, binary values undecoded. */
export interface RawEntry {
  readonly dn: string;
  readonly attributes: ReadonlyMap<string, readonly (string | Buffer)[]>;
}

interface AdBase {
  /** objectGUID, lower case with dashes. */
  readonly id: string;
  readonly dn: string;
  /** SID of the primary group: membership that stands in no `member` value. null where there is none. */
  readonly primaryGroup: string | null;
}

export interface AdPerson extends AdBase {
  readonly kind: 'person';
  readonly id: PersonId;
  readonly person: Person;
  /**
   * When the person, who is enabled now, is expired by the clock alone, in milliseconds since 1970. null = never, as for
   * somebody who is disabled or has expired.
   */
  readonly expires: number | null;
}

export interface AdGroup extends AdBase {
  readonly kind: 'group';
  readonly id: DirectoryGroupId;
  readonly name: string;
  /** Every name the group may be mapped by: cn, sAMAccountName, displayName. */
  readonly names: readonly string[];
  readonly sid: string | null;
  readonly type: GroupKind;
  readonly mail: string | null;
}

export interface AdOther extends AdBase {
  readonly kind: 'other';
  readonly other: OtherMember;
}

/** An object whose attributes say too little to judge it. */
export interface AdUnclear {
  readonly kind: 'unclear';
  readonly id: string | null;
  readonly dn: string;
  readonly primaryGroup: string | null;
  /** What is missing. */
  readonly lacks: 'objectGUID' | 'objectClass' | 'userAccountControl' | 'accountExpires';
}

export type AdKnown = AdPerson | AdGroup | AdOther;
export type AdObject = AdKnown | AdUnclear;

/** The attributes that {@link interpret} needs; membership is read separately. */
export const ATTRIBUTES = [
  'objectGUID',
  'objectSid',
  'objectClass',
  'cn',
  'name',
  'displayName',
  'sAMAccountName',
  'mail',
  'userPrincipalName',
  'userAccountControl',
  'msDS-UserAccountDisabled',
  'accountExpires',
  'primaryGroupID',
  'groupType',
  'isDeleted',
] as const;

/** Those of them that an entry has at most once, in lower case. */
export const SINGLE_VALUED: ReadonlySet<string> = new Set(
  ATTRIBUTES.filter((name) => name !== 'objectClass').map((name) => name.toLowerCase()),
);

/** What depends on who asks. */
interface Interpreting {
  /** Further attributes that a person is to carry. */
  readonly asked?: readonly AskedAttribute[];
  /**
   * What it means when an account has no accountExpires. Every account of Active Directory has one, so a server that gives
   * none hides it.
   */
  readonly withoutExpiry?: 'hidden' | 'never';
}

/**
 * Says what an Active Directory entry means to adsync, whether it comes from a server or from a file.
 *
 * @param now the moment against which accountExpires is held
 */
export function interpret(
  entry: RawEntry,
  now: Date,
  { asked = [], withoutExpiry = 'hidden' }: Interpreting = {},
): AdObject {
  const id = guidOf(entry);
  const primaryGroup = primaryGroupOf(entry);
  const unclear = (lacks: AdUnclear['lacks']): AdUnclear => ({
    kind: 'unclear',
    id,
    dn: entry.dn,
    primaryGroup,
    lacks,
  });
  if (id === null) return unclear('objectGUID');
  const classes = new Set(texts(entry, 'objectclass').map((name) => name.toLowerCase()));
  if (classes.size === 0) return unclear('objectClass');
  const base = { id, dn: entry.dn, primaryGroup };
  if (classes.has('group')) return groupOf(entry, base);
  // A computer is a user too, by its classes; inetOrgPerson is a kind of user in this schema.
  if (classes.has('computer') || !(classes.has('user') || classes.has('inetorgperson'))) {
    return { ...base, kind: 'other', other: { kind: otherKind(classes), name: nameOf(entry) } };
  }
  const control = controlOf(entry);
  if (control === null) return unclear('userAccountControl');
  if ((control & INTERDOMAIN_TRUST) !== 0n) {
    return { ...base, kind: 'other', other: { kind: 'unknown', name: nameOf(entry) } };
  }
  const standing = standingOf(entry, control, now, withoutExpiry);
  if (standing === null) return unclear('accountExpires');
  const { state, expires } = standing;
  const person = personOf(entry, id as PersonId, state, asked);
  // Written out, for an object that is copied into a new one takes several times the memory.
  return { kind: 'person', id: person.id, dn: entry.dn, primaryGroup, person, expires };
}

/** When the first of these people is expired by the clock alone; null = nobody ever is. */
export function nextExpiry(objects: Iterable<AdObject>): number | null {
  let next: number | null = null;
  for (const object of objects) {
    if (object.kind !== 'person' || object.expires === null) continue;
    next = Math.min(next ?? object.expires, object.expires);
  }
  return next;
}

/** Bits of userAccountControl ([MS-ADTS] 2.2.16). */
const DISABLED = 0x2n;
const INTERDOMAIN_TRUST = 0x800n;

/** 100 ns steps from 1601 to 1970, and those of a millisecond. */
const EPOCH_1601 = 116_444_736_000_000_000n;
const STEPS = 10_000n;
const NEVER = 9_223_372_036_854_775_807n;

/** userAccountControl; AD LDS has none, and says in another attribute who is disabled. null when neither can be read. */
function controlOf(entry: RawEntry): bigint | null {
  const control = text(entry, 'useraccountcontrol');
  if (control !== null) return whole(control);
  const disabled = text(entry, 'msds-useraccountdisabled')?.trim().toUpperCase();
  if (disabled === 'TRUE') return DISABLED;
  return disabled === 'FALSE' ? 0n : null;
}

interface Standing {
  readonly state: PersonState;
  readonly expires: number | null;
}

/** accountExpires: 0 and 2^63-1 mean never, else 100 ns steps since 1601 ([MS-ADA1]). null when it cannot be read. */
function standingOf(entry: RawEntry, control: bigint, now: Date, withoutExpiry: 'hidden' | 'never'): Standing | null {
  if ((control & DISABLED) !== 0n) return { state: 'disabled', expires: null };
  const written = text(entry, 'accountexpires');
  // An account of AD LDS has it only if it expires.
  const absent = withoutExpiry === 'never' || text(entry, 'useraccountcontrol') === null ? 0n : null;
  const expiry = written === null ? absent : whole(written);
  if (expiry === null || expiry < 0n || expiry > NEVER) return null;
  if (expiry === 0n || expiry === NEVER) return { state: 'enabled', expires: null };
  const expires = timeOf(expiry);
  return expires <= now.getTime() ? { state: 'expired', expires: null } : { state: 'enabled', expires };
}

/** The first whole millisecond since 1970 that is not before this accountExpires. */
function timeOf(expiry: bigint): number {
  const since = expiry - EPOCH_1601;
  // Division of whole numbers goes towards zero.
  return Number(since / STEPS + (since % STEPS > 0n ? 1n : 0n));
}

function personOf(entry: RawEntry, id: PersonId, state: PersonState, asked: readonly AskedAttribute[]): Person {
  const person = {
    id,
    name: nonBlank(text(entry, 'displayname')) ?? nameOf(entry),
    mail: unlessBlank(text(entry, 'mail')),
    upn: unlessBlank(text(entry, 'userprincipalname')),
    state,
    label: entry.dn,
  };
  return asked.length === 0 ? person : { ...person, ...carriedBy(entry.attributes, asked) };
}

function groupOf(entry: RawEntry, base: AdBase): AdGroup {
  const names = ['cn', 'samaccountname', 'displayname'].map((attribute) => unlessBlank(text(entry, attribute)));
  return {
    ...base,
    kind: 'group',
    id: base.id as DirectoryGroupId,
    name: nameOf(entry),
    names: [...new Set(names.filter((name) => name !== null))],
    sid: sidOf(entry),
    type: typeOf(entry),
    mail: nonBlank(text(entry, 'mail')),
  };
}

/** groupType has the highest of its 32 bits set for security groups ([MS-ADTS] 2.2.12), which makes it negative. */
function typeOf(entry: RawEntry): GroupKind {
  const type = whole(text(entry, 'grouptype'));
  if (type === null) return 'unknown';
  return (type & 0x8000_0000n) === 0n ? 'distribution' : 'security';
}

function otherKind(classes: ReadonlySet<string>): OtherMember['kind'] {
  if (classes.has('computer')) return 'computer';
  if (classes.has('contact')) return 'contact';
  if (classes.has('foreignsecurityprincipal')) return 'foreignSecurityPrincipal';
  return 'unknown';
}

/** The directory's own name for the object: `name` and `cn` are the same in Active Directory. */
function nameOf(entry: RawEntry): string {
  const name = nonBlank(text(entry, 'name')) ?? nonBlank(text(entry, 'cn'));
  return name === null ? entry.dn : plainName(name);
}

function guidOf(entry: RawEntry): string | null {
  const value = first(entry, 'objectguid');
  if (value === undefined) return null;
  return guidFromBytes(bytes(value)) ?? parseGuid(value.toString('utf8'));
}

function sidOf(entry: RawEntry): string | null {
  const value = first(entry, 'objectsid');
  if (value === undefined) return null;
  const written = value.toString('utf8');
  return /^S-1-[\d-]+$/.test(written) ? written : sidFromBytes(bytes(value));
}

/** What the function below gave last. */
let latestGroup: string | null = null;

/** Nearly everybody of a domain has the same primary group, so all of them share one text, which saves megabytes. */
function primaryGroupOf(entry: RawEntry): string | null {
  const sid = sidOf(entry);
  const rid = text(entry, 'primarygroupid');
  const group = sid === null || rid === null ? null : siblingSid(sid, rid);
  if (group !== latestGroup) latestGroup = group;
  return latestGroup;
}

function first(entry: RawEntry, attribute: string): string | Buffer | undefined {
  return entry.attributes.get(attribute)?.[0];
}

function text(entry: RawEntry, attribute: string): string | null {
  return first(entry, attribute)?.toString('utf8') ?? null;
}

function texts(entry: RawEntry, attribute: string): string[] {
  return (entry.attributes.get(attribute) ?? []).map((value) => value.toString('utf8'));
}

function bytes(value: string | Buffer): Buffer {
  return typeof value === 'string' ? Buffer.from(value, 'utf8') : value;
}

function nonBlank(value: string | null): string | null {
  const trimmed = value?.trim() ?? '';
  return trimmed === '' ? null : trimmed;
}

/** The text unchanged: blanks and other characters at its ends may tell it from others. */
function unlessBlank(value: string | null): string | null {
  return nonBlank(value) === null ? null : value;
}

/** A whole number of up to 64 bits, beyond what a number can hold. */
function whole(value: string | null): bigint | null {
  return value !== null && /^-?\d{1,19}$/.test(value.trim()) ? BigInt(value.trim()) : null;
}
