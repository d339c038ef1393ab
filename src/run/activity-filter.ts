import { fold } from '../core/text.ts';
import type { FailureKind, Operation } from '../plan/model.ts';
import type { Activity, ActivityStatus } from './activities.ts';
import type { RunRecord } from './journal-read.ts';

/** Which changes the history lists: those that fit all of it. An empty list lets everything through. */
export interface ActivityFilter {
  /** Parts of the name, the e-mail address, or an id; one of them must fit. */
  readonly people: readonly string[];
  readonly operations: readonly Operation[];
  readonly kinds: readonly FailureKind[];
  readonly statuses: readonly ActivityStatus[];
  /** Types, as `rescue`, numbers of accounts, or both, as `rescue:560961`. */
  readonly targets: readonly string[];
  /** Milliseconds; the change was completed then or later. null = however long ago. */
  readonly since: number | null;
  /** Milliseconds; the change was completed before. null = until now. */
  readonly until: number | null;
}

/** Whether a change of a run fits. One that was not reached counts by when its run ended, or else began. */
export function fits(activity: Activity, { head, close }: RunRecord, filter: ActivityFilter): boolean {
  const { operations, kind, status, target, user } = activity;
  const when = Date.parse(activity.at ?? close?.at ?? head.at);
  return (
    (filter.people.length === 0 || filter.people.some((part) => isPerson(user, part))) &&
    (filter.operations.length === 0 || operations.some((operation) => filter.operations.includes(operation))) &&
    (filter.kinds.length === 0 || (kind !== null && filter.kinds.includes(kind))) &&
    (filter.statuses.length === 0 || filter.statuses.includes(status)) &&
    (filter.targets.length === 0 || filter.targets.some((wanted) => isTarget(target, wanted))) &&
    (filter.since === null || when >= filter.since) &&
    (filter.until === null || when < filter.until)
  );
}

function isPerson({ name, email, person, node }: Activity['user'], part: string): boolean {
  const wanted = fold(part);
  return [name, email, person, node].some((value) => value !== null && fold(value).includes(wanted));
}

function isTarget(target: string, wanted: string): boolean {
  const colon = target.indexOf(':');
  return [target, target.slice(0, colon), target.slice(colon + 1)].includes(wanted);
}
