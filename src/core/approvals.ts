import { groupBy } from './collections.ts';
import { Failure } from './failure.ts';
import { cleanName } from './identity.ts';
import type { Change, NodeId } from './model.ts';

/** Somebody who is to be disabled, as a hold knows them. */
export interface HeldUser {
  readonly node: NodeId;
  readonly name: string;
  readonly email: string;
}

/** Who is held, by the id of the hold. */
export type HeldSets = ReadonlyMap<string, readonly HeldUser[]>;

/** At most so many people are named of each kind. */
const NAMED = 10;

/** The sets that a plan holds. */
export function heldSets(changes: readonly Change[]): HeldSets {
  const held = changes.filter((change) => change.held !== null);
  return new Map(
    [...groupBy(held, (change) => change.held?.id ?? '')].map(([id, users]) => [
      id,
      // Somebody who exchanges an address has two changes.
      [...new Map(users.map((user) => [user.node, user])).values()].flatMap(({ node, name, email }) =>
        node === null ? [] : [{ node, name, email: email ?? '' }],
      ),
    ]),
  );
}

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
  const count = stood?.length ?? Number(/^[a-z](\d+)-/.exec(id)?.[1] ?? 0);
  const then = count === 0 ? `${id} is no id of held disables.` : `The approval ${id} stood for ${users(count)}.`;
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
  const nodes = new Set(other.map(({ node }) => node));
  return set.filter(({ node }) => !nodes.has(node));
}

function users(count: number): string {
  return count === 1 ? '1 user' : `${count} users`;
}

function named(set: readonly HeldUser[]): string {
  const shown = set.slice(0, NAMED).map(({ name, email }) => `${cleanName(name)} <${email}>`);
  const rest = set.length - shown.length;
  return [...shown, ...(rest > 0 ? [`${rest} more`] : [])].join(', ');
}
