import { Failure } from '../core/failure.ts';
import type { DirectoryReading, Person, PersonId, Whereabouts } from '../core/people.ts';
import type { LookOptions } from '../directory/directory.ts';
import { mostSimilar } from '../directory/similar-names.ts';
import { foldCase } from '../directory/names.ts';
import type { Explained, Explainer } from '../plan/explain/chain.ts';
import { candidatesOf, fitting, namesOf, personIdIn } from '../plan/explain/candidates.ts';
import type { Candidate, Explanation } from '../plan/explain/explanation.ts';
import { saidStep } from '../plan/explain/decision.ts';
import { directorySteps, personFacts } from '../plan/explain/person.ts';
import { isFrozen } from '../plan/freeze.ts';
import type { Plan } from '../plan/model.ts';
import type { Job } from './job.ts';
import { withTargets } from './open-target.ts';
import type { Directory } from '../directory/directory.ts';
import type { PlanRunResult } from './make-plan.ts';
import { planFrom } from './plan.ts';
import { liveSources } from './sources.ts';

export interface ExplainRun extends Pick<PlanRunResult, 'inputs'> {
  readonly explanation: Explanation;
}

/**
 * Tells why what a plan would do becomes of somebody. It plans as `plan` does, takes no lock, and writes nothing.
 *
 * @param asked an id, an address or a name of a person or a user; not blank
 * @param refresh as `PlanWishes` has it
 * @throws Failure when no plan can be made
 */
export async function runExplain(job: Job, asked: string, refresh: boolean): Promise<ExplainRun> {
  return await withTargets(job, async (targets) => {
    const sources = await liveSources(job);
    const made = await planFrom(job, targets, { refresh, approved: [], only: [] }, sources);
    const planned = { ...made, directory: sources.directory };
    const explainers = explainersOf(planned);
    const [{ reading } = { reading: null }] = planned.inputs.values();
    if (reading === null) throw new Error('nothing is planned');
    const known = { explainers, reading, planned, job };
    const users = [...explainers].flatMap(([target, explainer]) => explainer.users.map((user) => ({ target, user })));
    const candidates = candidatesOf([...reading.people.values()], users);
    const found = fitting(asked, candidates);
    const looked = found.length > 0 ? { found } : await outside(asked, candidates, known);
    return { explanation: await answer(asked, looked, known), inputs: planned.inputs };
  });
}

/** A plan, with the directory that it was made from. */
interface PlannedOnly extends PlanRunResult {
  readonly directory: Directory;
}

interface Known {
  readonly explainers: ReadonlyMap<string, Explainer>;
  readonly reading: DirectoryReading;
  readonly planned: PlannedOnly;
  readonly job: Job;
}

interface Looked {
  readonly found: readonly Candidate[];
  readonly looked?: readonly string[];
  readonly similar?: readonly string[];
}

function explainersOf({ accounts, inputs }: PlannedOnly): Map<string, Explainer> {
  const explainers = new Map<string, Explainer>();
  for (const [id, account] of accounts) {
    const input = inputs.get(id);
    if (account.explainer !== undefined && input !== undefined) explainers.set(id, account.explainer(input));
  }
  return explainers;
}

async function answer(asked: string, { found, looked = [], similar = [] }: Looked, known: Known): Promise<Explanation> {
  const { plan } = known.planned;
  const [only, ...more] = found;
  if (only === undefined) return { kind: 'nobody', asked, plan, looked, similar };
  if (more.length > 0) return { kind: 'several', asked, plan, found };
  const { id } = only;
  const facts = id === null ? null : personFacts(id, known.reading, only.person, await whereaboutsOf(id, only, known));
  const targets = [...known.explainers].map(([target, explainer]) => {
    const node = only.users.find((user) => user.target === target)?.user.node ?? null;
    // A user of whom no person is known is nothing to the other accounts.
    return id === null && node === null
      ? []
      : [{ target, ...withFreeze(explainer.explain({ person: id, node }), target, plan) }];
  });
  return { kind: 'explained', asked, plan, person: facts, directory: directorySteps(facts), targets: targets.flat() };
}

/** A freeze holds what the planner of an account has decided already. */
function withFreeze(explained: Explained, target: string, { changes, notices }: Plan): Explained {
  const { steps, decision } = explained;
  const waits = changes.some(({ id, held }) => held !== null && isFrozen(held) && decision.changes.includes(id));
  const notice = notices.find((one) => one.code === 'FROZEN' && (one.target ?? target) === target);
  if (!waits || notice === undefined) return explained;
  return { ...explained, steps: [...steps.slice(0, -1), saidStep(notice), ...steps.slice(-1)] };
}

/** Where nobody fits who was read, the whole directory is asked. */
async function outside(asked: string, candidates: readonly Candidate[], known: Known): Promise<Looked> {
  const id = personIdIn(asked);
  const people = id === null ? await findPeople(asked, known) : null;
  const accounts = [...known.explainers.keys()].join(', ');
  const looked = [
    `Nobody in the mapped directory groups has this id, address or name, and no user of ${accounts}.`,
    ...(id === null ? [elsewhere(people)] : []),
  ];
  if (people !== null && people.length > 0) {
    // By a name that only the directory knows it may have found somebody who was read.
    const byId = new Map(candidates.map((one) => [one.id, one]));
    return { found: people.map((person) => byId.get(person.id) ?? { id: person.id, person, users: [] }) };
  }
  const similar = mostSimilar(asked, named(candidates));
  if (id === null) return { found: [], looked, similar };
  const where = await askWhereabouts(id, known);
  if (where !== 'gone' && where !== 'unsure') return { found: [{ id, person: null, users: [] }] };
  const said = where === 'gone' ? 'The directory has nobody with this id.' : UNSURE;
  return { found: [], looked: [...looked, said], similar };
}

const UNSURE = 'Whether the directory has somebody outside the mapped groups is not known: it could not be asked.';

function elsewhere(people: readonly Person[] | null): string {
  return people === null
    ? UNSURE
    : 'Nor has anybody else in the directory, by e-mail address, userPrincipalName, logon name or name.';
}

function named(candidates: readonly Candidate[]): { group: string; compare: string; show: string }[] {
  return candidates.flatMap((one, index) =>
    namesOf(one).map((name) => ({ group: String(index), compare: foldCase(name), show: name })),
  );
}

async function whereaboutsOf(id: PersonId, { person }: Candidate, known: Known): Promise<Whereabouts | null> {
  // What a link attribute of an account holds need not be an id, and is nothing to ask a directory for then.
  if (person !== null || known.reading.outside?.has(id) === true || personIdIn(id) === null) return null;
  return await askWhereabouts(id, known);
}

async function askWhereabouts(id: PersonId, known: Known): Promise<Whereabouts> {
  const answers = await asking(known, (options) => known.planned.directory.whereabouts([id], options));
  return answers?.get(id) ?? 'unsure';
}

async function findPeople(asked: string, known: Known): Promise<readonly Person[] | null> {
  return await asking(known, (options) => known.planned.directory.findPeople(asked, options));
}

/** What the directory says; null where it cannot be asked: the plan is explained all the same. */
async function asking<Answer>(
  { job: { surroundings, reporter } }: Known,
  ask: (options: LookOptions) => Promise<Answer>,
): Promise<Answer | null> {
  const { signal } = surroundings;
  const progress = (text: string): void => {
    reporter.progress(text);
  };
  try {
    return await ask({ signal, now: surroundings.now(), progress });
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    signal.throwIfAborted();
    reporter.say(error.message);
    return null;
  } finally {
    reporter.progress(null);
  }
}
