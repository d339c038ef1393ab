import { groupBy } from '../core/collections.ts';
import { canonicalJson } from '../core/digest.ts';
import { Failure } from '../core/failure.ts';
import { hasControls } from '../core/text.ts';
import { type FieldRules, operationsFrom } from './fields.ts';
import { withoutFreeze } from './freeze.ts';
import type { Change, Plan, TargetSection } from './model.ts';
import { stuckIn } from './needs.ts';
import { orderChanges, withNeeds } from './order.ts';
import { withChanges } from './section.ts';
import { talliesAfter } from './summary.ts';

/** Notices about holds and approvals: what a saved plan says of these is dropped, and must not look like anything else. */
const OF_HOLDS: ReadonlySet<string> = new Set([
  'HELD',
  'LET_THROUGH',
  'APPROVAL_STALE',
  'APPROVAL_USED',
  'WINDOW_UNCERTAIN',
  'FROZEN',
]);

/** What a target knows of the changes that its own planner makes. */
export interface SavedRules {
  readonly fields: FieldRules;
  /** The names of its budgets; null = the file names them. */
  readonly budgets: readonly string[] | null;
  /** Why a change is none that the planner makes, as the end of a sentence about it; null when nothing is wrong. */
  readonly contradiction: (change: Change) => string | null;
  /** Why the changes of an account do not fit together, in a sentence; null when nothing is wrong. */
  readonly misfit: (changes: readonly Change[]) => string | null;
}

/**
 * Refuses a plan document that the planner cannot have made, because it shows something else than it does: what is
 * shown of each change, the order, and every count must follow from what is written. Anybody can give a document its
 * digest, so nothing in it is believed that can be derived.
 *
 * @param rulesOf what the target of a type knows; null for a type that there is not
 * @throws Failure PLAN_INCONSISTENT, with the change named
 */
export function refuseContradictions(plan: Plan, rulesOf: (type: string) => SavedRules | null): void {
  const { changes, notices } = plan;
  if (!isMoment(plan.createdAt)) throw inconsistent('It does not say when it was made.');
  const accounts = accountsOf(plan, rulesOf);
  const wrong =
    firstWrong(accounts, (one) => firstWrong(one.changes, (change) => wrongChange(change, one.rules))) ??
    wrongIds(changes) ??
    firstWrong(accounts, (one) => wrongAccount(one));
  if (wrong !== null) throw inconsistent(wrong);
  const hidden = notices.find(({ code, text, subject }) => [code, text, subject].some(hasControls));
  if (hidden !== undefined) throw inconsistent(`The notice ${hidden.code} holds control characters.`);
  const odd = notices.find(({ code, about }) => OF_HOLDS.has(code) && (about === undefined || about === 'base'));
  if (odd !== undefined) throw inconsistent(`The notice ${odd.code} does not say that it is about holds.`);
  if (canonicalJson(withChanges(plan, changes, notices).summary) !== canonicalJson(plan.summary)) {
    throw inconsistent('Its summary does not count what its changes do.');
  }
}

/** One account of a plan, and what it would say if its changes were counted anew. */
interface PlannedAccount {
  readonly section: TargetSection;
  readonly counted: TargetSection;
  readonly rules: SavedRules;
  readonly changes: readonly Change[];
}

/** @throws Failure PLAN_INCONSISTENT where an account stands in the plan twice, is none, or a change is made in another */
function accountsOf(plan: Plan, rulesOf: (type: string) => SavedRules | null): PlannedAccount[] {
  const { changes, notices, targets } = plan;
  // A file has one section of a type, so that a plan has one account of it.
  if (new Set(targets.map(({ type }) => type)).size !== targets.length || targets.length === 0) {
    throw inconsistent('It does not name each of its accounts once.');
  }
  const stray = changes.find(({ target }) => !targets.some(({ id }) => id === target));
  if (stray !== undefined) throw inconsistent(`${described(stray)} is made in no account of the plan.`);
  const lost = notices.find(({ target }) => target !== undefined && !targets.some(({ id }) => id === target));
  if (lost !== undefined) throw inconsistent(`The notice ${lost.code} is about no account of the plan.`);
  const counted = withChanges(plan, changes, notices).targets;
  return targets.map((section, index) => {
    const { id, type, account } = section;
    const rules = rulesOf(type);
    if (rules === null || id !== `${type}:${account}`) throw inconsistent(`It names an account ${id}, which is none.`);
    const own = changes.filter(({ target }) => target === id);
    return { section, counted: counted[index] ?? section, rules, changes: own };
  });
}

function firstWrong<One>(all: readonly One[], wrongOf: (one: One) => string | null): string | null {
  for (const one of all) {
    const wrong = wrongOf(one);
    if (wrong !== null) return wrong;
  }
  return null;
}

function wrongAccount({ section, counted, rules, changes }: PlannedAccount): string | null {
  const names = section.budgets.map(({ name }) => name);
  const odd = names.find((name, index) => rules.budgets?.includes(name) === false || names.indexOf(name) !== index);
  if (odd !== undefined) return `Its budget ${JSON.stringify(odd)} is none, or is in it twice.`;
  const wrong =
    wrongChains(changes) ?? wrongOrder(changes, rules.fields) ?? wrongNodes(changes) ?? rules.misfit(changes);
  if (wrong !== null) return wrong;
  for (const part of ['summary', 'budgets'] as const) {
    if (canonicalJson(counted[part]) !== canonicalJson(section[part])) {
      return `Its ${part} does not count what its changes do.`;
    }
  }
  const after = talliesAfter(section.tallies, changes);
  const tally = section.tallies.find((one, index) => one.after !== after[index]?.after);
  return tally === undefined ? null : `Its count of ${tally.group} is not that of its changes.`;
}

/** The rules for changes of every target: the operations of a change follow from what it writes. */
function wrongChange(change: Change, { fields, contradiction }: SavedRules): string | null {
  const wrong =
    wrongFields(change, fields) ??
    wrongOperations(change, fields) ??
    contradiction({ ...change, held: withoutFreeze(change.held) }) ??
    wrongReasons(change);
  return wrong === null ? null : `${described(change)} ${wrong}.`;
}

function wrongFields({ before, after }: Change, fields: FieldRules): string | null {
  const unknown = Object.keys({ ...before, ...after }).find((field) => !Object.hasOwn(fields, field));
  return unknown === undefined ? null : `has a field ${JSON.stringify(unknown)}, which there is not`;
}

function wrongOperations({ operations, before, after }: Change, fields: FieldRules): string | null {
  const made = operationsFrom(before, after, fields);
  if (made.length > 0 && made.join() === operations.join()) return null;
  return `says ${operations.join(', ')}, but what it writes is: ${made.join(', ') || 'nothing'}`;
}

function wrongReasons({ because, after }: Change): string | null {
  const same = Object.keys(because).sort().join() === Object.keys(after).sort().join();
  return same ? null : 'does not give a reason for each field that it changes';
}

/** Whether a text is a time as adsync writes it: other spellings have no place in a mark, and some are no time at all. */
function isMoment(text: string): boolean {
  const time = new Date(text);
  return !Number.isNaN(time.getTime()) && time.toISOString() === text;
}

/** `The change of Ada Lovelace <ada@corp.example> (4f0e8b6a2f6f)` */
export function described({ id, kind, name, email, group }: Change): string {
  const who = kind === 'group' ? `the group ${group}` : `${name} <${email}>`;
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
  const accounts = new Map(changes.map(({ id, target }) => [id, target]));
  const lost = changes.find(({ needs, target }) => needs.some((id) => accounts.get(id) !== target));
  return lost === undefined ? null : `${described(lost)} needs one that is not in it.`;
}

function wrongChains(changes: readonly Change[]): string | null {
  const [first] = stuckIn(changes);
  return first === undefined ? null : `${described(first)} waits for itself.`;
}

function wrongOrder(changes: readonly Change[], rules: FieldRules): string | null {
  const linked = withNeeds(changes, rules);
  const hasty = changes.find(({ needs }, index) => linked[index]?.needs.join() !== needs.join());
  if (hasty !== undefined) return `${described(hasty)} does not wait for what must come first.`;
  const ordered = orderChanges(changes, rules);
  const late = changes.find(({ id }, index) => ordered[index]?.id !== id);
  return late === undefined ? null : `${described(late)} stands at another place than it is made.`;
}

/**
 * One change a node, but for the two steps of an exchange of addresses, or of something that is given back first; and one
 * that is blocked, besides.
 */
function wrongNodes(changes: readonly Change[]): string | null {
  const named = changes.filter(({ node }) => node !== null);
  for (const [, all] of groupBy(named, ({ node }) => node)) {
    const [blocked, made] = [true, false].map((is) => all.filter((one) => (one.blocked !== undefined) === is));
    const [first, second, third] = made ?? [];
    const odd = isInSteps(first, second) ? third : second;
    const [, extra] = blocked ?? [];
    const wrong = odd ?? extra ?? all.find((one) => one.held?.id !== all[0]?.held?.id);
    const other = all.find((one) => one !== wrong);
    if (wrong !== undefined && other !== undefined) {
      return `${described(wrong)} is about the same one as the change ${other.id}.`;
    }
  }
  return null;
}

function isInSteps(first: Change | undefined, second: Change | undefined): boolean {
  return first?.kind === 'user' && second?.needs.includes(first.id) === true;
}
