import { approvableOf } from './freeze.ts';
import { groupBy } from '../core/collections.ts';
import { counted } from '../core/counted.ts';
import { Failure } from '../core/failure.ts';
import type { Approval } from './approvals.ts';
import { described } from './consistent.ts';
import { holdGroups } from './hold.ts';
import { memberKey } from './members.ts';
import type { Change, Outcome, Plan } from './model.ts';
import { narrowPlan } from './narrow.ts';
import { withChanges } from './section.ts';

/** The changes of a saved plan that somebody approved one by one; the others are left out. */
export interface ApprovedChanges {
  /** Where they were approved: `plan.xlsx`. */
  readonly by: string;
  readonly ids: ReadonlySet<string>;
}

/** So many obstacles are told at once. */
const TOLD = 5;

/**
 * The approvals of held sets that follow from approved changes: of each set that keeps one of them back, and for the
 * users and groups that were approved, and nobody else. A group that only waits for held people needs none of its own.
 */
export function approvalsFor({ changes }: Pick<Plan, 'changes'>, { by, ids }: ApprovedChanges): Approval[] {
  const waiting = waitsForPeople(changes);
  const held = changes.flatMap((change) =>
    change.held === null || !ids.has(change.id) || waiting.has(change.id)
      ? []
      : approvableOf(change.held).map(({ id }) => ({ id, key: memberKey(change) })),
  );
  return [...groupBy(held, ({ id }) => id)].map(([id, all]) => {
    return { id, by, line: null, only: [...new Set(all.map(({ key }) => key))] };
  });
}

/** The ids of groups that are created for held people, and held for no reason of their own. */
function waitsForPeople(changes: readonly Change[]): ReadonlySet<string> {
  const isNew = ({ kind, operations }: Change): boolean => kind === 'group' && operations.includes('create');
  const free = changes.map((change): Change => (isNew(change) ? { ...change, held: null } : change));
  return new Set(holdGroups(free).flatMap((change) => (isNew(change) && change.held !== null ? [change.id] : [])));
}

/**
 * The part of a plan that was approved, counted anew; its id stays.
 *
 * @param approved null = all of it
 */
export function partApproved<Some extends Plan>(plan: Some, approved: ApprovedChanges | null): Some {
  if (approved === null) return plan;
  return withChanges(
    plan,
    plan.changes.filter(({ id }) => approved.ids.has(id)),
    plan.notices,
  );
}

/**
 * What becomes of the changes that were not approved.
 *
 * @param approved null = all of the plan is wanted
 */
export function leftOut({ changes }: Pick<Plan, 'changes'>, approved: ApprovedChanges | null): Outcome[] {
  if (approved === null) return [];
  const text = `not approved in ${approved.by}`;
  return changes.flatMap(({ id }): Outcome[] => {
    return approved.ids.has(id) ? [] : [{ change: id, result: 'notApproved', text }];
  });
}

/**
 * Refuses a choice that would make half of something: a change without one that it needs, one step of a user without the
 * other, a group for nobody, or a seat that nobody gives back.
 *
 * @param placeOf where a change was approved or not: `Changes!A17`
 * @throws Failure WORKBOOK_NOTHING_APPROVED, WORKBOOK_PART
 */
export function refuseHalves(plan: Plan, { by, ids }: ApprovedChanges, placeOf: (change: Change) => string): void {
  if (!plan.changes.some(({ id }) => ids.has(id))) {
    const text = `No change of the plan is approved in ${by}. Nothing was read or changed.`;
    throw new Failure('WORKBOOK_NOTHING_APPROVED', text, 'Choose yes in the column Approve for what is to be made.');
  }
  const named = (change: Change): string => `${placeOf(change)} (${wordsOf(change)})`;
  const halves = [
    ...withoutNeeded(plan, ids, named),
    ...singleSteps(plan, ids, named),
    ...forNobody(plan, ids, named),
    ...withoutSeat(plan, ids, named),
  ];
  if (halves.length === 0) return;
  const rest = halves.length > TOLD ? ` ${counted(halves.length - TOLD, 'more obstacle')}.` : '';
  const text = `What is approved in ${by} cannot be made without more. ${halves.slice(0, TOLD).join(' ')}${rest}`;
  throw new Failure(
    'WORKBOOK_PART',
    text,
    'Approve both, or neither. Nothing was changed, and the plan can still be applied.',
  );
}

type Named = (change: Change) => string;

function wordsOf(change: Change): string {
  return `${change.operations.join(', ')}: ${described(change).replace(/^The change of /, '')}`;
}

/** Changes that an approved one needs, as `retry` would take them along (plan/narrow.ts). */
function withoutNeeded(plan: Plan, ids: ReadonlySet<string>, named: Named): string[] {
  const all = narrowPlan(plan, ({ id }) => ids.has(id)).changes;
  return all
    .filter(({ id }) => !ids.has(id))
    .map((needed) => {
      const asking = all.find(({ id, needs }) => ids.has(id) && needs.includes(needed.id));
      const who = asking ?? all.find(({ id, target }) => ids.has(id) && target === needed.target);
      return `${who === undefined ? 'An approved change' : named(who)} needs ${named(needed)}, which is not approved.`;
    });
}

/** Two steps of one user, as in an exchange of addresses: after the first alone it would have a passing value. */
function singleSteps({ changes }: Plan, ids: ReadonlySet<string>, named: Named): string[] {
  const users = changes.filter(({ kind, node }) => kind === 'user' && node !== null);
  return [...groupBy(users, ({ target, node }) => `${target} ${node ?? ''}`).values()].flatMap((steps) => {
    const yes = steps.find(({ id }) => ids.has(id));
    const no = steps.find(({ id }) => !ids.has(id));
    if (yes === undefined || no === undefined || !no.needs.includes(yes.id)) return [];
    return [`${named(yes)} is one step of a user, and ${named(no)}, the next one, is not approved.`];
  });
}

function forNobody({ changes }: Plan, ids: ReadonlySet<string>, named: Named): string[] {
  const waiting = waitsForPeople(changes);
  const approved = changes.map((change): Change => {
    return change.kind === 'user' && ids.has(change.id) ? { ...change, held: null } : change;
  });
  return holdGroups(approved).flatMap((change) =>
    waiting.has(change.id) && ids.has(change.id) && change.held !== null
      ? [`${named(change)} is for held people only, and none of them is approved.`]
      : [],
  );
}

/** A plan gives seats away that it takes back before: without the taking back there are too few of them. */
function withoutSeat({ changes, targets }: Plan, ids: ReadonlySet<string>, named: Named): string[] {
  return targets.flatMap(({ id: target, budgets }) =>
    budgets.flatMap(({ name, held: most, before }) => {
      if (most === null) return [];
      const own = changes.filter((change) => change.target === target && change.blocked === undefined);
      const takes = (change: Change): number => change.takes[name] ?? 0;
      const givers = own.filter((change) => takes(change) < 0);
      const kept = givers.filter(({ id }) => !ids.has(id));
      const back = givers.filter(({ id }) => ids.has(id)).reduce((sum, change) => sum + takes(change), 0);
      let used = before + back;
      const short = own.find((change) => {
        if (!ids.has(change.id) || takes(change) <= 0) return false;
        used += takes(change);
        return used > most;
      });
      const [giver] = kept;
      if (short === undefined || giver === undefined) return [];
      const who = kept.length === 1 ? named(giver) : `${named(giver)} and ${counted(kept.length - 1, 'other')}`;
      return [`${named(short)} takes one of ${name}, which is free only after ${who}, which is not approved.`];
    }),
  );
}
