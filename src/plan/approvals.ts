import { groupBy } from '../core/collections.ts';
import { type Counted, memberKey } from './counted.ts';
import { Failure } from '../core/failure.ts';
import { readHoldId } from './hold-id.ts';
import { cleanName } from '../core/text.ts';
import type { HeldSet } from './limits.ts';
import type { Change } from './model.ts';

/** Somebody who is to be changed, as a hold knows them. */
export interface HeldUser {
  /** See `memberKey` (plan/counted.ts). */
  readonly key: string;
  readonly name: string;
  readonly email: string;
}

/** Who is held, by the id of the hold. */
export type HeldSets = ReadonlyMap<string, readonly HeldUser[]>;

/** Members as they are remembered. */
export function membersOf(sets: readonly HeldSet[]): HeldSets {
  return new Map(sets.map(({ id, members }) => [id, members.map(heldUser)]));
}

function heldUser({ key, name, email }: Counted): HeldUser {
  return { key, name, email };
}

/** The sets that a plan holds, from its changes. */
export function heldSets(changes: readonly Change[]): HeldSets {
  const held = changes.flatMap((change) =>
    change.held === null ? [] : [change.held, ...change.held.also].map(({ id }) => ({ id, change })),
  );
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

/**
 * The refusal of approvals that stand for nothing which is held.
 *
 * @param held what is held now
 * @param earlier whom approvals of former plans stand for, as far as anybody remembers
 */
export function staleApproval(ids: readonly string[], held: HeldSets, earlier: HeldSets): Failure {
  return new Failure(
    'APPROVAL_STALE',
    ids.map((id) => staleText(id, held, earlier.get(id) ?? null)).join(' '),
    'Look at the plan again, and approve the id that it names.',
  );
}

/** What an approval stood for, what is held now, and how the two differ; in sentences. */
export function staleText(id: string, held: HeldSets, stood: readonly HeldUser[] | null): string {
  const count = stood?.length ?? readHoldId(id)?.count ?? 0;
  const then = count === 0 ? `${id} is no id of a held set.` : `The approval ${id} stood for ${users(count)}.`;
  if (held.size === 0) return `${then} Nothing is held now.`;
  const [nearest] = [...held].sort(([, a], [, b]) => common(b, stood) - common(a, stood));
  if (stood === null || nearest === undefined || common(nearest[1], stood) === 0) {
    const now = [...held].map(([other, set]) => `${other}, ${users(set.length)}: ${named(set)}`);
    return `${then} Held now: ${now.join('; ')}.`;
  }
  const [now, set] = nearest;
  const gone = difference(stood, set);
  const come = difference(set, stood);
  const parts = [
    ...(gone.length === 0 ? [] : [`no longer in it: ${named(gone)}`]),
    ...(come.length === 0 ? [] : [`new in it: ${named(come)}`]),
  ];
  const how = parts.length === 0 ? 'the same people under another limit' : parts.join('; ');
  return `${then} Held now is ${now}, ${users(set.length)}; ${how}.`;
}

function common(set: readonly HeldUser[], stood: readonly HeldUser[] | null): number {
  return set.length - difference(set, stood ?? []).length;
}

function difference(set: readonly HeldUser[], other: readonly HeldUser[]): HeldUser[] {
  const keys = new Set(other.map(({ key }) => key));
  return set.filter(({ key }) => !keys.has(key));
}

function users(count: number): string {
  return count === 1 ? '1 user' : `${count} users`;
}

/** `Ada <ada@corp.example>, …, 2 more` */
export function named(set: readonly HeldUser[]): string {
  const shown = set.slice(0, NAMED).map(({ name, email }) => `${cleanName(name)} <${email}>`);
  const rest = set.length - shown.length;
  return [...shown, ...(rest > 0 ? [`${rest} more`] : [])].join(', ');
}
