import { Failure } from '../../../src/core/failure.ts';
import type { Change, Plan } from '../../../src/plan/model.ts';
import type { DirectoryReading, WantedGroup } from '../../../src/core/people.ts';
import type { Mapping } from '../../../src/targets/rescue/settings.ts';
import { firstName, planOf, rescueFile } from '../../targets/rescue/planner/builders.ts';
import type { Company } from './company.ts';

/** How a run ended up to its plan. */
export type Outcome =
  | { readonly kind: 'refused'; readonly failure: Failure }
  | { readonly kind: 'planned'; readonly reading: DirectoryReading; readonly plan: Plan };

/** Reads and plans as a run does. An error that is no Failure is a bug, and comes out. */
export async function outcomeOf(
  { settings, account }: Pick<Company, 'settings' | 'account'>,
  read: (wanted: readonly WantedGroup[]) => Promise<DirectoryReading>,
): Promise<Outcome> {
  const wanted = rescueFile(settings).rescue.mappings.map((mapping) => {
    return { ref: firstName(mapping), nested: mapping.subgroups !== 'ignore' };
  });
  try {
    const reading = await read(wanted);
    return { kind: 'planned', reading, plan: planOf(settings, reading, account).plan };
  } catch (error) {
    if (error instanceof Failure) return { kind: 'refused', failure: error };
    throw error;
  }
}

/** The plan of an outcome that must have one. */
export function planned(outcome: Outcome): Plan {
  if (outcome.kind === 'planned') return outcome.plan;
  throw outcome.failure;
}

export interface Expectation {
  /** What is planned where nothing goes wrong. */
  readonly calm: Plan;
  readonly mappings: readonly Mapping[];
  /** Where the directory itself changes meanwhile: what is planned once that is done. */
  readonly after?: Plan;
  /** Whether a complete reading must give one of those two plans; not where the directory changes again and again. */
  readonly exact?: boolean;
  /** Whether creates and updates of other mappings must be in the plan: not where people are in several of them. */
  readonly goOn: boolean;
}

/** What must not be about an outcome, in sentences; empty = all is well. */
export function findingsIn(outcome: Outcome, expected: Expectation): string[] {
  if (outcome.kind === 'refused') {
    const { code, advice } = outcome.failure;
    return /^(LDAP|ENTRA)_/.test(code) && advice !== '' ? [] : [`a failure ${code} without advice`];
  }
  const { reading, plan } = outcome;
  const made = withoutDoubts(plan);
  const found = [...wrongRemovals(made, expected), ...heldOnes(made)];
  if (reading.kind === 'partial') return [...found, ...wrongInPartial(made, reading, expected)];
  const { calm, after = calm, exact = true } = expected;
  if (exact && ![calm, after].some((plain) => linesOf(plan) === linesOf(plain))) {
    found.push(`the reading is called complete, and the plan is another one: ${difference(plan, expected.calm)}`);
  }
  return found;
}

/** What rests on an address or a name alone waits for an approval, with or without a fault, and changes nothing. */
function withoutDoubts(plan: Plan): Plan {
  return { ...plan, changes: plan.changes.filter(({ held }) => held?.limit !== 'rescue.adopt') };
}

function wrongRemovals(plan: Plan, { calm, after = calm }: Expectation): string[] {
  const removals = new Set([...calm.changes, ...after.changes].flatMap(removal));
  return plan.changes
    .filter((change) => removal(change).some((line) => !removals.has(line)))
    .filter((change) => plan.directory.complete || !isTheirs(change))
    .map((change) => `${describe(change)}, which is not in the undisturbed plan`);
}

/**
 * Who is linked was read in so many words. Undisturbed nothing may be planned for them, because somebody who was not
 * read has the same login id; half read they are moved or disabled by what holds for themselves.
 */
function isTheirs({ person, facts }: Change): boolean {
  return person !== null && facts?.link === person;
}

/** A disable or a move, by user and by where to; nothing for other changes. */
function removal({ kind, operations, node, group }: Change): string[] {
  if (kind === 'group') return [];
  if (operations.includes('disable')) return [`disable ${node ?? ''}`];
  return operations.includes('move') ? [`move ${node ?? ''} to ${group}`] : [];
}

function heldOnes(plan: Plan): string[] {
  return plan.changes.filter(({ held }) => held !== null).map((change) => `${describe(change)} is held`);
}

function wrongInPartial(plan: Plan, { roots }: DirectoryReading, { calm, mappings, goOn }: Expectation): string[] {
  const complete = new Set(mappings.filter((_, index) => roots[index]?.kind === 'complete').map(({ line }) => line));
  const missing = mappings.filter(({ line }) => !complete.has(line));
  const firstMissing = Math.min(...missing.map(({ line }) => line));
  const silent = missing.filter(
    ({ line }) => !plan.notices.some((notice) => notice.severity === 'error' && notice.line === line),
  );
  // Rights go down on the strength of the mapping that gives the lower role and all before it.
  const isProved = ({ code, line }: Change['reason']): boolean =>
    /^PERSON_/.test(code) || (code === 'ROLE_LOWERED' && (line ?? Infinity) < firstMissing);
  const disables = plan.changes.filter(({ operations, reason }) => operations.includes('disable') && !isProved(reason));
  const moves = plan.changes.filter(
    ({ operations, reason }) => operations.includes('move') && (reason.line ?? Infinity) >= firstMissing,
  );
  const isGuess = (change: Change): boolean => comes(change) && missing.some((one) => mayBe(one, change));
  const owed = calm.changes.filter((change) => isOwed(change, complete) && !isGuess(change));
  const lost = goOn ? owed.filter((change) => !isIn(change, plan)) : [];
  const guessed = plan.changes.filter((change) => complete.has(change.reason.line ?? 0) && isGuess(change));
  return [
    ...silent.map((mapping) => `no error names ${firstName(mapping)}`),
    ...[...disables, ...moves].map((change) => `${describe(change)} though a group was not read`),
    ...lost.map((change) => `${describe(change)} does not go on`),
    ...guessed.map((change) => `${describe(change)} though another role might be theirs`),
  ];
}

/** Somebody gets the rights of a role. */
function comes({ kind, operations }: Change): boolean {
  return kind === 'user' && (operations.includes('create') || operations.includes('enable'));
}

/** Whether a mapping that was not read might hold a person of another one first, and give them another role. */
function mayBe({ line, role }: Mapping, change: Change): boolean {
  return line < (change.reason.line ?? 0) && role !== change.role;
}

/** Creates and updates that hang on nothing but a group that was read. Who is found by an address alone waits for all. */
function isOwed({ kind, operations, reason, held }: Change, complete: ReadonlySet<number>): boolean {
  if (held !== null || reason.code === 'ADOPTED' || reason.code === 'RELINKED') return false;
  const gives = operations.includes('create') || operations.includes('update');
  return kind === 'user' && gives && reason.line !== null && complete.has(reason.line);
}

function isIn({ email, operations }: Change, plan: Plan): boolean {
  const owed = operations.filter((operation) => operation === 'create' || operation === 'update');
  return plan.changes.some((other) => other.email === email && owed.every((one) => other.operations.includes(one)));
}

function describe({ operations, name, email, group, reason }: Change): string {
  return `${operations.join('+')} ${name} <${email ?? ''}> in ${group} (${reason.code})`;
}

/** Everything that is planned, and everything that is said about people, as text. */
function linesOf({ changes }: Plan): string {
  return changes.map((change) => JSON.stringify(withoutWhy(change))).join('\n');
}

/** Whether a leaver was deleted only explains the plan: a directory that does not answer then changes nothing. */
function withoutWhy(change: Change): Change {
  const { reason } = change;
  if (!/^LEFT|^NOT_MAPPED/.test(reason.code)) return change;
  return { ...change, reason: { ...reason, code: 'LEFT', text: '', line: null }, because: {} };
}

function difference(plan: Plan, calm: Plan): string {
  const own = calm.changes.map(describe);
  const other = plan.changes.map(describe);
  const more = other.filter((line) => !own.includes(line));
  const less = own.filter((line) => !other.includes(line));
  return [...more.map((line) => `+ ${line}`), ...less.map((line) => `- ${line}`)].join('; ');
}
