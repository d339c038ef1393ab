import { type HeldSets, type HeldUser, named } from './held-sets.ts';
import { groupBy } from '../core/collections.ts';
import { Failure } from '../core/failure.ts';
import { cleanName, fold } from '../core/text.ts';
import type { HeldSet } from './limits.ts';
import type { Hold, LetThrough } from './model.ts';
import type { Past } from './earlier-runs.ts';
import type { Settings } from '../core/settings.ts';

/** An approval: it lets a held set through, or a part of one. */
export interface Approval {
  /** Of the held set that it lets through. */
  readonly id: string;
  /** Its giver: `sync.yaml:12`, `--approve`. */
  readonly by: string;
  /** Line of the file; null for the command line. */
  readonly line: number | null;
  /** E-mail addresses, or keys of members, that are let through; null = the whole set. */
  readonly only: readonly string[] | null;
}

/** How the command line names itself as the giver of an approval. */
export const BY_OPTION = '--approve';

/** All approvals there are: those of the file first. */
export function approvalsOf(
  { approve, file }: Pick<Settings, 'approve' | 'file'>,
  ids: readonly string[],
  only: readonly string[],
): Approval[] {
  const part = only.length === 0 ? null : only;
  return [
    ...approve.map(({ id, line }): Approval => ({ id, by: `${file}:${line}`, line, only: null })),
    ...ids.map((id): Approval => ({ id, by: BY_OPTION, line: null, only: part })),
  ];
}

export interface Judged {
  /** The hold of each held member, by key. */
  readonly held: ReadonlyMap<string, Hold>;
  /** The sets that would have held a member and were let through, by key. */
  readonly letThrough: ReadonlyMap<string, readonly LetThrough[]>;
  /** Sets that are held, as a whole or in part. */
  readonly open: readonly HeldSet[];
  /** Sets of which something is let through, and by what. */
  readonly allowed: readonly { readonly set: HeldSet; readonly approval: Approval; readonly members: number }[];
  /** Approvals that fit no set. */
  readonly stale: readonly Approval[];
  /** Approvals of the file that have let something through in an earlier run. */
  readonly used: readonly Approval[];
}

/**
 * Compares held sets and approvals. A member is held by the first set that is not let through. An approval of the file
 * counts once, as far as anybody remembers. No approval counts where its id is known to have stood for others.
 *
 * @param earlier the users that the ids stood for when they were shown, as far as anybody remembers
 * @throws Failure APPROVAL_ONLY where `only` names somebody who is not in the set
 */
export function judge(
  sets: readonly HeldSet[],
  approvals: readonly Approval[],
  earlier: HeldSets,
  { used }: Pick<Past, 'used'>,
): Judged {
  const spent = approvals.filter(({ id, line }) => line !== null && used.has(id));
  const valid = approvals.filter((approval) => !spent.includes(approval));
  const allowed = sets.flatMap((set) => {
    const approval = valid.find(({ id }) => id === set.id);
    return approval === undefined || !isAsShown(set, earlier)
      ? []
      : [{ set, approval, chosen: chosenOf(set, approval) }];
  });
  const letThrough = new Map<string, LetThrough[]>();
  for (const { set, approval, chosen } of allowed) {
    const part = chosen.size < set.members.length;
    for (const key of chosen) {
      const more = { limit: set.limit, id: set.id, by: approval.by, part };
      letThrough.set(key, [...(letThrough.get(key) ?? []), more]);
    }
  }
  const waiting = sets.flatMap((set) =>
    set.members
      .filter(({ key }) => letThrough.get(key)?.some(({ id }) => id === set.id) !== true)
      .map(({ key }) => ({ key, set })),
  );
  const held = new Map(
    [...groupBy(waiting, ({ key }) => key)].map(([key, all]) => [key, holdOf(all.map(({ set }) => set))]),
  );
  const open = new Set(waiting.map(({ set }) => set));
  return {
    held,
    letThrough,
    open: sets.filter((set) => open.has(set)),
    allowed: allowed.map(({ set, approval, chosen }) => ({ set, approval, members: chosen.size })),
    stale: valid.filter(({ id }) => !allowed.some(({ set }) => set.id === id)),
    used: spent,
  };
}

function holdOf(sets: readonly Pick<HeldSet, 'id' | 'limit'>[]): Hold {
  const [first, ...also] = sets.map(({ limit, id }) => ({ limit, id }));
  return { limit: first?.limit ?? '', id: first?.id ?? '', also };
}

/** An id is a digest of the members, so they can only differ where somebody has found two sets for one id. */
export function isAsShown(
  { id, members }: { readonly id: string; readonly members: readonly Pick<HeldUser, 'key'>[] },
  earlier: HeldSets,
): boolean {
  const shown = earlier.get(id);
  if (shown === undefined) return true;
  const keys = new Set(shown.map(({ key }) => key));
  return members.every(({ key }) => keys.has(key));
}

function chosenOf({ id, members }: HeldSet, { only }: Approval): ReadonlySet<string> {
  if (only === null) return new Set(members.map(({ key }) => key));
  return chosenKeys(id, members, only);
}

/**
 * The members of a held set that are meant by e-mail addresses or keys.
 *
 * @throws Failure APPROVAL_ONLY where one of them means nobody in the set, or several: two users with one address are
 *   never approved together by it
 */
export function chosenKeys(id: string, members: readonly HeldUser[], only: readonly string[]): ReadonlySet<string> {
  const found = only.map((text) => ({
    text,
    keys: members.filter(({ key, email }) => key === text || (email !== '' && fold(email) === fold(text))),
  }));
  const unknown = found.filter(({ keys }) => keys.length === 0).map(({ text }) => text);
  if (unknown.length > 0) {
    const text = `${unknown.join(', ')} ${unknown.length === 1 ? 'is' : 'are'} not in the held set ${id}. In it: ${named(members)}.`;
    throw new Failure('APPROVAL_ONLY', text, 'Name people of the set by e-mail address or node, or leave --only out.');
  }
  const several = found.find(({ keys }) => new Set(keys.map(({ key }) => key)).size > 1);
  if (several !== undefined) {
    const keys = several.keys.map(({ key, name }) => `${cleanName(name)}: ${key}`).join(', ');
    const text = `${several.text} means several in the held set ${id} (${keys}).`;
    throw new Failure('APPROVAL_ONLY', text, 'Name the right one by what stands behind its name.');
  }
  return new Set(found.flatMap(({ keys }) => keys.map(({ key }) => key)));
}
