import { diffUser } from '../targets/rescue/planner/diff.ts';
import type { Facts, RescueChange as Change } from '../targets/rescue/planner/change.ts';
import type { NodeId } from '../targets/rescue/planner/account.ts';
import { foldPath } from '../core/text.ts';
import { formatPath, parsePath } from '../core/path.ts';
import type { Places } from '../targets/rescue/planner/places.ts';
import type { Evidence } from './model.ts';
import type { WantedUser } from '../targets/rescue/planner/wanted.ts';

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
  /** The person, or directory group, that would have it: an approval is for them, and for nobody else. */
  readonly claimant: string | null;
  /** What becomes of it, all steps together; nothing for a group. An approval is for this, and for nothing else. */
  readonly after: Facts;
}

type Keyed = { readonly node: string | null; readonly person: string | null } & Partial<
  Pick<Change, 'kind' | 'operations' | 'group'>
>;

/**
 * Who is meant, in every plan of the situation: the node of a user or group, the person of somebody who is created, the
 * place of a group that is created. A bare node that a create fills in is not who is meant.
 */
export function memberKey({ kind, node, person, operations, group }: Keyed): string {
  if (kind === 'group') return node ?? `group ${foldPath(parsePath(group ?? ''))}`;
  const created = operations?.includes('create') === true;
  return (created ? person : node) ?? person ?? node ?? '';
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
      {
        key: wantedKey(entry),
        ...shown,
        group: user?.group ?? null,
        counts,
        evidence,
        doubt: doubt?.text ?? null,
        claimant: entry.person?.id ?? null,
        after: difference.after,
      },
    ];
  });
  const groups = places.all.flatMap(({ desired, node, path, doubt }): Counted[] => {
    if (doubt === null) return [];
    const key = memberKey({ kind: 'group', node: node?.id ?? null, person: null, group: formatPath(path) });
    const name = path.at(-1) ?? '';
    const base = { key, name, email: '', group: node?.parent ?? null, evidence: 'said' as const, after: {} };
    return [{ ...base, counts: new Set(), doubt: doubt.text, claimant: desired.source }];
  });
  return [...groups, ...users];
}

/**
 * The same from the changes of a plan; the two steps of one user are one.
 *
 * @param doubts why users need an approval, by key; what the plan itself says to be in doubt is added
 */
export function countChanges(changes: readonly Change[], doubts: ReadonlyMap<string, string>): Counted[] {
  const found = new Map<string, Counted>();
  for (const change of changes) {
    const key = memberKey(change);
    const before = found.get(key);
    const { doubt, ...counted } = change.kind === 'user' ? countUser(change, before) : countGroup(change);
    found.set(key, { ...counted, doubt: doubts.get(key) ?? before?.doubt ?? doubt });
  }
  return [...found.values()].filter(({ counts, doubt }) => counts.size > 0 || doubt !== null);
}

/** The limit of what needs an approval of its own. */
export const ADOPT = 'rescue.adopt';

function countUser(change: Change, before: Counted | undefined): Counted {
  const { name, email, native, facts, person } = change;
  // Of the two steps of one user the second says what comes of it.
  const after = { ...before?.after, ...change.after };
  const shown = before ?? { name: facts?.name ?? name, email: facts?.email ?? email ?? '' };
  return {
    key: memberKey(change),
    name: shown.name,
    email: shown.email,
    group: native.fromNode,
    counts: new Set([...(before?.counts ?? []), ...countsOf(change)]),
    evidence: before?.evidence === 'absence' ? 'absence' : change.evidence,
    doubt: doubtSaid(change, shown),
    claimant: person,
    after,
  };
}

function countGroup(change: Change): Counted {
  const { name, native, after, reason } = change;
  const base = { key: memberKey(change), name: reason.path.at(-1) ?? name, email: '', group: native.fromNode };
  const doubt = doubtSaid(change, base);
  return { ...base, counts: new Set(), evidence: 'said', doubt, claimant: after.link ?? null, after: {} };
}

/** Whether a plan says itself that a change needs an approval of its own; one that was given when it was made is used up. */
export function isDoubted({ held, letThrough }: Pick<Change, 'held' | 'letThrough'>): boolean {
  const named = held === null ? letThrough : [held, ...held.also, ...letThrough];
  return named.some(({ limit }) => limit === ADOPT);
}

function doubtSaid(change: Change, { name, email }: Pick<Counted, 'name' | 'email'>): string | null {
  const { reason } = change;
  return isDoubted(change) ? `${name}${email === '' ? '' : ` <${email}>`}: ${reason.text}.` : null;
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
