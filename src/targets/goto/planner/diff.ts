import { cleanName, compareText, fold } from '../../../core/text.ts';
import type { GotoSettings } from '../settings.ts';
import type { AccountUser } from './account.ts';
import type { AccountNames } from './account-names.ts';
import type { Facts, Native } from './change.ts';
import type { LicenceNames } from './licence-names.ts';
import { linkOf } from './match.ts';
import { hasRole, NO_RIGHTS, type Rights, rightsOf, roleText } from './roles.ts';
import { holdsAnything, type WantedUser } from './wanted-user.ts';

/** What texts and keys mean. */
export interface Words {
  readonly licences: LicenceNames;
  readonly names: AccountNames;
  readonly settings: Pick<GotoSettings, 'attributes' | 'linkAttribute'>;
}

export interface Difference {
  /** null for a create. */
  readonly before: Facts | null;
  readonly after: Facts;
  readonly native: Native;
}

/** What must change for a user to be as wanted; null = nothing. */
export function diffUser(wanted: WantedUser, words: Words): Difference | null {
  const { user } = wanted;
  return user === null ? wholeUser(wanted, words) : differenceOf(wanted, user, words);
}

function wholeUser(wanted: WantedUser, words: Words): Difference {
  const { names, email, language, licences, group, attributes, link } = wanted;
  const rights = wanted.rights ?? NO_RIGHTS;
  const set = Object.entries(attributes ?? {}).filter(([, value]) => value !== '');
  return {
    before: null,
    after: {
      status: 'enabled',
      products: words.licences.namesOf(licences),
      role: roleText(rights, words.names),
      ...(group === null ? {} : { userGroup: words.names.groupName(group) }),
      firstName: names?.first ?? '',
      lastName: names?.last ?? '',
      email: email ?? '',
      ...(language === null ? {} : { language }),
      ...(set.length === 0 ? {} : { attributes: attributeTexts(Object.fromEntries(set)) }),
      ...(link === null ? {} : { link }),
    },
    native: {
      fromGroup: null,
      licences: licences.toSorted(compareText),
      adminRoles: rights.adminRoles,
      managedGroups: rights.managedGroups?.length === 0 ? null : rights.managedGroups,
      roleSet: rights.roleSet,
      group,
    },
  };
}

type Sides = readonly [before: Facts, after: Facts];

function differenceOf(wanted: WantedUser, user: AccountUser, words: Words): Difference | null {
  const now = rightsOf(user);
  const rights = wanted.rights !== null && !hasRole(now, wanted.rights, words.names) ? wanted.rights : null;
  const licences = isSameSet(wanted.licences, user.licences) ? null : wanted.licences;
  const group = wanted.group !== null && wanted.group !== user.group ? wanted.group : null;
  const was = holdsAnything(user.licences, now);
  const is = holdsAnything(licences ?? user.licences, rights ?? now);
  const sides: Sides[] = [
    ...(was === is ? [] : [[{ status: statusOf(was) }, { status: statusOf(is) }] as const]),
    ...(licences === null
      ? []
      : [
          [
            { products: words.licences.namesOf(user.licences) },
            { products: words.licences.namesOf(licences) },
          ] as const,
        ]),
    ...(rights === null
      ? []
      : [[{ role: roleText(now, words.names) }, { role: roleText(rights, words.names) }] as const]),
    ...(group === null
      ? []
      : [[{ userGroup: groupText(user, words) }, { userGroup: words.names.groupName(group) }] as const]),
    ...identitySides(wanted, user),
    ...attributeSides(wanted, user, words.settings),
  ];
  if (sides.length === 0) return null;
  return {
    before: Object.assign({}, ...sides.map(([before]) => before)) as Facts,
    after: Object.assign({}, ...sides.map(([, after]) => after)) as Facts,
    native: {
      fromGroup: user.group ?? '',
      licences: licences?.toSorted(compareText) ?? null,
      ...nativeRights(rights, user),
      group,
    },
  };
}

function nativeRights(
  rights: Rights | null,
  user: AccountUser,
): Pick<Native, 'adminRoles' | 'managedGroups' | 'roleSet'> {
  if (rights === null) return { adminRoles: null, managedGroups: null, roleSet: null };
  const { adminRoles, roleSet, managedGroups } = rights;
  const reach = managedGroups ?? [];
  return {
    adminRoles,
    managedGroups: reach.length === 0 && (user.managedGroups ?? []).length === 0 ? null : reach,
    roleSet: roleSet ?? (user.roleSets.length === 0 ? null : ''),
  };
}

function identitySides({ names, email }: WantedUser, user: AccountUser): Sides[] {
  const { firstName, lastName } = user;
  const first = names !== null && names.first !== cleanName(firstName);
  const last = names !== null && names.last !== cleanName(lastName);
  return [
    ...(first ? [[{ firstName }, { firstName: names.first }] as const] : []),
    ...(last ? [[{ lastName }, { lastName: names.last }] as const] : []),
    ...(email !== null && fold(email) !== fold(user.email) ? [[{ email: user.email }, { email }] as const] : []),
  ];
}

function attributeSides(
  { attributes, link }: WantedUser,
  user: AccountUser,
  settings: Pick<GotoSettings, 'attributes' | 'linkAttribute'>,
): Sides[] {
  const owner = linkOf(user, settings);
  const tied = link !== null && link !== owner ? [[{ link: owner }, { link }] as const] : [];
  const now = user.attributes;
  if (attributes === null || now === null) return tied;
  const differs = Object.entries(attributes).some(([name, value]) => cleanName(now[name] ?? '') !== value);
  if (!differs) return tied;
  const mapped = mappedAttributes(user, settings);
  return [
    [{ attributes: attributeTexts(mapped) }, { attributes: attributeTexts({ ...mapped, ...attributes }) }],
    ...tied,
  ];
}

/** The custom attributes of a user that the file maps, those without a value left out. */
export function mappedAttributes(
  { attributes }: Pick<AccountUser, 'attributes'>,
  { attributes: mappings }: Pick<GotoSettings, 'attributes'>,
): Record<string, string> {
  return Object.fromEntries(
    mappings.flatMap(({ name }) => {
      const value = attributes?.[name] ?? '';
      return value === '' ? [] : [[name, value]];
    }),
  );
}

/** `department=Sales`, sorted by code points. */
export function attributeTexts(values: Readonly<Record<string, string>>): string[] {
  return Object.entries(values)
    .map(([name, value]) => `${name}=${value}`)
    .sort(compareText);
}

function groupText({ group }: AccountUser, { names }: Words): string | null {
  return group === null ? null : names.groupName(group);
}

export function statusOf(holds: boolean): 'enabled' | 'disabled' {
  return holds ? 'enabled' : 'disabled';
}

function isSameSet(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((one) => b.includes(one));
}
