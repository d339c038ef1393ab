import { groupBy } from '../core/collections.ts';
import { changeContradiction } from '../targets/rescue/planner/consistent-change.ts';
import { canonicalJson } from '../core/digest.ts';
import { Failure } from '../core/failure.ts';
import type { Change, Facts, GroupCount, Plan } from './model.ts';
import { withChanges } from './narrow.ts';
import { orderChanges, withNeeds } from './order.ts';
import { hasControls } from './shown.ts';

/** Chains of changes that wait for one another are far shorter; the planner walks them by recursion. */
const LONGEST_CHAIN = 1000;

/**
 * Refuses a plan document that the planner cannot have made, because it shows something else than it does: what is
 * shown of each change, the order, and every count must follow from what is written. Anybody can give a document its
 * digest, so nothing in it is believed that can be derived.
 *
 * @throws Failure PLAN_INCONSISTENT, with the change named
 */
export function refuseContradictions(plan: Plan): void {
  const { changes, notices } = plan;
  const targets: readonly unknown[] = plan.targets;
  if (targets.length !== 1) throw inconsistent('It names more than one account.');
  if (!isMoment(plan.createdAt)) throw inconsistent('It does not say when it was made.');
  for (const change of changes) {
    const wrong = changeContradiction(change);
    if (wrong !== null) throw inconsistent(`${described(change)} ${wrong}.`);
  }
  const wrong =
    wrongIds(changes) ?? wrongChains(changes) ?? wrongOrder(changes) ?? wrongNodes(changes) ?? wrongPasswords(changes);
  if (wrong !== null) throw inconsistent(wrong);
  const hidden = notices.find(({ code, text, subject }) => [code, text, subject].some(hasControls));
  if (hidden !== undefined) throw inconsistent(`The notice ${hidden.code} holds control characters.`);
  const counted = withChanges(plan, changes, notices);
  for (const part of ['summary', 'licenses'] as const) {
    if (canonicalJson(counted[part]) !== canonicalJson(plan[part])) {
      throw inconsistent(`Its ${part} does not count what its changes do.`);
    }
  }
  const count = plan.groups.find((group) => !fits(group, changes));
  if (count !== undefined) throw inconsistent(`Its count of ${count.group} is not that of its changes.`);
}

/** Whether a text is a time as adsync writes it: other spellings have no place in a mark, and some are no time at all. */
function isMoment(text: string): boolean {
  const time = new Date(text);
  return !Number.isNaN(time.getTime()) && time.toISOString() === text;
}

/** `The change of Ada Lovelace <ada@corp.example> (4f0e8b6a2f6f)` */
export function described({ id, kind, name, email, group }: Change): string {
  const who = kind === 'group' ? `the group ${group}` : `${name} <${email ?? ''}>`;
  return `The change of ${who} (${id})`;
}

function inconsistent(wrong: string): Failure {
  return new Failure(
    'PLAN_INCONSISTENT',
    `The plan contradicts itself, so adsync did not make it as it is. ${wrong}`,
    'Ask who had the file in hands, and make a new plan with: adsync plan --out FILE',
  );
}

function wrongIds(changes: readonly Change[]): string | null {
  const seen = new Set<string>();
  for (const change of changes) {
    if (seen.has(change.id)) return `${described(change)} stands in it twice.`;
    seen.add(change.id);
  }
  const lost = changes.find(({ needs }) => needs.some((id) => !seen.has(id)));
  return lost === undefined ? null : `${described(lost)} needs one that is not in it.`;
}

/** Takes away, round by round, what waits for nothing that is left; what remains waits in a ring, or for too many. */
function wrongChains(changes: readonly Change[]): string | null {
  let left = [...changes];
  const done = new Set<string>();
  for (let round = 0; round < LONGEST_CHAIN && left.length > 0; round++) {
    const waiting = left.filter(({ needs }) => needs.some((id) => !done.has(id)));
    if (waiting.length === left.length) break;
    const still = new Set(waiting);
    for (const change of left) if (!still.has(change)) done.add(change.id);
    left = waiting;
  }
  const [first] = left;
  return first === undefined ? null : `${described(first)} waits for itself, or for too many others.`;
}

function wrongOrder(changes: readonly Change[]): string | null {
  const linked = withNeeds(changes);
  const hasty = changes.find(({ needs }, index) => linked[index]?.needs.join() !== needs.join());
  if (hasty !== undefined) return `${described(hasty)} does not wait for what must come first.`;
  const ordered = orderChanges(changes);
  const late = changes.find(({ id }, index) => ordered[index]?.id !== id);
  return late === undefined ? null : `${described(late)} stands at another place than it is made.`;
}

/** One change a node, but for the two steps of an exchange of addresses, or of an add-on that is given back first. */
function wrongNodes(changes: readonly Change[]): string | null {
  const named = changes.filter(({ node }) => node !== null);
  for (const [, [first, second, third]] of groupBy(named, ({ node }) => node)) {
    if (first === undefined || second === undefined) continue;
    const inSteps = third === undefined && first.kind === 'user' && second.needs.includes(first.id);
    if (!inSteps || first.held?.id !== second.held?.id) {
      return `${described(second)} is about the same one as the change ${first.id}.`;
    }
  }
  return null;
}

/** Whoever had a user before must not be able to log in any more. */
function wrongPasswords(changes: readonly Change[]): string | null {
  const users = changes.filter(({ kind, before }) => kind === 'user' && before !== null);
  for (const [, steps] of groupBy(users, ({ node }) => node)) {
    const [first] = steps;
    const after = Object.assign({}, ...steps.map((step) => step.after)) as Facts;
    const owner = first?.facts?.link ?? null;
    if (first === undefined || after.link === undefined || after.link === owner) continue;
    const passesOn = owner === null ? after.status === 'enabled' : Object.keys(after).some((field) => field !== 'link');
    if (passesOn && after.password === undefined)
      return `${described(first)} leaves the former password to whoever had the user.`;
  }
  return null;
}

function fits({ group, present, after }: GroupCount, changes: readonly Change[]): boolean {
  const users = changes.filter(({ kind }) => kind === 'user');
  const comings = users.filter((change) => change.after.group === group).length;
  const goings = users.filter(({ before }) => before?.group === group).length;
  return after === present + comings - goings;
}
