import pLimit from 'p-limit';
import { Failure } from '../../../core/failure.ts';
import type { NodeId, UserDetails } from '../planner/account.ts';
import type { Role } from '../role.ts';
import type { Client } from './call.ts';
import { answerOr } from './unanswered.ts';
import { askUser, type UserRecord } from './user-record.ts';

export interface DetailsOptions {
  /** How many users are asked for at a time. */
  readonly concurrent: number;
  readonly signal: AbortSignal;
  /** Other users, who show whether the service answers at all where it gave no answer for those that were asked for. */
  readonly witnesses: readonly NodeId[];
  readonly progress: (done: number) => void;
}

/** So many other users are asked for at most. */
const WITNESSES = 2;

/**
 * Asks user by user for what the tree does not show; stops at the first failure. A user that does not answer as the tree
 * has shown it is left out, and the next reading of the account looks at it more closely. One for whom the service answers
 * only ERROR is left out, too, and noted in the memory of the client, as long as the service answers for others.
 *
 * @param roleOf the role in which the tree has shown a user; null for one that it has not shown
 */
export async function readDetails(
  client: Client,
  ids: readonly NodeId[],
  roleOf: (id: NodeId) => Role | null,
  { concurrent, signal, witnesses, progress }: DetailsOptions,
): Promise<Map<NodeId, UserDetails>> {
  const details = new Map<NodeId, UserDetails>();
  const limit = pLimit(concurrent);
  const silent: NodeId[] = [];
  let done = 0;
  let stopped = false;

  async function look(id: NodeId): Promise<void> {
    if (stopped) return;
    const asked = await answerOr(client, id, () => askUser(client, id, signal));
    const user = asked?.answer ?? null;
    if (asked === null) silent.push(id);
    else if (user !== null && !('unreadable' in user) && user.role === (roleOf(id) ?? user.role))
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
  if (silent.length > 0 && silent.length === new Set(ids).size) await proveService(client, silent, witnesses, signal);
  return details;
}

/** @throws Failure RESCUE_ERROR when the service answers for nobody */
async function proveService(
  client: Client,
  silent: readonly NodeId[],
  witnesses: readonly NodeId[],
  signal: AbortSignal,
): Promise<void> {
  for (const id of witnesses.filter((one) => !client.memory.unanswered.has(one)).slice(0, WITNESSES)) {
    const asked = await answerOr(client, id, () => askUser(client, id, signal));
    if (asked !== null) return;
    client.memory.unanswered.delete(id);
  }
  for (const id of silent) client.memory.unanswered.delete(id);
  throw new Failure(
    'RESCUE_ERROR',
    `The service answers only ERROR for every user that was asked for (node ${silent.slice(0, 5).join(', ')}).`,
    'Try again later. If it stays, look at these users in the Admin Center.',
  );
}

function detailsOf({ ssoId, mobile, accountHolder, ...record }: UserRecord): UserDetails {
  const { name, email, description, enabled, nick, rpat } = record;
  return { ssoId, mobile, accountHolder, record: { name, email, description, enabled, nick, rpat } };
}
