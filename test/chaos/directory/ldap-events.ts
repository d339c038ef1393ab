import { personId } from '../../targets/rescue/planner/builders.ts';
import { DOMAIN, type FakeEntry } from '../../directory/ldap/fake-dc.ts';
import { groupDn } from './ldap-directory.ts';

/** What somebody does to the directory while it is read. */
export type LdapEvent = (entries: readonly FakeEntry[]) => readonly FakeEntry[];

export const ldapEvents: Readonly<Record<string, LdapEvent>> = {
  'a mapped group is deleted': (all) => without(all, 'Field'),
  'a group inside a mapped one is deleted': (all) => without(all, 'Night'),
  'a group mapped by name is renamed': (all) => renamed(all, 'Leads', 'Heads'),
  'a group mapped by DN is renamed': (all) => renamed(all, 'Desk', 'Bureau'),
  'a group mapped by GUID is renamed': (all) => renamed(all, 'Field', 'Meadow'),
  'a group inside a mapped one is renamed': (all) => renamed(all, 'Night', 'Late'),
  'a member goes from the first group to a later one': moving('lead3', 'Leads', 'Field'),
  'a member goes from a later group to the first one': moving('field6', 'Field', 'Leads'),
  'a member goes up to the mapped group': moving('weekend4', 'Weekend', 'Desk'),
  'a member goes down to a group inside': moving('desk4', 'Desk', 'Weekend'),
  'a member gets the group as primary one': (all) =>
    changed(changed(all, 'Staff', dropping('staff5')), 'staff5', primary(all, 'Staff')),
  'a member loses the group as primary one': (all) =>
    changed(changed(all, 'Staff', adding('staff4')), 'staff4', () => ({ primaryGroupID: ['513'] })),
};

function moving(word: string, from: string, to: string): LdapEvent {
  return (all) => changed(changed(all, from, dropping(word)), to, adding(word));
}

type Change = (attributes: FakeEntry['attributes']) => FakeEntry['attributes'];

/** Changes one entry, by the name of a group or the word of a person. */
function changed(all: readonly FakeEntry[], who: string, change: Change): FakeEntry[] {
  return all.map((entry) => {
    const own = entry.dn === groupDn(who) || entry.guid === personId(who);
    return own
      ? { ...entry, attributes: { ...entry.attributes, ...change(entry.attributes), uSNChanged: ['2'] } }
      : entry;
  });
}

function dropping(word: string): Change {
  return ({ member = [] }) => ({ member: member.filter((dn) => dn !== personDn(word)) });
}

function adding(word: string): Change {
  return ({ member = [] }) => ({ member: [...member, personDn(word)] });
}

function primary(all: readonly FakeEntry[], group: string): Change {
  const sid = all.find(({ dn }) => dn === groupDn(group))?.attributes['objectSid']?.[0]?.toString() ?? '';
  return () => ({ primaryGroupID: [sid.split('-').at(-1) ?? ''] });
}

function personDn(word: string): string {
  return `CN=${personId(word)},OU=People,${DOMAIN}`;
}

function without(all: readonly FakeEntry[], group: string): FakeEntry[] {
  return relinked(
    all.filter(({ dn }) => dn !== groupDn(group)),
    group,
    [],
  );
}

function renamed(all: readonly FakeEntry[], from: string, to: string): FakeEntry[] {
  const entries = changed(all, from, () => ({ cn: [to] }));
  return relinked(
    entries.map((entry) => (entry.dn === groupDn(from) ? { ...entry, dn: groupDn(to) } : entry)),
    from,
    [groupDn(to)],
  );
}

/** Links to a group are led to another one, or away; a link that goes makes its group change. */
function relinked(all: readonly FakeEntry[], group: string, to: readonly string[]): FakeEntry[] {
  return all.map((entry) => {
    const member = (entry.attributes['member'] ?? []).map(String);
    if (!member.includes(groupDn(group))) return entry;
    const links = member.flatMap((dn) => (dn === groupDn(group) ? to : [dn]));
    const { uSNChanged = [] } = entry.attributes;
    const version = to.length === 0 ? ['2'] : uSNChanged;
    return { ...entry, attributes: { ...entry.attributes, member: links, uSNChanged: version } };
  });
}
