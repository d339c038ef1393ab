import { Failure } from '../../../core/failure.ts';
import type { RescueChange } from '../planner/change.ts';
import type { NodeId } from '../planner/account.ts';
import type { CallEnd, CallJournal } from '../../journal.ts';
import type { Client, Result } from '../wire/call.ts';
import { classOf } from '../wire/service-words.ts';

/**
 * The client as one change sees it: each of its calls that changes something is in the journal before it is sent. A
 * call with all its repetitions counts as one.
 */
export function withJournal(client: Client, journal: CallJournal, change: RescueChange): Client {
  return {
    async call(call) {
      if (call.writes === undefined) return await client.call(call);
      const end = await journal.begin({ change, method: call.method, ...call.writes });
      try {
        const result = await client.call(call);
        end(endOf(result, call.writes.node));
        return result;
      } catch (error) {
        end({ class: 'failed', word: error instanceof Failure ? error.code : 'INTERNAL', node: null });
        throw error;
      }
    },
    profile: client.profile,
    memory: client.memory,
    close: () => client.close(),
  };
}

function endOf(result: Result<unknown>, node: NodeId | null): CallEnd {
  if (!result.ok) {
    return { class: classOf(result.word) === 'unknown' ? 'failed' : 'refused', word: result.word, node: null };
  }
  // A creation gives back the id of the new node.
  const made = node === null && typeof result.value === 'string' ? (result.value as NodeId) : null;
  return { class: 'ok', word: 'OK', node: made };
}
