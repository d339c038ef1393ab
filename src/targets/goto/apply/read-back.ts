import type { AccountUser, UserKey } from '../planner/account.ts';
import type { ApplyContext } from './context.ts';

/** Milliseconds before the second look; every further wait is twice as long. */
const FIRST_PAUSE = 250;

type Reading<Seen> = {
  readonly read: () => Promise<Seen>;
  readonly isShown: (seen: Seen) => boolean;
};

/**
 * Reads again and again until what was written shows, or until the service can be behind no more.
 *
 * @returns what was read last
 */
export async function readBack<Seen>(
  { clock, settings }: Pick<ApplyContext, 'clock' | 'settings'>,
  { read, isShown }: Reading<Seen>,
): Promise<Seen> {
  const end = clock.now() + settings.requests.consistencyDelay;
  let pause = FIRST_PAUSE;
  for (;;) {
    const isLast = clock.now() >= end;
    const seen = await read();
    if (isShown(seen) || isLast) return seen;
    // A change under way is brought to its end.
    await clock.sleep(Math.max(1, Math.min(pause, end - clock.now())), null);
    pause *= 2;
  }
}

/** The user once it shows what is looked for, or as it is in the end; null when it is not there. */
export function readUserBack(
  context: ApplyContext,
  key: UserKey,
  isShown: (user: AccountUser) => boolean,
): Promise<AccountUser | null> {
  return readBack(context, {
    read: () => context.client.readUser(key),
    isShown: (user) => user !== null && isShown(user),
  });
}
