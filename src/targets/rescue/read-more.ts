import type { AccountReading, NodeId, UserDetails } from './planner/account.ts';
import { withDetails } from './planner/with-details.ts';

/** How the account is asked. */
export interface Asking {
  /** The whole tree, once more. */
  readonly read: () => Promise<AccountReading>;
  /** What the tree does not show, user by user. A user that does not answer as the tree has shown them is left out. */
  readonly readDetails: (
    ids: readonly NodeId[],
    progress: (done: number) => void,
  ) => Promise<ReadonlyMap<NodeId, UserDetails>>;
  /** The users for whom the service gives no answer. */
  readonly unanswered: ReadonlySet<NodeId>;
  /** Takes what is being done, in words. */
  readonly progress: (text: string) => void;
}

/** How often the account is read again because somebody was not who the tree had shown. */
const REREADINGS = 3;

/**
 * The reading with the details of users. Where somebody does not answer as the tree has shown them, the account is read
 * again: they may have gone since, or they are only text that somebody wrote, which the next reading looks at more
 * closely.
 *
 * @throws Failure when the account does not answer
 */
export async function readMore(
  start: AccountReading,
  wanted: readonly NodeId[],
  { read, readDetails, unanswered, progress }: Asking,
): Promise<AccountReading> {
  let account = start;
  const asked = new Set(wanted);
  let ids = wanted;
  for (let readings = 0; ; readings++) {
    const details = await readDetails(ids, (done) => {
      progress(`reading details of users: ${done} of ${ids.length}`);
    });
    account = withDetails(account, ids, details, unanswered);
    if (readings === REREADINGS || ids.every((id) => details.has(id) || unanswered.has(id))) return account;
    progress('reading the organization tree of the account again, for it has changed or shows users that are none');
    const fresh = await read();
    const known = new Map(
      account.users.flatMap((user) => (user.details === null ? [] : [[user.id, user.details] as const])),
    );
    const there = fresh.users.map(({ id }) => id);
    account = withDetails(
      fresh,
      there.filter((id) => known.has(id)),
      known,
      unanswered,
    );
    ids = there.filter((id) => asked.has(id) && !known.has(id));
    if (ids.length === 0) return account;
  }
}
