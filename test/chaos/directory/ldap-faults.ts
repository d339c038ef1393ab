import type { FakeAnswer, FakeEntry, Upset } from '../../directory/ldap/fake-dc.ts';
import type { LdapStage } from './ldap-stages.ts';
import { ldapStages } from './ldap-stages.ts';

/** The answer is replaced, or the connection fails: a session is thrown away at the first of these. */
export const upsets: Readonly<Record<string, Upset>> = {
  'operationsError (1)': { code: 1, text: '000004DC: LdapErr: DSID-0C090A5C, a successful bind must be completed' },
  'protocolError (2)': { code: 2 },
  'timeLimitExceeded (3)': { code: 3 },
  'sizeLimitExceeded (4)': { code: 4 },
  'referral (10)': { code: 10, text: '0000202B: RefErr: DSID-0310084A' },
  'adminLimitExceeded (11)': { code: 11 },
  'unavailableCriticalExtension (12)': { code: 12 },
  'noSuchObject (32)': { code: 32 },
  'insufficientAccessRights (50)': { code: 50 },
  'busy (51)': { code: 51 },
  'unavailable (52)': { code: 52 },
  'unwillingToPerform (53)': { code: 53 },
  'other (80)': { code: 80 },
  'a code of no standard': { code: 123 },
  'a connection cut': 'cut',
  'a connection closed in order': 'end',
  'a notice of disconnection': 'notice',
  'half an entry': 'half',
  'something that is no LDAP': 'garbage',
  'no answer': 'hang',
};

/** Changes an answer; gives it back itself where there is nothing to change. */
export interface Spoil {
  readonly spoil: (answer: FakeAnswer) => FakeAnswer;
  /** Where it has something to change, and where an LDAP client has a chance to notice. */
  readonly stages: readonly LdapStage[];
}

const GROUPS_FOUND: readonly LdapStage[] = ['groups by DN', 'groups by GUID', 'groups by name'];
const MEMBERS: readonly LdapStage[] = ['members', 'later range', 'nested members'];
const PEOPLE: readonly LdapStage[] = ['people', 'later people', 'nested people'];
/**
 * That an entry is missing is noticed where something else says that it must be there: the file names the groups, and
 * `member` values name the people. Who has a group as primary group is known from that one search alone.
 */
const PROVED: readonly LdapStage[] = [...GROUPS_FOUND, ...MEMBERS, ...PEOPLE, 'empty groups', 'stand-still'];
const WITH_ENTRIES: readonly LdapStage[] = [...PROVED, 'root entry', 'primary group'];
const PAGED: readonly LdapStage[] = ldapStages.filter((stage) => stage !== 'root entry' && stage !== 'similar names');

/** The answer comes, but is not what it should be. */
export const spoils: Readonly<Record<string, Spoil>> = {
  'an answer cut in the middle': { spoil: cutting('half'), stages: WITH_ENTRIES },
  'an answer without its result': { spoil: cutting('beforeResult'), stages: WITH_ENTRIES },
  'a connection cut after the answer': { spoil: cutting('after'), stages: WITH_ENTRIES },
  'no entries': { spoil: entries(() => []), stages: [...PROVED, 'root entry'] },
  'the first entry missing': { spoil: entries((all) => all.slice(1)), stages: PROVED },
  'the last entry missing': { spoil: entries((all) => all.slice(0, -1)), stages: PROVED },
  'every entry twice': { spoil: entries((all) => [...all, ...all]), stages: WITH_ENTRIES },
  'entries in another order': {
    spoil: entries((all) => [...all].reverse()),
    stages: ['members', 'people', 'primary group'],
  },
  'entries without attributes': {
    spoil: entries((all) => all.map(({ dn }) => ({ dn, attributes: {} }))),
    stages: WITH_ENTRIES,
  },
  'a cookie that is lost': {
    spoil: (answer) => ((answer.cookie ?? '') === '' ? answer : { ...answer, cookie: '' }),
    stages: ['members', 'people', 'stand-still'],
  },
  'a page that comes again': {
    spoil: (answer) => (answer.cookie === null ? answer : { ...answer, cookie: '0:0' }),
    stages: PAGED,
  },
  'an empty page': {
    spoil: (answer) => (answer.cookie === null ? answer : { ...answer, entries: [], cookie: '0:0' }),
    stages: PAGED,
  },
  references: {
    spoil: (answer) => ({ ...answer, references: ['ldap://nowhere.invalid/DC=other,DC=test'] }),
    stages: ldapStages.filter((stage) => !['base', 'similar names'].includes(stage)),
  },
  'no member values': { spoil: attributes((name) => (name.startsWith('member') ? [] : [name])), stages: MEMBERS },
  'a range that begins elsewhere': { spoil: attributes((name) => [shifted(name)]), stages: MEMBERS },
  'a range that goes nowhere': {
    spoil: attributes((name) => [
      name.replace(/range=(\d+)-\d+$/, (_, low: string) => `range=${low}-${Number(low) - 1}`),
    ]),
    stages: MEMBERS,
  },
  'a value missing from a range': {
    spoil: values((name, all) => (/-\d+$/.test(name) ? all.slice(1) : all)),
    stages: MEMBERS,
  },
  'members without a GUID': {
    spoil: values((name, all) =>
      name.startsWith('member') ? all.map((value) => value.toString().replace(/^.*>;/, '')) : all,
    ),
    stages: MEMBERS,
  },
  'no objectGUID': {
    spoil: attributes((name) => (name === 'objectGUID' ? [] : [name])),
    stages: [...PROVED, 'primary group'],
  },
  'no uSNChanged': {
    spoil: attributes((name) => (name === 'uSNChanged' ? [] : [name])),
    stages: ['members', 'nested members', 'stand-still'],
  },
  'no userAccountControl': {
    spoil: attributes((name) => (name === 'userAccountControl' ? [] : [name])),
    stages: [...PEOPLE, 'primary group'],
  },
  'no objectClass': {
    spoil: attributes((name) => (name === 'objectClass' ? [] : [name])),
    stages: [...GROUPS_FOUND, ...PEOPLE, 'primary group'],
  },
  'no objectSid': {
    spoil: attributes((name) => (name === 'objectSid' ? [] : [name])),
    stages: ['groups by name', 'later people', 'nested people'],
  },
};

function cutting(cut: 'half' | 'beforeResult' | 'after'): Spoil['spoil'] {
  return (answer) => ({ ...answer, cut });
}

function entries(change: (all: FakeAnswer['entries']) => FakeAnswer['entries']): Spoil['spoil'] {
  return (answer) => (answer.entries.length === 0 ? answer : { ...answer, entries: change(answer.entries) });
}

/** `rename` gives no name where the attribute is left out. */
function attributes(rename: (name: string) => readonly string[]): Spoil['spoil'] {
  return eachEntry((all) => Object.entries(all).flatMap(([name, list]) => rename(name).map((own) => [own, list])));
}

type Pair = readonly [name: string, values: readonly (string | Buffer)[]];

function values(change: (name: string, all: Pair[1]) => Pair[1]): Spoil['spoil'] {
  return eachEntry((all) => Object.entries(all).map(([name, list]) => [name, change(name, list)]));
}

function eachEntry(change: (attributes: FakeEntry['attributes']) => readonly Pair[]): Spoil['spoil'] {
  return (answer) => {
    const changed = answer.entries.map(({ dn, attributes: own }) => ({
      dn,
      attributes: Object.fromEntries(change(own)),
    }));
    return JSON.stringify(changed) === JSON.stringify(answer.entries) ? answer : { ...answer, entries: changed };
  };
}

function shifted(name: string): string {
  return name.replace(/range=(\d+)-/, (_, low: string) => `range=${Number(low) + 1}-`);
}
