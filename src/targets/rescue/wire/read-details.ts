import pLimit from 'p-limit';
import type { NodeId, UserDetails } from '../planner/account.ts';
import type { Role } from '../role.ts';
import type { Client } from './call.ts';
import { askUser, type UserRecord } from './user-record.ts';

export interface DetailsOptions {
  /** How many users are asked for at a time. */
  readonly concurrent: number;
  readonly signal: AbortSignal;
  readonly progress: (done: number) => void;
}

/**
 * Asks user by user for what the tree does not show; stops at the first failure. A user that does not answer as the tree
 * has shown it is left out, and the next reading of the account looks at it more closely.
 *
 * @param roleOf the role in which the tree has shown a user; null for one that it has not shown
 */
export async function readDetails(
  client: Client,
  ids: readonly NodeId[],
  roleOf: (id: NodeId) => Role | null,
  { concurrent, signal, progress }: DetailsOptions,
): Promise<Map<NodeId, UserDetails>> {
  const details = new Map<NodeId, UserDetails>();
  const limit = pLimit(concurrent);
  let done = 0;
  let stopped = false;

  async function look(id: NodeId): Promise<void> {
    if (stopped) return;
    const user = await askUser(client, id, signal);
    if (user !== null && !('unreadable' in user) && user.role === (roleOf(id) ?? user.role))
      details.set(id, detailsOf(user));
    else client.memory.doubts.add(id);
    done += 1;
    progress(done);
  }
  function stop(error: unknown): never {
    stopped = true;
    throw error;
  }
  // Calls under way come to their end before the first failure is passed on.
  const ends = await Promise.allSettled([...new Set(ids)].map((id) => limit(() => look(id).catch(stop))));
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
  return details;
}

function detailsOf({ ssoId, mobile, accountHolder, ...record }: UserRecord): UserDetails {
  const { name, email, description, enabled, nick, rpat } = record;
  return { ssoId, mobile, accountHolder, record: { name, email, description, enabled, nick, rpat } };
}
