import {
  fingerprint,
  formatMarker,
  sealMarker,
  type Sealing,
  withMarker,
} from '../../../../src/targets/rescue/planner/marker.ts';
import type { HeldSets } from '../../../../src/plan/held-sets.ts';
import { holdSaved } from '../../../../src/targets/rescue/planner/holds.ts';
import { approvalsOf } from '../../../../src/plan/approvals.ts';
import type {
  AccountGroup,
  AccountReading,
  AccountUser,
  NodeId,
  UserDetails,
} from '../../../../src/targets/rescue/planner/account.ts';
import type { Budget, Change, Plan } from '../../../../src/plan/model.ts';
import type { RescuePlan } from '../../../../src/targets/rescue/planner/change.ts';
import type {
  DirectoryGroup,
  DirectoryGroupId,
  DirectoryReading,
  Person,
  PersonId,
  RootRead,
  Whereabouts,
} from '../../../../src/core/people.ts';
import type { Notice } from '../../../../src/core/notice.ts';
import { formatPath, parsePath } from '../../../../src/core/path.ts';
import { NO_PAST, type Past } from '../../../../src/plan/earlier-runs.ts';
import { assemblePlan } from '../../../../src/plan/assemble.ts';
import type { KnownNames } from '../../../../src/plan/propose.ts';
import { ofParts } from '../../../../src/plan/section.ts';
import { staleApprovals } from '../../../../src/plan/stale-approvals.ts';
import type { RescueProposeInput } from '../../../../src/targets/rescue/planner/passes.ts';
import { proposeChanges } from '../../../../src/targets/rescue/planner/propose.ts';
import { withDetails } from '../../../../src/targets/rescue/planner/with-details.ts';
import type { LimitSettings, Settings } from '../../../../src/core/settings.ts';
import { partsOf } from '../../../../src/targets/rescue/planner/parts.ts';
import type { RescueFileSettings, Mapping, Part, RescueSettings } from '../../../../src/targets/rescue/settings.ts';
import { roleOf } from '../../../../src/targets/rescue/planner/roles.ts';
import { Secret } from '../../../../src/core/secret.ts';

/** A GUID that is the same for the same word. */
export function guid(word: string): string {
  const hex = [...Buffer.from(word)].map((byte) => byte.toString(16)).join('');
  const text = hex.padStart(32, '0').slice(-32);
  return `${text.slice(0, 8)}-${text.slice(8, 12)}-${text.slice(12, 16)}-${text.slice(16, 20)}-${text.slice(20)}`;
}

export function personId(word: string): PersonId {
  return guid(word) as PersonId;
}

/** A person called by one word: `ada` is Ada with ada@corp.example. */
export function person(word: string, fields: Partial<Person> = {}): Person {
  return {
    id: personId(word),
    name: word.charAt(0).toUpperCase() + word.slice(1),
    mail: `${word}@corp.example`,
    upn: `${word}@corp.local`,
    state: 'enabled',
    label: `CN=${word}`,
    ...fields,
  };
}

export interface DirectoryLiteral {
  /** Group name → members: words are people, `@Name` is a nested group. */
  readonly groups: Readonly<Record<string, readonly string[]>>;
  /** Fields that differ from those of {@link person}. */
  readonly people?: Readonly<Record<string, Partial<Person>>>;
  /** Names of wanted groups that are half read, or of unknown ones that are missing. */
  readonly incomplete?: readonly string[];
}

/** A mapping of one directory group, or of a list of several, the n-th of them at line 20 + n. */
export function mapping(
  directoryGroup: string | readonly string[],
  rescueGroup: string,
  fields: Partial<Mapping> = {},
): Mapping {
  const names = [directoryGroup].flat();
  const [only] = names.length === 1 ? names : [];
  return {
    parts: only === undefined ? names.map(listedPart) : [{ directoryGroup: only }],
    rescueGroup: parsePath(rescueGroup),
    role: roleOf(parsePath(rescueGroup)) ?? 'technician',
    fullGroup: true,
    mobileLicense: false,
    disableLimit: null,
    subgroups: 'mirror',
    ssoId: 'none',
    attributes: ['name', 'email', 'status', 'ssoId'],
    line: 10,
    ...fields,
  };
}

function listedPart(directoryGroup: string, index: number): Part {
  return { directoryGroup, place: { line: 20 + index, column: 9 } };
}

/** The text of the first directory group that a mapping names. */
export function firstName({ parts }: Mapping): string {
  return parts[0]?.directoryGroup ?? '';
}

export const HELPDESK = mapping('Helpdesk', 'Technicians/Helpdesk');

export function readingOf(literal: DirectoryLiteral, mappings: readonly Mapping[]): DirectoryReading {
  const groups = new Map<DirectoryGroupId, DirectoryGroup>();
  const people = new Map<PersonId, Person>();
  for (const [name, members] of Object.entries(literal.groups)) {
    const words = members.filter((member) => !member.startsWith('@'));
    for (const word of words) people.set(personId(word), person(word, literal.people?.[word]));
    const nested = members.filter((member) => member.startsWith('@')).map((member) => member.slice(1));
    groups.set(groupId(name), {
      id: groupId(name),
      name,
      label: `CN=${name}`,
      people: words.map(personId),
      groups: nested.map(groupId),
      others: [],
    });
  }
  const roots = partsOf(mappings).map(({ part: { directoryGroup } }): RootRead => {
    const group = groups.get(groupId(directoryGroup));
    if (group !== undefined && literal.incomplete?.includes(directoryGroup) !== true) {
      return { kind: 'complete', group: group.id };
    }
    return { kind: 'incomplete', group: group?.id ?? null, code: 'GROUP_NOT_FOUND', text: `no ${directoryGroup}` };
  });
  const base = { type: 'file', name: 'directory.ldif', people, groups, notices: [] } as const;
  const complete = roots.filter((root) => root.kind === 'complete');
  return complete.length === roots.length
    ? { ...base, kind: 'complete', roots: complete }
    : { ...base, kind: 'partial', roots };
}

export function groupId(name: string): DirectoryGroupId {
  return guid(`g:${name}`) as DirectoryGroupId;
}

export interface UserLiteral {
  readonly name?: string;
  readonly email?: string;
  readonly enabled?: boolean;
  /** Text of the description before the marker. */
  readonly description?: string;
  /** The word of the person in its link marker. */
  readonly link?: string;
  /** Whether its marker has the form of adsync 0.1, without a seal. */
  readonly oldLink?: boolean;
  /** The SSO id its marker's fingerprint vouches for; null = not managed. */
  readonly linkedSsoId?: string | null;
  /** Whether its marker vouches for a mobile add-on; as `mobile` where absent. */
  readonly linkedMobile?: boolean;
  readonly ssoId?: string;
  readonly mobile?: boolean;
  readonly accountHolder?: boolean;
  readonly role?: AccountUser['role'];
}

/** Test accounts seal their links without a key. */
export const SEALING: Sealing = { account: '560961', key: null };

/** Rescue group → its users by word; `{}` is Ada with ada@corp.example, enabled and unlinked. */
export type AccountLiteral = Readonly<Record<string, Readonly<Record<string, UserLiteral>>>>;

export interface TestAccount {
  readonly reading: AccountReading;
  readonly details: ReadonlyMap<NodeId, UserDetails>;
}

/**
 * An account with the three roots, the groups named and everything above them. Node ids count up from 100.
 *
 * @param descriptions of groups, by path
 */
export function accountOf(
  literal: AccountLiteral,
  self: Partial<AccountReading['self']> = {},
  descriptions: Readonly<Record<string, string>> = {},
): TestAccount {
  let next = 100;
  const groups: AccountGroup[] = [];
  const users: AccountUser[] = [];
  const details = new Map<NodeId, UserDetails>();

  function ensure(path: readonly string[]): NodeId {
    const known = groups.find((group) => formatPath(group.path) === formatPath(path));
    if (known !== undefined) return known.id;
    const parent = path.length > 1 ? ensure(path.slice(0, -1)) : null;
    const id = String(next++) as NodeId;
    groups.push({
      id,
      parent,
      role: roleOf(path) ?? 'technician',
      path,
      description: descriptions[formatPath(path)] ?? '',
    });
    return id;
  }

  for (const root of ['Master Administrators', 'Administrators', 'Technicians']) ensure([root]);
  for (const path of Object.keys(descriptions)) ensure(parsePath(path));
  for (const [path, members] of Object.entries(literal)) {
    const group = ensure(parsePath(path));
    for (const [word, user] of Object.entries(members)) {
      const id = String(next++) as NodeId;
      users.push(userOf(id, group, word, user, roleOf(parsePath(path)) ?? 'technician'));
      details.set(id, {
        ssoId: user.ssoId ?? '',
        mobile: user.mobile ?? false,
        accountHolder: user.accountHolder ?? false,
      });
    }
  }
  const reading: AccountReading = {
    account: SEALING.account,
    organization: 'Example Ltd',
    url: 'https://rescue.example',
    self: { ids: [], email: 'owner@corp.example', ...self },
    groups,
    users,
  };
  return { reading, details };
}

function userOf(id: NodeId, group: NodeId, word: string, user: UserLiteral, role: AccountUser['role']): AccountUser {
  const like = person(word);
  const text = user.description ?? '';
  const print = fingerprint(user.linkedSsoId ?? null, user.linkedMobile ?? user.mobile ?? false);
  const plain = user.link === undefined ? null : formatMarker({ person: personId(user.link), fingerprint: print });
  const marker = plain === null || user.oldLink === true ? plain : sealMarker(plain, id, SEALING);
  return {
    id,
    group,
    role: user.role ?? role,
    name: user.name ?? like.name,
    email: user.email ?? like.mail ?? '',
    description: marker === null ? text : withMarker(text, marker),
    enabled: user.enabled ?? true,
    details: null,
  };
}

/** Limits have tests of their own; in all others nothing is held. */
export const NO_LIMITS: LimitSettings = {
  disable: { kind: 'percent', percent: 100 },
  disablePerGroup: { kind: 'percent', percent: 100 },
  move: { kind: 'percent', percent: 100 },
  readdress: { kind: 'percent', percent: 100 },
  create: null,
  minimum: 0,
  window: 0,
};

/** Settings of a file with one section, which stands in them twice: for the engine, and for the planner of Rescue. */
export type TestSettings = Settings & RescueFileSettings;

export function settingsOf(mappings: readonly Mapping[], fields: Partial<RescueSettings> = {}): TestSettings {
  return {
    file: 'sync.yaml',
    sha256: '0'.repeat(64),
    directory: { type: 'file', path: '/directory.ldif' },
    limits: NO_LIMITS,
    approve: [],
    guardRails: [],
    maxPlanAge: 86_400_000,
    interval: 900_000,
    fullReadingEvery: 8,
    retention: 90 * 86_400_000,
    ...forRescue({
      type: 'rescue',
      url: 'https://rescue.example',
      ca: null,
      credentials: { kind: 'token', token: new Secret('token') },
      requests: { concurrent: 4, perSecond: 10, timeout: 60_000 },
      newUserPassword: new Secret('Default-Pass%9'),
      groupsWithLimits: 'write',
      adopt: 'mapped',
      loginId: 'email',
      ssoId: 'none',
      protect: [],
      protectLines: [],
      linkKey: null,
      licenses: { technicians: null, mobile: null },
      ceilings: { groups: 999, membersPerGroup: 999 },
      mappings,
      ...fields,
    }),
  };
}

/** A file with one target. */
export function forRescue(rescue: RescueSettings): Pick<TestSettings, 'targets' | 'rescue'> {
  return { targets: [rescue], rescue };
}

/** The settings as the planner of Rescue sees them. */
export function rescueFile(settings: Settings): TestSettings {
  const rescue = settings.targets.find((target): target is RescueSettings => target.type === 'rescue');
  if (rescue === undefined) throw new Error('the file has no section rescue');
  return { ...settings, rescue };
}

/** What tests may say of a plan beside file, directory and account. */
export interface PlanGiven {
  readonly only?: readonly string[];
  readonly past?: Past;
  readonly knownNames?: KnownNames;
  /** What the directory says of people outside the groups, by their words; of all others it says nothing. */
  readonly outside?: Readonly<Record<string, Whereabouts>>;
  /** The day that it is. */
  readonly today?: string;
}

export interface PlannedTest {
  readonly plan: RescuePlan;
  /** Everybody whom a limit would hold, by the id of the set. */
  readonly holds: HeldSets;
  /** The people whom the planner asked the directory for. */
  readonly people: readonly PersonId[];
  /** The users whose details the planner asked for. */
  readonly asked: readonly NodeId[];
  /** What the planner was given in the end. */
  readonly input: RescueProposeInput;
}

/** Plans as a run does, answering the planner's questions from the test account. */
export function planOf(
  settings: Settings,
  directory: DirectoryReading,
  account: TestAccount,
  approved: readonly string[] = [],
  earlier: HeldSets = new Map(),
  { only = [], past = NO_PAST, knownNames = new Map(), outside = {}, today }: PlanGiven = {},
): PlannedTest {
  let reading = account.reading;
  let seen = directory;
  const said = new Map(Object.entries(outside).map(([word, one]) => [personId(word), one]));
  const asked: NodeId[] = [];
  for (let round = 0; round < 10; round++) {
    const input: RescueProposeInput = {
      settings: rescueFile(settings),
      reading: seen,
      account: reading,
      approvals: approvalsOf(settings, approved, only),
      earlier,
      past,
      knownNames,
      ...(today === undefined ? {} : { today }),
    };
    const planned = proposeChanges(input);
    if (planned.kind === 'section') {
      const createdAt = '2026-01-31T09:00:00.000Z';
      const plan = assemblePlan(
        { settings, reading: directory, adsyncVersion: '0.0.0', createdAt, earlier, missing: 'none' },
        [planned],
      );
      return {
        plan,
        holds: planned.holds,
        people: [...(seen.outside ?? new Map<PersonId, Whereabouts>()).keys()],
        asked,
        input,
      };
    }
    const answers = (planned.people ?? []).map((id) => [id, said.get(id) ?? 'unsure'] as const);
    seen = { ...seen, outside: new Map([...(seen.outside ?? []), ...answers]) };
    const ids = reading.users.flatMap(({ id }) => (planned.ids.includes(id) ? [id] : []));
    asked.push(...ids);
    reading = withDetails(reading, ids, account.details);
  }
  throw new Error('the planner keeps asking');
}

/** Plans with everything approved that is held, or that a new meaning of a name keeps from being read. */
export function approvedPlanOf(settings: Settings, directory: DirectoryReading, account: TestAccount): PlannedTest {
  const approved = new Set<string>();
  for (;;) {
    const made = planOf(settings, directory, account, [...approved]);
    const next = nextApprovals(made.plan, approved);
    if (next.length === 0) return made;
    for (const id of next) approved.add(id);
  }
}

/** A plan that was made before, as an apply holds it today with the approvals of its command line. */
export function heldAgain<One extends Plan>(
  plan: One,
  settings: Settings,
  { reading: account }: TestAccount,
  { ids, only = [], earlier = new Map() }: { ids: readonly string[]; only?: readonly string[]; earlier?: HeldSets },
): One {
  const approvals = approvalsOf(settings, ids, only);
  const held = holdSaved(plan, { settings: rescueFile(settings), account, approvals, earlier, past: NO_PAST });
  return ofParts(plan, [held.plan], staleApprovals([held], earlier, 'none'));
}

/** One line a change: `move+update ada@corp.example → Technicians/A (name) MEMBER_OF`. */
export function lines(plan: Plan): string[] {
  return plan.changes.map(line);
}

function line(change: Change): string {
  const { operations, kind, email, group, after, before, reason } = change;
  if (kind === 'group') return `${operations.join('+')} group ${group} ${reason.code}`;
  const fields = before === null ? '' : ` (${Object.keys(after).sort().join(',')})`;
  return `${operations.join('+')} ${email} in ${group}${fields} ${reason.code}`;
}

/** The approvals that plans ask for. */
export function approvalsFor(...plans: readonly Plan[]): string[] {
  const ids = plans.flatMap(({ changes, notices }) => [
    ...changes.flatMap(({ held }) => held?.id ?? []),
    ...notices.flatMap(({ code, text }) =>
      code === 'GROUP_IDENTITY_CHANGED' ? [...text.matchAll(/--approve (\S+)/g)].map(([, id = '']) => id) : [],
    ),
  ]);
  return [...new Set(ids)];
}

/**
 * The approvals that somebody gives who looks at a plan, and again at the one that comes of it. What a name means decides
 * what is read, and so who is held: it is approved before anybody who is held.
 */
export function nextApprovals(plan: Plan, given: ReadonlySet<string>): string[] {
  const open = approvalsFor(plan).filter((id) => !given.has(id));
  const names = open.filter((id) => id.startsWith('g'));
  return names.length > 0 ? names : open;
}

/** The notices, but for the note on directory groups without people, which many a literal has. */
export function noticesOf(plan: Plan): Notice[] {
  return plan.notices.filter(({ code }) => code !== 'MAPPING_EMPTY');
}

/** Codes of the notices, but for the note on directory groups without people, which many a literal has. */
export function codes(plan: Plan): string[] {
  return noticesOf(plan).map(({ code }) => code);
}

/** Seats or add-ons of a plan for one account, without their name; null where the file does not say how many there are. */
export function budgetOf(
  { targets }: Pick<Plan, 'targets'>,
  name: 'technicians' | 'mobile',
): Omit<Budget, 'name'> | null {
  const found = targets[0]?.budgets.find((budget) => budget.name === name);
  return found === undefined ? null : { held: found.held, before: found.before, after: found.after };
}
