import type { Change, Plan } from '../../src/plan/model.ts';

/** Somebody of the company, known by one word that never changes. */
export interface Someone {
  readonly name: string;
  readonly mail: string | null;
  readonly enabled: boolean;
  /** Not of the company: a guest of the tenant in Entra ID, a contact in Active Directory. */
  readonly outsider: boolean;
  /** What the directory holds besides. */
  readonly more?: { readonly givenName?: string; readonly surname?: string; readonly department?: string };
}

export interface Team {
  readonly name: string;
  /** Words of people; `@key` is a team inside. */
  readonly members: readonly string[];
  /** Whether the list of members cannot be read. */
  readonly hidden?: boolean;
}

/** What a directory holds, whatever kind of directory it is. */
export interface Company {
  readonly people: Readonly<Record<string, Someone>>;
  readonly teams: Readonly<Record<string, Team>>;
}

/** What a company holds for one scenario. */
export interface Part {
  readonly people: Readonly<Record<string, Partial<Someone>>>;
  readonly teams: Readonly<Record<string, readonly string[]>>;
  /** Names that differ from the key of the team. */
  readonly names?: Readonly<Record<string, string>>;
  /** Teams whose list of members cannot be read. */
  readonly hidden?: readonly string[];
}

/** One thing that happens in a company. Every scenario has people, teams and Rescue groups of its own. */
export interface Scenario {
  readonly title: string;
  /** Teams to map, in order, with further keys of the mapping; the Rescue group has the name of the key. */
  readonly map: Readonly<Record<string, string>>;
  /** Teams that are mapped together, instead of the one that has the name of the key. */
  readonly lists?: Readonly<Record<string, readonly string[]>>;
  readonly before: Part;
  readonly after: Part;
  /** What is planned for an empty account, and after that was applied and the change has happened. */
  readonly first: readonly string[];
  readonly then: readonly string[];
}

const NOBODY_CHANGED: readonly string[] = [];

export const SCENARIOS: readonly Scenario[] = [
  {
    title: 'nested groups, and somebody who goes one level down',
    map: { Nested: '' },
    before: {
      people: { 'nes-a': {}, 'nes-b': {}, 'nes-c': {} },
      teams: { Nested: ['nes-a', '@NestedMiddle'], NestedMiddle: ['nes-b', '@NestedDeep'], NestedDeep: ['nes-c'] },
    },
    after: {
      people: { 'nes-a': {}, 'nes-b': {}, 'nes-c': {} },
      teams: { Nested: ['nes-a', '@NestedMiddle'], NestedMiddle: ['@NestedDeep'], NestedDeep: ['nes-b', 'nes-c'] },
    },
    first: [
      'create group Nested: MAPPED',
      'create group Nested/NestedMiddle: MIRRORED',
      'create group Nested/NestedMiddle/NestedDeep: MIRRORED',
      'create nes-a in Nested: MEMBER_OF Nested',
      'create nes-b in Nested/NestedMiddle: MEMBER_OF Nested › NestedMiddle',
      'create nes-c in Nested/NestedMiddle/NestedDeep: MEMBER_OF Nested › NestedMiddle › NestedDeep',
    ],
    then: ['move nes-b in Nested/NestedMiddle/NestedDeep: MEMBER_OF Nested › NestedMiddle › NestedDeep (group)'],
  },
  {
    title: 'groups that hold each other',
    map: { Cycle: 'subgroups: flatten' },
    before: {
      people: { 'cyc-a': {}, 'cyc-b': {} },
      teams: { Cycle: ['cyc-a', '@CycleBack'], CycleBack: ['cyc-b', '@Cycle'], CycleEmpty: [] },
    },
    after: {
      people: { 'cyc-a': {}, 'cyc-b': {} },
      teams: {
        Cycle: ['cyc-a', '@CycleBack'],
        CycleBack: ['cyc-b', '@Cycle', '@CycleEmpty'],
        CycleEmpty: ['@CycleBack'],
      },
    },
    first: [
      'create group Cycle: MAPPED',
      'create cyc-a in Cycle: MEMBER_OF Cycle',
      'create cyc-b in Cycle: MEMBER_OF Cycle › CycleBack',
    ],
    then: NOBODY_CHANGED,
  },
  {
    title: 'disabled people, and one who comes back',
    map: { Disabled: '' },
    before: {
      people: { 'dis-a': {}, 'dis-b': { enabled: false }, 'dis-c': { enabled: false } },
      teams: { Disabled: ['dis-a', 'dis-b', 'dis-c'] },
    },
    after: {
      people: { 'dis-a': { enabled: false }, 'dis-b': {}, 'dis-c': { enabled: false } },
      teams: { Disabled: ['dis-a', 'dis-b', 'dis-c'] },
    },
    first: ['create group Disabled: MAPPED', 'create dis-a in Disabled: MEMBER_OF Disabled'],
    then: [
      'create dis-b in Disabled: MEMBER_OF Disabled',
      'disable dis-a in Disabled: PERSON_DISABLED Disabled (status)',
    ],
  },
  {
    title: 'people and groups that are renamed',
    map: { Renamed: '' },
    before: {
      people: { 'ren-a': { name: 'Ada Byron' }, 'ren-b': {} },
      teams: { Renamed: ['ren-a', '@RenamedTeam'], RenamedTeam: ['ren-b'] },
      names: { RenamedTeam: 'Old Name' },
    },
    after: {
      people: { 'ren-a': { name: 'Ada Lovelace, "Countess" #1 & Co (Zoë)' }, 'ren-b': {} },
      teams: { Renamed: ['ren-a', '@RenamedTeam'], RenamedTeam: ['ren-b'] },
      names: { RenamedTeam: 'New Name' },
    },
    first: [
      'create group Renamed: MAPPED',
      'create group Renamed/Old Name: MIRRORED',
      'create ren-a in Renamed: MEMBER_OF Renamed',
      'create ren-b in Renamed/Old Name: MEMBER_OF Renamed › Old Name',
    ],
    then: ['update group Renamed/New Name: RENAMED (name)', 'update ren-a in Renamed: DIFFERS Renamed (name)'],
  },
  {
    title: 'another mail address',
    map: { Mail: '' },
    before: { people: { 'mai-a': {}, 'mai-b': {} }, teams: { Mail: ['mai-a', 'mai-b'] } },
    after: {
      people: { 'mai-a': { mail: 'mai-new@corp.example' }, 'mai-b': { mail: 'MAI-B@corp.example' } },
      teams: { Mail: ['mai-a', 'mai-b'] },
    },
    first: [
      'create group Mail: MAPPED',
      'create mai-a in Mail: MEMBER_OF Mail',
      'create mai-b in Mail: MEMBER_OF Mail',
    ],
    then: ['update mai-a in Mail: DIFFERS Mail (email)'],
  },
  {
    title: 'people who are deleted, or leave the group',
    map: { Gone: '' },
    before: { people: { 'gon-a': {}, 'gon-b': {}, 'gon-c': {} }, teams: { Gone: ['gon-a', 'gon-b', 'gon-c'] } },
    after: { people: { 'gon-b': {}, 'gon-c': {} }, teams: { Gone: ['gon-c'] } },
    first: [
      'create group Gone: MAPPED',
      'create gon-a in Gone: MEMBER_OF Gone',
      'create gon-b in Gone: MEMBER_OF Gone',
      'create gon-c in Gone: MEMBER_OF Gone',
    ],
    then: ['disable gon-a in Gone: LEFT_DIRECTORY (status)', 'disable gon-b in Gone: LEFT_GROUP (status)'],
  },
  {
    title: 'people without a mail address',
    map: { NoMail: '' },
    before: { people: { 'nom-a': { mail: null }, 'nom-b': {} }, teams: { NoMail: ['nom-a', 'nom-b'] } },
    after: { people: { 'nom-a': {}, 'nom-b': { mail: null } }, teams: { NoMail: ['nom-a', 'nom-b'] } },
    first: ['create group NoMail: MAPPED', 'create nom-b in NoMail: MEMBER_OF NoMail', 'notice NO_LOGIN_ID nom-a'],
    then: ['create nom-a in NoMail: MEMBER_OF NoMail', 'notice NO_LOGIN_ID nom-b'],
  },
  {
    title: 'two people with one address',
    map: { Shared: '' },
    before: {
      people: { 'sha-a': { mail: 'sha@corp.example' }, 'sha-b': { mail: 'SHA@corp.example' } },
      teams: { Shared: ['sha-a', 'sha-b'] },
    },
    after: {
      people: { 'sha-a': { mail: 'sha@corp.example' }, 'sha-b': {} },
      teams: { Shared: ['sha-a', 'sha-b'] },
    },
    first: ['create group Shared: MAPPED', 'notice SHARED_LOGIN_ID sha@corp.example'],
    then: ['create sha-a in Shared: MEMBER_OF Shared', 'create sha-b in Shared: MEMBER_OF Shared'],
  },
  {
    title: 'a guest',
    map: { Guests: '' },
    before: { people: { 'gue-a': {}, 'gue-x': { outsider: true } }, teams: { Guests: ['gue-a', 'gue-x'] } },
    after: { people: { 'gue-a': {}, 'gue-x': { outsider: true } }, teams: { Guests: ['gue-a'] } },
    first: [
      'create group Guests: MAPPED',
      'create gue-a in Guests: MEMBER_OF Guests',
      'notice MEMBER_NOT_A_PERSON gue-x',
    ],
    then: NOBODY_CHANGED,
  },
  {
    title: 'somebody in two mappings',
    map: { TwoFirst: '', TwoSecond: '' },
    before: {
      people: { 'two-a': {}, 'two-b': {} },
      teams: { TwoFirst: ['two-a', 'two-b'], TwoSecond: ['two-a'] },
    },
    after: { people: { 'two-a': {}, 'two-b': {} }, teams: { TwoFirst: ['two-b'], TwoSecond: ['two-a'] } },
    first: [
      'create group TwoFirst: MAPPED',
      'create group TwoSecond: MAPPED',
      'create two-a in TwoFirst: MEMBER_OF TwoFirst',
      'create two-b in TwoFirst: MEMBER_OF TwoFirst',
      'notice IN_TWO_MAPPINGS two-a',
    ],
    then: ['move two-a in TwoSecond: MEMBER_OF TwoSecond (group)'],
  },
  {
    title: 'two sites, one team',
    map: { Sites: '' },
    lists: { Sites: ['SiteA', 'SiteB'] },
    before: {
      people: { 'sit-a': {}, 'sit-b': {}, 'sit-c': {}, 'sit-d': {} },
      teams: { SiteA: ['sit-a', 'sit-c', '@SiteNight'], SiteNight: ['sit-d'], SiteB: ['sit-b', 'sit-c'] },
    },
    after: {
      people: { 'sit-a': {}, 'sit-b': {}, 'sit-c': {}, 'sit-d': {} },
      teams: { SiteA: ['sit-c', '@SiteNight'], SiteNight: [], SiteB: ['sit-a', 'sit-c', 'sit-d'] },
    },
    first: [
      'create group Sites: MAPPED',
      'create group Sites/SiteNight: MIRRORED',
      'create sit-a in Sites: MEMBER_OF SiteA',
      'create sit-b in Sites: MEMBER_OF SiteB',
      'create sit-c in Sites: MEMBER_OF SiteA',
      'create sit-d in Sites/SiteNight: MEMBER_OF SiteA › SiteNight',
    ],
    then: ['disable sit-b in Sites: LEFT_GROUP (status)', 'move sit-d in Sites: MEMBER_OF SiteB (group)'],
  },
];

/** Some scenarios in one company. */
export function companyOf(when: 'before' | 'after', scenarios: readonly Pick<Scenario, 'before' | 'after'>[]): Company {
  return companyFrom(scenarios.map((scenario) => scenario[when]));
}

export function companyFrom(parts: readonly Part[]): Company {
  const people: Record<string, Someone> = {};
  const teams: Record<string, Team> = {};
  for (const part of parts) {
    for (const [word, fields] of Object.entries(part.people)) {
      people[word] = { name: word, mail: `${word}@corp.example`, enabled: true, outsider: false, ...fields };
    }
    for (const [key, members] of Object.entries(part.teams)) {
      teams[key] = { name: part.names?.[key] ?? key, members, hidden: part.hidden?.includes(key) ?? false };
    }
  }
  return { people, teams };
}

/** The file without its directory section; everything is mapped by name. */
export function restOfFile(): string {
  const mappings = SCENARIOS.flatMap(({ map, lists }) =>
    Object.entries(map).map(([key, more]) => {
      const extra = more === '' ? '' : `, ${more}`;
      const teams = lists?.[key];
      const named = teams === undefined ? key : `[${teams.join(', ')}]`;
      return `    - { directoryGroup: ${named}, rescueGroup: Technicians/${key}${extra} }\n`;
    }),
  );
  return `limits: { disable: 100%, disablePerGroup: 100%, move: 100%, readdress: 100% }
rescue:
  url: sandbox:account.json
  apiToken: sandbox-token
  requests: { perSecond: 1000 }
  groups:
${mappings.join('')}`;
}

/** What a plan says of one scenario, in the form of its table, sorted. */
export function linesOf(plan: Plan, scenario: Scenario): string[] {
  const roots = Object.keys(scenario.map);
  const words = Object.keys({ ...scenario.before.people, ...scenario.after.people });
  const own = plan.changes.filter(({ group }) => roots.includes(group.split('/')[1] ?? ''));
  const mails = words.flatMap((word) => [scenario.before, scenario.after].map(({ people }) => people[word]?.mail));
  const notices = plain(plan).notices.filter(({ subject }) => [...words, ...mails].includes(subject));
  return [
    ...own.map((change) => line(change, words)),
    ...notices.map(({ code, subject }) => `notice ${code} ${subject}`),
  ].sort();
}

function line({ operations, kind, group, before, after, reason, email }: Change, words: readonly string[]): string {
  const place = group.replace(/^Technicians\//, '');
  const fields = before === null ? '' : ` (${Object.keys(after).sort().join(',')})`;
  if (kind === 'group') return `${operations.join('+')} group ${place}: ${reason.code}${fields}`;
  const address = before?.email ?? email;
  const word = words.find((one) => address.toLowerCase() === `${one}@corp.example`) ?? address;
  const who = word === 'sha@corp.example' ? 'sha-a' : word;
  const path = reason.path.length === 0 ? '' : ` ${reason.path.join(' › ')}`;
  return `${operations.join('+')} ${who} in ${place}: ${reason.code}${path}${fields}`;
}

const GUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
const DN = /CN=([^,"()]+)(?:,(?:OU|DC|CN)=[^,"() ]+)+/g;

/** A plan without what differs from directory to directory: its name and ids, and where it keeps people. */
export function plain(plan: Plan): Plan {
  // Nodes are numbered as the requests of an apply come in.
  const node = (id: unknown): string => (id === null ? '' : 'a node');
  const changes = plan.changes.map((change) => ({
    ...change,
    id: '',
    needs: change.needs.map(() => ''),
    node: node(change.node),
    native: { ...change.native, fromNode: node(change.native['fromNode']), toNode: node(change.native['toNode']) },
  }));
  const document = {
    ...plan,
    planId: '',
    createdAt: '',
    config: { ...plan.config, sha256: '' },
    directory: { ...plan.directory, type: 'file', name: '' },
    targets: plan.targets.map((target) => ({ ...target, url: '' })),
    changes,
  };
  const text = JSON.stringify(document)
    .replace(GUID, '<id>')
    .replace(/(\[adsync <id>) [0-9a-f]{8}(?:-[uk][0-9a-f]{32})?\]/g, '$1]')
    // What an approval is for, which hangs on ids.
    .replace(/\b([a-z]\d+)-[0-9a-f]{32}\b/g, '$1-<set>')
    .replace(DN, '$1')
    .replace(/([\w-]+)@corp\.local/g, '$1')
    .replace(/a contact|a guest of the tenant/g, 'an outsider')
    // Who is named first hangs on ids, too.
    .replace(/([\w-]+ \([\w-]+\)) and ([\w-]+ \([\w-]+\)) share/g, (_all, a: string, b: string) => {
      return `${[a, b].sort().join(' and ')} share`;
    })
    .replace(/([\w-]+ \([\w-]+\)), ([\w-]+ \([\w-]+\))\./g, (_all, a: string, b: string) => {
      return `${[a, b].sort().join(', ')}.`;
    });
  return sorted(JSON.parse(text) as Plan);
}

/** Order that hangs on ids is no difference. */
function sorted(plan: Plan): Plan {
  const byText = <Item>(items: readonly Item[]): Item[] =>
    items
      .map((item) => ({ item, text: JSON.stringify(item) }))
      .sort((a, b) => (a.text < b.text ? -1 : 1))
      .map(({ item }) => item);
  return { ...plan, changes: byText(plan.changes), notices: byText(plan.notices) };
}
