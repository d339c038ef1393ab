import { evidenceOf } from './absent.ts';
import { diffUser } from './diff.ts';
import type { Change, Facts, NodeId } from './model.ts';
import type { Places } from './places.ts';
import type { Evidence, WantedUser } from './wanted.ts';

/** What a limit counts. */
export type Counts = 'disable' | 'move' | 'readdress' | 'create';

/** Everything planned for one user, or for one group that needs an approval, as the limits see it. */
export interface Counted {
  /** See {@link memberKey}. */
  readonly key: string;
  readonly name: string;
  /** Empty for a group. */
  readonly email: string;
  /** The group of the account in which it stands now; null for who is created. */
  readonly group: NodeId | null;
  readonly counts: ReadonlySet<Counts>;
  /** What an end rests on. */
  readonly evidence: Evidence;
  /** Why it needs an approval of its own, in a sentence; null where it needs none. */
  readonly doubt: string | null;
}

type Keyed = Pick<Change, 'node' | 'person'> & Partial<Pick<Change, 'operations' | 'id'>>;

/**
 * Who is meant, in every plan of the situation: the node of a user or group, the person of somebody who is created. A
 * bare node that a create fills in is not who is meant.
 */
export function memberKey({ node, person, operations, id }: Keyed): string {
  const created = operations?.includes('create') === true;
  return (created ? person : node) ?? person ?? node ?? id ?? '';
}

/** The same for a wanted user. */
export function wantedKey({ user, person }: WantedUser): string {
  return memberKey({ node: user?.id ?? null, person: person?.id ?? null });
}

/** Everybody for whom something is planned, and the groups that need an approval. */
export function countWanted(wanted: readonly WantedUser[], places: Places): Counted[] {
  const users = wanted.flatMap((entry): Counted[] => {
    const difference = diffUser(entry, places);
    if (difference === null) return [];
    const { user, name, email, evidence, doubt } = entry;
    const shown = user === null ? { name, email } : { name: user.name, email: user.email };
    const counts = countsOf(difference);
    return [
      { key: wantedKey(entry), ...shown, group: user?.group ?? null, counts, evidence, doubt: doubt?.text ?? null },
    ];
  });
  const groups = places.all.flatMap(({ node, doubt }): Counted[] => {
    if (node === null || doubt === null) return [];
    const name = node.path.at(-1) ?? '';
    const base = { key: node.id, name, email: '', group: node.parent, evidence: 'said' as const };
    return [{ ...base, counts: new Set(), doubt: doubt.text }];
  });
  return [...groups, ...users];
}

/** The same from the changes of a plan; the two steps of one user are one. */
export function countChanges(changes: readonly Change[]): Counted[] {
  const found = new Map<string, Counted>();
  for (const change of changes.filter(({ kind }) => kind === 'user')) {
    const key = memberKey(change);
    const { name, email, fromNode, facts, reason } = change;
    const before = found.get(key);
    const counts = new Set([...(before?.counts ?? []), ...countsOf(change)]);
    const evidence = before?.evidence === 'absence' ? 'absence' : evidenceOf(reason);
    const shown = before ?? { name: facts?.name ?? name, email: facts?.email ?? email ?? '' };
    found.set(key, { key, name: shown.name, email: shown.email, group: fromNode, counts, evidence, doubt: null });
  }
  return [...found.values()];
}

function countsOf({
  operations,
  before,
  after,
}: Pick<Change, 'operations'> & { before: Facts | null; after: Facts }): Set<Counts> {
  const readdressed = before !== null && (after.email !== undefined || after.ssoId !== undefined);
  const kinds = (['disable', 'move', 'create'] as const).filter((kind) => operations.includes(kind));
  return new Set([...kinds, ...(readdressed ? (['readdress'] as const) : [])]);
}
