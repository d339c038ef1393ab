import type { Change } from '../../src/plan/model.ts';
import type { DoneCall } from '../../src/plan/undo/past.ts';
import type { CallJournal } from '../../src/targets/journal.ts';

/** A journal in memory, and the calls in it that were carried out. */
export function recordedCalls(): { readonly journal: CallJournal; readonly calls: DoneCall[] } {
  const calls: DoneCall[] = [];
  const journal: CallJournal = {
    begin: ({ change, node, before, after }) =>
      Promise.resolve((end) => {
        if (end.class !== 'refused') calls.push(callOf(change, node ?? end.node, before, after));
      }),
  };
  return { journal, calls };
}

function callOf(change: Change, node: string | null, before: DoneCall['before'], after: DoneCall['after']): DoneCall {
  const { id, kind, name, email, person, group, operations } = change;
  const creates = operations.includes('create');
  return { change: id, kind, name, email, person, group, node, before, after, creates, isSure: true };
}
