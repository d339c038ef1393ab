import { approvableOf } from '../freeze.ts';
import type { Cause } from '../../core/cause.ts';
import { compareText, fold } from '../../core/text.ts';
import type { Change, HeldBy, Operation, Plan, Risk } from '../model.ts';
import { causeWords, isOwn } from './base.ts';
import { type Difference, differences, statusDifference } from './fields.ts';
import type { Labels } from './labels.ts';
import { ends, mainOperation, operationRank, operationsOf, operationWords } from './operations.ts';
import { type FieldReason, fieldReasons, type ReasonRow, reasonRow } from './reasons.ts';
import { renewsLink } from './renewal.ts';
import { isStranger } from './stranger.ts';
import type { PlannedTarget } from './targets.ts';
import { alsoHeldWords, blockedWords, letThroughWords, lineWords, reasonWords } from './words.ts';

/** A section holds the changes of one group, the strangers, one held set, or links that are only written anew. */
export type SectionKind = 'group' | 'strangers' | 'held' | 'links';

/** One change as people read it. */
export interface Row {
  /** The id of the change. */
  readonly id: string;
  readonly target: string;
  readonly kind: Change['kind'];
  /** The most telling of its operations: it gives the row its sign and colour. */
  readonly operation: Operation;
  /** All its operations, the most telling one first. */
  readonly operations: readonly Operation[];
  /** Whether the user is disabled or suspended. */
  readonly ends: boolean;
  /** All its operations: `move, update` */
  readonly does: string;
  readonly name: string;
  readonly email: string | null;
  /** The group in which the user or group stands afterwards. */
  readonly group: string;
  /** The group that the user leaves; null when it stays where it is, or is new. */
  readonly from: string | null;
  /** The group in which it stands now; null when it is new. */
  readonly standsIn: string | null;
  /** Which kind of section lists it. */
  readonly section: SectionKind;
  readonly differences: readonly Difference[];
  /** What becomes of the status, which the operation says already; null where nothing does. */
  readonly status: Difference | null;
  readonly why: string;
  /** The same in its parts. */
  readonly reason: ReasonRow;
  /** Why each field changes. */
  readonly because: readonly FieldReason[];
  readonly line: number | null;
  /** The line with its file: `sync.yaml:27` */
  readonly where: string | null;
  /** `technician`; `group` for a group. */
  readonly role: string;
  /** The limit that keeps it back; null when it is made. */
  readonly held: HeldBy | null;
  /** What has to be approved for it: the id of every set that keeps it back. */
  readonly approvalIds: readonly string[];
  /** Whether it would be kept back, had nobody approved it. */
  readonly letThrough: boolean;
  /** Whether it cannot be made now. */
  readonly blocked: boolean;
  /** What a reviewer has to look at, as the plan says it; sorted. `attention.ts` makes an order of it. */
  readonly risk: readonly Risk[];
  /** Why it cannot be made now, what keeps it back besides, or which approvals let it through; empty for all others. */
  readonly approval: string;
  /** What has caused it; null where the plan is compared with nothing. */
  readonly cause: Cause | null;
  /** The same in words: `by this pull request`; empty where there is none. */
  readonly causeWords: string;
}

/** The changes of a plan as rows, in the plan's order. */
export function rowsOf(plan: Plan, targets: readonly PlannedTarget[]): Row[] {
  const labels = new Map(targets.map((target) => [target.id, target.labels]));
  return plan.changes.map((change) => {
    const words = labels.get(change.target);
    if (words === undefined)
      throw new Error(`The plan has a change for ${change.target}, which is none of its targets.`);
    return rowOf(plan, change, words);
  });
}

function rowOf(plan: Plan, change: Change, labels: Labels): Row {
  const { id, target, kind, name, email, group, reason, held, blocked, before, after, operations } = change;
  const changed = { kind, operations, before, after };
  return {
    id,
    target,
    kind,
    operation: mainOperation(change),
    operations: operationsOf(change),
    ends: ends(change),
    does: renewsLink(change) ? 'renew link' : operationWords(change),
    name,
    email,
    group,
    from: before?.group ?? null,
    standsIn: operations.includes('create') ? null : (before?.group ?? group),
    section: sectionOf(change),
    differences: differences(changed, labels),
    status: statusDifference(changed),
    why: reasonWords(reason),
    reason: reasonRow(plan, reason),
    because: fieldReasons(plan, change, labels),
    line: reason.line,
    where: lineWords(plan, reason.line),
    role: kind === 'group' ? 'group' : (labels.roles[change.role] ?? change.role),
    held: held === null ? null : { limit: held.limit, id: held.id },
    approvalIds: approvableOf(held).map((one) => one.id),
    letThrough: change.letThrough.length > 0,
    blocked: blocked !== undefined,
    risk: change.risk,
    approval: [
      ...(blocked === undefined ? [] : [blockedWords(blocked)]),
      held === null ? letThroughWords(change.letThrough) : alsoHeldWords(held.also),
    ]
      .filter((words) => words !== '')
      .join('; '),
    cause: change.cause ?? null,
    causeWords: causeWords(change.cause),
  };
}

/** A held stranger is listed with its set. */
function sectionOf(change: Change): SectionKind {
  if (change.held !== null) return 'held';
  if (renewsLink(change)) return 'links';
  return isStranger(change) ? 'strangers' : 'group';
}

/**
 * What this change of the file causes first; then groups, the most telling operation, the name; two steps of one user
 * keep the order of the plan.
 */
export function compareRows(a: Row, b: Row): number {
  return (
    Number(isOwn(b)) - Number(isOwn(a)) ||
    Number(b.kind === 'group') - Number(a.kind === 'group') ||
    operationRank(a.operation) - operationRank(b.operation) ||
    compareText(fold(a.name), fold(b.name))
  );
}
