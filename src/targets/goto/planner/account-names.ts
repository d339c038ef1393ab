import { groupBy } from '../../../core/collections.ts';
import { formatPath } from '../../../core/path.ts';
import { fold } from '../../../core/text.ts';
import type { AccountReading, GroupKey, RoleSet, RoleSetId, UserGroup } from './account.ts';

/** User groups and custom roles of an account by their names. */
export interface AccountNames {
  /** All user groups that a name, or the path down to one, may mean; with a slash before it, it is a path only. */
  groups(name: string): readonly UserGroup[];
  roleSets(name: string): readonly RoleSet[];
  /** The name of a user group; its path where several have that name; its key where the account does not have it. */
  groupName(key: string): string;
  roleSetName(id: string): string;
}

export function accountNames({ groups, roleSets }: Pick<AccountReading, 'groups' | 'roleSets'>): AccountNames {
  const byName = groupBy(groups, ({ name }) => fold(name));
  const byPath = groupBy(groups, ({ path }) => fold(formatPath(path)));
  const byKey = new Map<string, UserGroup>(groups.map((group) => [group.key, group]));
  const rolesByName = groupBy(roleSets, ({ name }) => fold(name));
  const rolesById = new Map<string, RoleSet>(roleSets.map((one) => [one.id, one]));
  return {
    groups(name) {
      if (name.startsWith('/')) return byPath.get(fold(name.slice(1))) ?? [];
      // Whoever may create groups can give one the name, or the path, of another: neither is preferred.
      return [...new Set([...(byName.get(fold(name)) ?? []), ...(byPath.get(fold(name)) ?? [])])];
    },
    roleSets: (name) => rolesByName.get(fold(name)) ?? [],
    groupName(key) {
      const group = byKey.get(key);
      if (group === undefined) return key;
      return byName.get(fold(group.name))?.length === 1 ? formatPath([group.name]) : formatPath(group.path);
    },
    roleSetName: (id) => rolesById.get(id)?.name ?? id,
  };
}

/** The key of the one user group of a name; unknown-names.ts refuses files that name another one. */
export function groupKeyOf(name: string, names: AccountNames): GroupKey | null {
  return names.groups(name)[0]?.key ?? null;
}

export function roleSetIdOf(name: string, names: AccountNames): RoleSetId | null {
  return names.roleSets(name)[0]?.id ?? null;
}
