import type { FailureKind, Operation, Outcome } from '../plan/model.ts';
import type { ChangeLine } from './journal-lines.ts';
import type { RunRecord } from './journal-read.ts';

/** How a change of a run ended; notApproved: others of its plan were approved, and it was not; notReached: the run broke off before it, or goes on. */
export const STATUSES = ['done', 'pending', 'failed', 'stale', 'skipped', 'notApproved', 'notReached'] as const;
export type ActivityStatus = Outcome['result'] | 'notReached';

/** One change of a run, as the history lists it. */
export interface Activity {
  /** When it was completed: ISO 8601, UTC; null when it was not reached. */
  readonly at: string | null;
  readonly run: string;
  readonly command: string;
  /** Type and account, as `rescue:560961`. */
  readonly target: string;
  /** Its id. */
  readonly change: string;
  readonly operations: readonly Operation[];
  readonly status: ActivityStatus;
  /** Of a failure: why, `unknown` where nobody said; null for everything else. */
  readonly kind: FailureKind | null;
  readonly user: ActivityUser;
  /** Why it failed, waits, or was left alone, or a remark; empty where there is nothing to say. */
  readonly details: string;
}

/** Whom a change is about. */
export interface ActivityUser {
  readonly type: ChangeLine['kind'];
  readonly name: string;
  readonly email: string | null;
  /** The id of the person in the directory. */
  readonly person: string | null;
  /** The id of the user or group in the account. */
  readonly node: string | null;
  /** Where it stands in the account. */
  readonly group: string;
}

/** The changes of a run: what was completed last comes first, and what was not reached after that. */
export function activitiesOf(record: RunRecord): Activity[] {
  const all = record.changes.map((change) => activityOf(record, change));
  const time = ({ at }: Activity): string => at ?? '';
  return all.sort((a, b) => (time(a) < time(b) ? 1 : Number(time(a) > time(b)) * -1));
}

/** Journals may have been edited, or come from earlier versions: what they do not say is left empty. */
function activityOf({ head, outcomes }: RunRecord, change: ChangeLine): Activity {
  const { id, operations, kind, name, email, person, node, group }: Partial<ChangeLine> & ChangeLine = change;
  const outcome = outcomes.get(id);
  const untold = change.notApproved === true ? 'notApproved' : 'notReached';
  return {
    at: outcome === undefined ? null : textOf(outcome.at),
    run: head.run,
    command: head.command,
    target: head.target,
    change: id,
    operations: Array.isArray(operations) ? operations : [],
    status: outcome?.result ?? untold,
    kind: outcome?.result === 'failed' ? (outcome.kind ?? 'unknown') : null,
    user: { type: kind, name, email: textOf(email), person: textOf(person), node: textOf(node), group },
    details: outcome?.text ?? '',
  };
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
