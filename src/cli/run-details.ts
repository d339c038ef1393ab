import { groupBy } from '../core/collections.ts';
import type { RunRecord } from '../run/journal-read.ts';

export type CallRecord = RunRecord['calls'][number];

/** The calls of a run by the change that they were made for. */
export function callsByChange({ calls }: Pick<RunRecord, 'calls'>): ReadonlyMap<string, readonly CallRecord[]> {
  return groupBy(calls, ({ begin }) => begin.change);
}

/** One run with every change, for programs. */
export function runDetails(record: RunRecord): Readonly<Record<string, unknown>> {
  const calls = callsByChange(record);
  return {
    torn: record.torn,
    changes: record.changes.map((change) => ({
      id: change.id,
      kind: change.kind,
      operations: change.operations,
      name: change.name,
      email: change.email,
      group: change.group,
      node: change.node,
      person: change.person,
      held: change.held,
      letThrough: change.letThrough ?? [],
      result: record.outcomes.get(change.id)?.result ?? null,
      failure: record.outcomes.get(change.id)?.kind ?? null,
      text: record.outcomes.get(change.id)?.text ?? '',
      calls: (calls.get(change.id) ?? []).map(({ begin, end }) => ({
        call: begin.call,
        at: begin.at,
        method: begin.method,
        node: end?.node ?? begin.node,
        before: begin.before,
        after: begin.after,
        word: end?.word ?? null,
        class: end?.class ?? null,
        duration: end?.duration ?? null,
        carriedOut: record.settled?.calls.find(({ call }) => call === begin.call)?.carriedOut ?? null,
      })),
    })),
  };
}
