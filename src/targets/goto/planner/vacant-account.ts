import { parsePath } from '../../../core/path.ts';
import { fold } from '../../../core/text.ts';
import type { GotoSettings } from '../settings.ts';
import type { AccountReading, GroupKey, LicenceKey, RoleSetId, UserKey } from './account.ts';

/** An account that has whatever the file names, seats for everybody, and nobody in it yet. */
export function vacantAccount({
  account,
  url,
  products,
  mappings,
  attributes,
  linkAttribute,
}: GotoSettings): AccountReading {
  const named = mappings.flatMap(({ role, userGroup }) => [
    ...(userGroup === null ? [] : [userGroup]),
    ...(role?.kind === 'manager' ? role.userGroups : []),
  ]);
  const roles = mappings.flatMap(({ role }) => (role?.kind === 'custom' ? [role.name] : []));
  const custom = [...attributes.map(({ name }) => name), ...(linkAttribute === null ? [] : [linkAttribute])];
  return {
    account,
    organization: '',
    url,
    self: { key: '0' as UserKey, email: '' },
    users: [],
    licences: unique(products.map(({ licence }) => licence)).map((licence) => ({
      key: licence as LicenceKey,
      description: '',
      products: [],
      enabled: true,
      seats: null,
      inUse: null,
    })),
    groups: pathsOf(unique(named)).map((path, index) => ({
      key: String(index + 1) as GroupKey,
      name: path.at(-1) ?? '',
      path,
    })),
    roleSets: unique(roles).map((name, index) => ({ id: String(index + 1) as RoleSetId, name })),
    attributes: unique(custom).map((name, index) => ({ key: String(index + 1), name })),
  };
}

/** A name that is the end of a path that the file names as well means that group. */
function pathsOf(names: readonly string[]): (readonly string[])[] {
  const whole = names.filter((name) => name.startsWith('/')).map((name) => parsePath(name.slice(1)));
  const ends = whole.map((path) => fold(path.at(-1) ?? ''));
  const bare = names.filter((name) => !name.startsWith('/') && !ends.includes(fold(name))).map((name) => [name]);
  return [...whole, ...bare];
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}
