import type { GotoAccountFile } from './account.ts';

/** What readings show of the account, some time after it was so. */
export interface Past {
  /** Keeps the account as it is now; to be called right before it is changed. */
  keep(): void;
  /** The account as it was so many milliseconds ago. */
  before(delay: number): GotoAccountFile;
}

/**
 * Every state is kept until nobody can see it any more: a copy of the account a write, and none without a delay.
 *
 * @param delay the switch `consistencyDelay`
 */
export function newPast(account: GotoAccountFile, delay: () => number, now: () => number): Past {
  let states: { readonly until: number; readonly state: GotoAccountFile }[] = [];
  return {
    keep() {
      if (delay() === 0) return;
      const { users, licences, groups, rolesets, attributes } = account;
      // Calls put new lists and values in the place of old ones, so that a flat copy is enough.
      const copy = { users: users.map(flat), licences: licences.map(flat), groups: groups.map(flat) };
      states.push({
        until: now(),
        state: { ...account, ...copy, rolesets: [...rolesets], attributes: [...attributes] },
      });
    },
    before(time) {
      const then = now() - time;
      states = states.filter(({ until }) => until > then);
      return states[0]?.state ?? account;
    },
  };
}

function flat<Item extends object>(item: Item): Item {
  return { ...item };
}
