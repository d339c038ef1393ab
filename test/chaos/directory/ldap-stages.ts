import type { SearchSeen } from '../../directory/ldap/fake-dc.ts';
import type { Condition } from '../../directory/ldap/fake-filter.ts';

/** What a reading asks a domain controller for, in the order in which it does. */
export const ldapStages = [
  'base',
  'root entry',
  'groups by DN',
  'groups by GUID',
  'groups by name',
  'similar names',
  'members',
  'later range',
  'empty groups',
  'primary group',
  'people',
  'later people',
  'nested members',
  'nested people',
  'stand-still',
] as const;
export type LdapStage = (typeof ldapStages)[number];

/** Those that a reading of groups that are all there never comes to. */
export const ONLY_WHEN_MISSING: ReadonlySet<LdapStage> = new Set(['similar names']);

/** Those that take several requests, or are come to again when something changed. */
export const REPEATED: ReadonlySet<LdapStage> = new Set(['members', 'later people', 'stand-still']);

/** Which stage a search belongs to, by what it asks and what was asked before it on the same connection. */
export function stageOf(search: SearchSeen, before: readonly LdapStage[]): LdapStage {
  const { base, scope, attributes } = search;
  if (scope === 0) return base === '' ? 'root entry' : 'base';
  const range = attributes.map((name) => /^member;range=(\d+)/.exec(name)).find(Boolean);
  const deep = before.includes('people');
  if (range) {
    if (range[1] !== '0') return 'later range';
    return deep ? 'nested members' : 'members';
  }
  const asked = namesIn(search.filter);
  if (asked.has('!member') || asked.has('memberOf')) return 'empty groups';
  if (attributes.length === 2 && attributes.includes('uSNChanged')) return 'stand-still';
  if (asked.has('primaryGroupID')) return 'primary group';
  if (asked.has('distinguishedName')) return 'groups by DN';
  if (asked.has('objectCategory')) return asked.has('*') ? 'similar names' : 'groups by name';
  if (!before.includes('members')) return 'groups by GUID';
  if (before.includes('nested members')) return 'nested people';
  return (search.paging?.cookie ?? '') === '' ? 'people' : 'later people';
}

/** The attributes of a filter; `!member` for one that must be absent, `*` where parts of names are compared. */
function namesIn(condition: Condition): Set<string> {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return new Set(condition.parts.flatMap((part) => [...namesIn(part)]));
    case 'substring':
      return new Set([condition.attribute, '*']);
    case 'absent':
      return new Set([`!${condition.attribute}`]);
    default:
      return new Set([condition.attribute]);
  }
}
