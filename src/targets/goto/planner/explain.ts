import type { Person, PersonId } from '../../../core/people.ts';
import { calledName } from '../../../core/text.ts';
import {
  type Decision,
  type Explained,
  type Explainer,
  type KnownUser,
  type Step,
  step,
  type Subject,
} from '../../../plan/explain/chain.ts';
import { changesPlanned, decisionStep, noticesAbout, saidStep, saidSteps } from '../../../plan/explain/decision.ts';
import type { AccountUser } from './account.ts';
import type { GotoChange } from './change.ts';
import { userName } from './decide.ts';
import { addressSteps, expectedValues, expiredSteps, ruleSteps, valueSteps } from './explain-rules.ts';
import { fullName } from './identity.ts';
import { linkOf, type Match, type Matches } from './match.ts';
import { type GotoProposeInput, type Passes, wordsOf } from './passes.ts';
import { planChanges, type Planned } from './propose.ts';
import { protector } from './protected-users.ts';
import { type Remark, summed } from './remarks.ts';
import { userFacts } from './user-facts.ts';

/** Tells why what the planner proposes becomes of whom, from the results of its passes. */
export function explainerOf(input: GotoProposeInput): Explainer {
  const planned = planChanges(input);
  const users = knownUsers(input, planned.passes);
  const { passes } = planned;
  if (passes === null) return { users, explain: (subject) => nothingPlanned(subject, users, planned) };
  return { users, explain: (subject) => explain(subject, users, input, { ...planned, passes }) };
}

type Whole = Planned & { readonly passes: Passes };

function knownUsers({ account, settings }: GotoProposeInput, passes: Passes | null): KnownUser[] {
  const { names } = wordsOf(settings.goto, account);
  const found = new Map(passes?.ground.matches.matches.map(({ user, person }) => [user.key, person.id]));
  return account.users.map((user) => ({
    node: user.key,
    name: fullName({ first: user.firstName, last: user.lastName }),
    email: user.email,
    group: user.group === null ? null : names.groupName(user.group),
    aliases: [],
    person: found.get(user.key) ?? linkOf(user, settings.goto),
  }));
}

/** Where the file names what the account does not have, nothing is decided about anybody. */
function nothingPlanned({ person, node }: Subject, known: readonly KnownUser[], { proposed }: Planned): Explained {
  const users = known.filter((user) => user.node === node || (person !== null && user.person === person));
  const text = 'nothing is planned for anybody: the file names what the account does not have';
  const decision: Decision = { kind: users.length === 0 ? 'nothing' : 'left', text, changes: [] };
  const errors = saidSteps(proposed.notices.map(saidStep));
  return { users, steps: [...errors, decisionStep(decision, [])], placement: null, expected: [], decision };
}

/** Everything that is told of one subject. */
interface About {
  readonly id: PersonId | null;
  readonly person: Person | null;
  readonly known: readonly KnownUser[];
  readonly users: readonly AccountUser[];
  readonly changes: readonly GotoChange[];
  readonly remarks: readonly Remark[];
}

function explain(subject: Subject, known: readonly KnownUser[], input: GotoProposeInput, planned: Whole): Explained {
  const about = aboutWhom(subject, known, input, planned);
  const { id, person, users, changes, remarks } = about;
  const { claims, matches } = planned.passes.ground;
  const own = id === null ? [] : (claims.of.get(id) ?? []);
  const safe = protectedSteps(users, input, planned.passes);
  const decision = decisionOf(about, safe.length > 0, planned.passes);
  const values = valueSteps(own, planned.passes.ground);
  const [first] = own;
  return {
    users: about.known,
    steps: [
      ...(id === null
        ? []
        : [
            step('MAPPINGS', 'Rules of the file, the strongest first', {
              steps: [...ruleSteps(id, claims, planned.passes.reading), ...expiredSteps(input.settings.goto)],
            }),
          ]),
      ...(values.length === 0 ? [] : [step('OPTIONS', 'What the rules give', { steps: values })]),
      ...(person === null
        ? []
        : [
            step('LOGIN', 'Address', { steps: addressSteps(person, matches.addresses.get(person.id), matches.shared) }),
          ]),
      step('USERS', 'Users of the account', { steps: userSteps(about, input, planned.passes) }),
      ...safe,
      ...doubtSteps(about, planned.passes),
      ...saidSteps([
        ...summed(remarks).map(saidStep),
        ...noticesAbout(planned.passes.notices, [...users.map(({ email }) => email), person?.label ?? null]),
      ]),
      decisionStep(decision, changes),
    ],
    placement:
      first === undefined || person?.state !== 'enabled'
        ? null
        : { group: first.by.heading, role: null, line: first.by.rule.line, path: first.path },
    expected: person?.state === 'enabled' ? expectedValues(own, planned.passes.ground) : [],
    decision,
  };
}

function aboutWhom(
  { person, node }: Subject,
  known: readonly KnownUser[],
  { account }: GotoProposeInput,
  { passes, proposed, remarks }: Whole,
): About {
  const own = node === null ? undefined : known.find((user) => user.node === node);
  const id = person ?? own?.person ?? null;
  const theirs = known.filter((user) => user === own || (id !== null && user.person === id));
  const nodes = new Set<string>(theirs.map((user) => user.node));
  const read = id === null ? null : (passes.reading.people.get(id) ?? null);
  const users = account.users.filter(({ key }) => nodes.has(key));
  const names = [...users.map(userName), ...(read === null ? [] : [`${calledName(read)} (${read.label})`])];
  return {
    id,
    person: read,
    known: theirs,
    users,
    changes: proposed.changes.filter(
      (change) => (change.node !== null && nodes.has(change.node)) || (id !== null && change.person === id),
    ),
    remarks: remarks.filter(({ who }) => names.some((name) => who === name || who.startsWith(`${name}:`))),
  };
}

function userSteps({ id, users }: About, { account, settings }: GotoProposeInput, { ground }: Passes): Step[] {
  const words = wordsOf(settings.goto, account);
  const { matches } = ground.matches;
  const match = id === null ? undefined : matches.find(({ person }) => person.id === id);
  const steps = users.map((user) => {
    const { products, role, userGroup } = userFacts(user, words);
    const holds = products.length === 0 ? 'no product' : products.join(', ');
    const text = `${userName(user)}, key ${user.key}: ${holds}, ${role}, ${userGroup ?? 'in no user group'}`;
    return step('USER', text, { steps: [foundStep(user, match, ground)] });
  });
  return [...steps, ...(id === null || match !== undefined ? [] : [step('NOT_FOUND', 'no user was found for them')])];
}

function foundStep(user: AccountUser, match: Match | undefined, { settings }: Passes['ground']): Step {
  const owner = linkOf(user, settings);
  if (match?.user.key !== user.key) {
    return owner === null
      ? step('PERSON_UNKNOWN', 'found for nobody who was read')
      : step('FOUND_BY_LINK', `linked to the person ${owner}`);
  }
  if (match.by === 'link') return step('FOUND_BY_LINK', 'found by the link attribute');
  return match.by === 'address'
    ? step('FOUND_BY_LOGIN_ID', 'found by the address')
    : step('TAKEN_OVER', `found by the address, and linked to somebody who was not read (${owner ?? ''})`);
}

function protectedSteps(
  users: readonly AccountUser[],
  { account, settings }: GotoProposeInput,
  { protectedUsers }: Passes,
): Step[] {
  const protectionOf = protector(account, settings.goto);
  return users.flatMap((user) => {
    const why = protectedUsers.get(user.key) ?? protectionOf(user);
    return why === null ? [] : [step('PROTECTED_USER', `${userName(user)} is never touched: ${why}`)];
  });
}

/** Of doubts about whose user it is, and of a change that needs an approval of its own. */
function doubtSteps({ id, users, changes }: About, { ground, wanted }: Passes): Step[] {
  const open = id === null ? [] : ground.matches.doubts.filter(({ whom }) => whom.includes(id));
  // A doubt about somebody for whom nothing changes keeps nothing back.
  const changing = changes.length === 0 ? [] : wanted;
  const doubts = changing.filter(({ user, person }) => {
    return user === null ? id !== null && person?.id === id : users.includes(user);
  });
  return [
    ...open.map(({ code, text }) =>
      step(code === 'ADDRESS_SHARED' ? 'LOGIN_ID_SHARED' : 'LINK_CONTESTED', `${WHY[code]}: ${text}`),
    ),
    ...doubts.flatMap(({ doubt }) => (doubt === null ? [] : [step('DOUBTED', doubt)])),
  ];
}

const WHY: Readonly<Record<Matches['doubts'][number]['code'], string>> = {
  ADDRESS_SHARED: 'several people have the address',
  LINK_DOUBLE: 'several users are linked to them',
  LINK_ELSEWHERE: 'the user with the address is linked to another person',
  LINK_OUTSIDE: 'the user that is linked to them has an address of no domain in goto.domains',
  USER_DOUBLE: 'several users have the address',
};

/** What keeps a user from becoming what the rules say. */
const LEFT: ReadonlySet<Remark['code']> = new Set([
  'REMOVALS_WITHHELD',
  'IDENTITY_READ_ONLY',
  'ADDRESS_IN_USE',
  'ADDRESS_PROTECTED',
  'ADDRESS_TOO_LONG',
  'NAME_TOO_LONG',
]);

function decisionOf({ id, person, users, changes, remarks }: About, isSafe: boolean, { ground }: Passes): Decision {
  if (changes.length > 0) return changesPlanned(changes);
  const none = (kind: Decision['kind'], text: string): Decision => ({ kind, text, changes: [] });
  if (users.length === 0) {
    if (person !== null && person.state !== 'enabled') return none('nothing', `${person.state}, and there is no user`);
    const that = ground.claims.rules.every(({ complete }) => complete) ? '' : ' that was read';
    if (id === null || !ground.claims.of.has(id))
      return none('nothing', `no rule${that} has them, so no user is planned`);
    return none('nothing', 'no user, and none is planned: the steps above say why');
  }
  if (isSafe) return none('left', 'protected, so the user stays as it is');
  const isOpen = users.some(({ key }) => ground.matches.untouched.has(key));
  if (isOpen) return none('left', 'nothing can be decided about them, so the user stays as it is');
  if (remarks.some(({ code }) => LEFT.has(code)))
    return none('left', 'what would change waits: the steps above say why');
  const rules = id === null ? [] : (ground.claims.of.get(id) ?? []);
  if (person?.state === 'enabled' && rules.length > 0) return none('inStep', 'in step, nothing to do');
  return none('inStep', 'no rule gives anything, and the user holds nothing: nothing to do');
}
