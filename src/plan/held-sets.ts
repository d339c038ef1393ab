import { groupBy } from '../core/collections.ts';
import { type Member, memberKey } from './members.ts';
import { cleanName } from '../core/text.ts';
import type { HeldSet } from './limits.ts';
import { approvableOf } from './freeze.ts';
import type { Change } from './model.ts';

/** A user that is to be changed, as a hold knows it. */
export interface HeldUser {
  /** See `memberKey` (plan/members.ts). */
  readonly key: string;
  readonly name: string;
  readonly email: string;
}

/** The held users, by the id of the hold. */
export type HeldSets = ReadonlyMap<string, readonly HeldUser[]>;

/** Members as they are remembered. */
export function membersOf(sets: readonly HeldSet[]): HeldSets {
  return new Map(sets.map(({ id, members }) => [id, members.map(heldUser)]));
}

function heldUser({ key, name, email }: Member): HeldUser {
  return { key, name, email };
}

/** The sets that a plan holds, from its changes. */
export function heldSets(changes: readonly Change[]): HeldSets {
  const held = changes.flatMap((change) => approvableOf(change.held).map(({ id }) => ({ id, change })));
  return new Map(
    [...groupBy(held, ({ id }) => id)].map(([id, entries]) => {
      // Somebody who exchanges an address has two changes; a group that is created waits for its people.
      const users = entries.flatMap(({ change }) => {
        const { node, person, name, email } = change;
        if (node === null && person === null) return [];
        return [
          { key: memberKey(change), name: change.facts?.name ?? name, email: change.facts?.email ?? email ?? '' },
        ];
      });
      return [id, [...new Map(users.map((user) => [user.key, user])).values()]];
    }),
  );
}

/** At most so many people are named of each kind. */
const NAMED = 10;

/** `Ada <ada@corp.example>, …, 2 more` */
export function named(set: readonly HeldUser[]): string {
  const shown = set.slice(0, NAMED).map(({ name, email }) => `${cleanName(name)} <${email}>`);
  const rest = set.length - shown.length;
  return [...shown, ...(rest > 0 ? [`${rest} more`] : [])].join(', ');
}
