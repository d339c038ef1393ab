import { canonicalJson } from '../core/digest.ts';
import type { Cause } from '../core/cause.ts';
import type { Notice } from '../core/notice.ts';
import { fold } from '../core/text.ts';
import type { Change, Fields, Plan, Prevented } from './model.ts';

/** What a planner makes of the former file from the same readings; of accounts that could not be planned so: nothing. */
export type BaseProposal = Pick<Plan, 'changes' | 'notices'>;

/** A plan in which everything names its cause, and what the change of the file prevents. */
export interface Caused extends Pick<Plan, 'changes' | 'notices'> {
  readonly prevented: readonly Prevented[];
}

/** Why a change is planned that the former file would make, too. */
export type Elsewhere = (change: Change) => Exclude<Cause, 'pullRequest'>;

/**
 * Says of every change and every notice what has caused it. Whatever the former file would not bring about in just this
 * way is caused by the change of the file: when in doubt, it is. So nothing of it is ever hidden among the rest.
 *
 * - a change: the former file would do the same to the same user or group, and the same limits would hold it
 * - a notice: the former file would have it said in the same words; numbers of lines do not count
 *
 * @param elsewhere tells the directory from the account, for a change that both files make
 */
export function causesOf(plan: Pick<Plan, 'changes' | 'notices'>, base: BaseProposal, elsewhere: Elsewhere): Caused {
  const known = new Set(base.changes.map(stateOf));
  const said = new Set(base.notices.map(wordsOf));
  return {
    changes: plan.changes.map((change) => ({
      ...change,
      cause: known.has(stateOf(change)) ? elsewhere(change) : 'pullRequest',
    })),
    notices: plan.notices.map((notice) => ({
      ...notice,
      cause: said.has(wordsOf(notice)) ? 'unknown' : 'pullRequest',
    })),
    prevented: preventedBy(plan.changes, base.changes),
  };
}

/**
 * What a change does, and whether it is made. The id stands for everything that is written, and for whom. The id of a
 * held set does not count: it changes with everybody else in the set.
 */
function stateOf({ id, held, letThrough, blocked }: Change): string {
  const limits = held === null ? [] : [held, ...held.also].map(({ limit }) => limit);
  const passed = letThrough.map(({ limit }) => limit);
  return canonicalJson([id, setOf(limits), setOf(passed), blocked?.kind ?? null]);
}

function setOf(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort();
}

/** A line of the file moves with every line that is put in above it. */
function wordsOf({ code, severity, text, subject, names, target, first, about }: Notice): string {
  const words = [text, subject].map((one) => one.replaceAll(/\b(lines? |\.ya?ml:)\d+/g, '$1'));
  return canonicalJson({ code, severity, words, names, target, first, about });
}

/** What only the former file would do: whole changes, and parts of changes that are now others. */
function preventedBy(changes: readonly Change[], base: readonly Change[]): Prevented[] {
  const ids = new Set(changes.map(({ id }) => id));
  const bySubject = new Map(changes.map((change) => [subjectOf(change), change]));
  return base
    .filter(({ id }) => !ids.has(id))
    .flatMap((change) => {
      const now = bySubject.get(subjectOf(change));
      if (now === undefined) return [prevented(change, Object.keys(change.after), change.operations)];
      const lost = Object.keys(change.after).filter((field) => !isSame(change.after, now.after, field));
      const operations = change.operations.filter((one) => !now.operations.includes(one));
      return lost.length === 0
        ? []
        : [prevented(change, lost, operations.length === 0 ? change.operations : operations)];
    });
}

function prevented(change: Change, fields: readonly string[], operations: Change['operations']): Prevented {
  const { id, target, kind, role, name, email, group, before, after, held, reason } = change;
  const kept = before === null ? null : pick(before, fields);
  const told = { before: kept, after: pick(after, fields), held, reason: reason.text };
  return { id, target, kind, role, operations, name, email, group, ...told };
}

function pick(fields: Fields, names: readonly string[]): Fields {
  return Object.fromEntries(names.filter((name) => name in fields).map((name) => [name, fields[name] ?? null]));
}

function isSame(a: Fields, b: Fields, field: string): boolean {
  return field in b && canonicalJson(a[field]) === canonicalJson(b[field]);
}

/** Whom a change is about: a user or group of the account, or the person who gets one. */
export function subjectOf({ target, kind, node, person, group }: Change): string {
  const who = node === null ? (person ?? fold(group)) : `#${node}`;
  return canonicalJson([target, kind, who]);
}
