import type { Person, PersonId } from '../../../core/people.ts';
import { formatPath } from '../../../core/path.ts';
import type {
  Decision,
  Explained,
  Explainer,
  ExpectedValue,
  KnownUser,
  Step,
  Subject,
} from '../../../plan/explain/chain.ts';
import { step } from '../../../plan/explain/chain.ts';
import { changesPlanned, decisionStep, noticesAbout, saidSteps } from '../../../plan/explain/decision.ts';
import type { AssignedPerson } from './assignments.ts';
import type { RescueChange } from './change.ts';
import { expiredSteps, mappingSteps, placedOf } from './explain-mappings.ts';
import { loginSteps, optionSteps } from './explain-options.ts';
import { knownUsers, passSteps, userSteps, waitingSteps } from './explain-users.ts';
import { ssoIdOf } from './login-id.ts';
import { wantedKey } from './members.ts';
import type { Passes, RescueProposeInput } from './passes.ts';
import { planChanges, type Planned } from './propose.ts';
import type { WantedUser } from './wanted-user.ts';

/**
 * Tells why what the planner proposes becomes of whom, from the results of its passes.
 *
 * @param input for which changes were proposed, so that nothing is left to be read
 */
export function explainerOf(input: RescueProposeInput): Explainer {
  const planned = planChanges(input);
  if (planned.kind === 'details') throw new Error('an explanation needs everything that the plan was made from');
  const users = knownUsers(planned.passes);
  return { users, explain: (subject) => explain(subject, users, input, planned) };
}

/** Everything that is told of one subject. */
interface About {
  readonly id: PersonId | null;
  readonly person: Person | null;
  readonly users: readonly KnownUser[];
  readonly changes: readonly RescueChange[];
  /** What should be in the end. */
  readonly wanted: readonly WantedUser[];
}

function explain(
  subject: Subject,
  known: readonly KnownUser[],
  input: RescueProposeInput,
  planned: Planned,
): Explained {
  const about = aboutWhom(subject, known, planned);
  const { id, users, changes } = about;
  const { passes, proposed } = planned;
  const keys = new Set([...users.map(({ node }) => node), ...(id === null ? [] : [id])]);
  const taken = [...waitingSteps(about.wanted, id, passes), ...passSteps(keys, passes)];
  const decision = decisionOf(about, taken, passes);
  const named = [about.person?.label, about.person?.mail, about.person?.upn].map((name) => name ?? null);
  return {
    users,
    steps: [
      ...directorySteps(about, input, planned),
      step('USERS', 'Users of the account', { steps: userSteps(id, users, passes) }),
      ...taken,
      ...saidSteps(noticesAbout(proposed.notices, [...named, ...users.map(({ email }) => email)])),
      decisionStep(decision, changes),
    ],
    ...expectedOf(id === null ? undefined : passes.assignments.people.get(id)),
    decision,
  };
}

function aboutWhom(
  { person, node }: Subject,
  known: readonly KnownUser[],
  { passes, proposed, wanted }: Planned,
): About {
  const own = node === null ? undefined : known.find((user) => user.node === node);
  const id = person ?? own?.person ?? null;
  const users = known.filter((user) => user === own || (id !== null && user.person === id));
  const nodes = new Set(users.map((user) => user.node));
  const isTheirs = (entry: { readonly node: string | null; readonly person: string | null }): boolean =>
    (entry.node !== null && nodes.has(entry.node)) || (id !== null && entry.person === id);
  return {
    id,
    person: id === null ? null : (passes.reading.people.get(id) ?? null),
    users,
    changes: proposed.changes.filter((change) => change.kind === 'user' && isTheirs(change)),
    wanted: wanted.filter((entry) => nodes.has(wantedKey(entry)) || (id !== null && entry.person?.id === id)),
  };
}

function directorySteps({ id, person }: About, { settings }: RescueProposeInput, { passes }: Planned): Step[] {
  const { assignments, reading } = passes;
  if (id === null) return [];
  const placed = placedOf(assignments, id);
  const mappings = step('MAPPINGS', 'Mappings of the file, of which the first that has a person keeps them', {
    steps: [...mappingSteps(id, assignments, reading), ...expiredSteps(settings.rescue)],
  });
  if (person === null) return [mappings];
  const options = placed === null ? [] : optionSteps(placed, settings.rescue);
  return [
    mappings,
    ...(options.length === 0 ? [] : [step('OPTIONS', 'Options that hold', { steps: options })]),
    step('LOGIN', 'Login id and SSO id', { steps: loginSteps(person, placed, assignments, settings.rescue) }),
  ];
}

function expectedOf(assigned: AssignedPerson | undefined): Pick<Explained, 'placement' | 'expected'> {
  if (assigned === undefined) return { placement: null, expected: [] };
  const { mapping, placement, loginId, person } = assigned;
  const { line, role, mobileLicense } = mapping;
  const ssoId = ssoIdOf(person, mapping.ssoId);
  const expected: ExpectedValue[] = [
    { field: 'status', value: 'enabled', line },
    { field: 'email', value: loginId, line },
    ...(ssoId === null ? [] : [{ field: 'ssoId', value: ssoId, line }]),
    ...(mobileLicense ? [{ field: 'mobile', value: true, line }] : []),
  ];
  return { placement: { group: formatPath(placement.group), role, line, path: placement.path }, expected };
}

function decisionOf(
  { id, person, users, changes, wanted }: About,
  taken: readonly Step[],
  { assignments }: Passes,
): Decision {
  const isOpen = id !== null && assignments.undecided.has(id);
  const isMapped = id !== null && placedOf(assignments, id) !== null;
  if (changes.length > 0) return changesPlanned(changes);
  const none = (kind: Decision['kind'], text: string): Decision => ({ kind, text, changes: [] });
  if (users.length === 0) {
    if (person !== null && person.state !== 'enabled') return none('nothing', `${person.state}, and there is no user`);
    const that = assignments.whole ? '' : ' that was read';
    if (!isMapped) return none('nothing', `no mapping${that} has them, so no user is planned`);
    return none('nothing', 'no user, and none is planned: the steps above say why');
  }
  if (isOpen) return none('left', 'nothing can be decided about them, so the user stays as it is');
  if (wanted.some(({ isProtected }) => isProtected)) return none('left', 'protected, so the user stays as it is');
  const day = wanted.find(({ waits }) => waits !== null)?.waits ?? null;
  if (day !== null) return none('left', `leaves on ${day}, and stays as it is until then`);
  if (taken.length > 0) return none('left', 'what would change waits, so the user stays as it is');
  if (wanted.length === 0 || wanted.some(({ reason }) => reason.code === 'UNTOUCHED')) {
    const why =
      id === null ? 'it is nobody’s, and nothing says that it should end' : 'nothing is decided about the user';
    return none('left', `${why}, so it stays as it is`);
  }
  if (wanted.every(({ end }) => end !== null)) return none('inStep', 'ended, and disabled already: nothing to do');
  return none('inStep', 'in step, nothing to do');
}
