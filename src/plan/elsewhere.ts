import { fold } from '../core/text.ts';
import type { Elsewhere } from './cause.ts';
import type { Change, Value } from './model.ts';

/**
 * How what a change is about stands in the account, against what adsync last wrote there:
 *
 * - asLeft   every field that would change is as adsync wrote it
 * - changed  at least one of them is not
 * - unknown  adsync is not known to have written them all
 */
export type Standing = 'asLeft' | 'changed' | 'unknown';

/** Values by the names under which a target notes them in the journal. */
export type Written = Readonly<Record<string, Value>>;

/** What the journals know of one account. */
export interface Memory {
  /** What was last written, by node. */
  readonly written: ReadonlyMap<string, Written>;
  /** The nodes that adsync has given to somebody or something ({@link bearerOf}). */
  readonly nodes: ReadonlyMap<string, readonly string[]>;
  /**
   * Whether the last run was of the former file and came to its end: then nothing is left of what an earlier file wanted.
   */
  readonly isOfBase: boolean;
  /** Changes of the last run that were not made. */
  readonly undone: ReadonlySet<string>;
  /** Older journals were cleared, so it is not known whom adsync made before. Absent = they are all there. */
  readonly forgets?: true;
}

/** Nothing is known of any earlier run. */
export const NO_MEMORY: Memory = { written: new Map(), nodes: new Map(), isOfBase: false, undone: new Set() };

/** How an account is compared with what adsync wrote. */
export interface Comparable {
  /** Whether the account has a user or group of this id. */
  has(node: string): boolean;
  standing(change: Change, written: Written): Standing;
}

/** Who or what a user or group is for: a person, or the path of a group. */
export function bearerOf({ kind, person, group }: Pick<Change, 'kind' | 'person' | 'group'>): string {
  return kind === 'user' ? `user ${person ?? ''}` : `group ${fold(group)}`;
}

/**
 * Tells the directory from the account, for a change that the former file would make, too.
 *
 * By hand in the account: a value is not the one that adsync last wrote, or a user is gone that adsync made. By the
 * directory: the account is as adsync left it, and the last run was of the former file, so that nothing waits since an
 * earlier file. Everything else cannot be told, and is not guessed.
 */
export function elsewhereIn({ written, nodes, isOfBase, undone, forgets }: Memory, account: Comparable): Elsewhere {
  const asLeft = (change: Change): 'directory' | 'unknown' =>
    isOfBase && !undone.has(change.id) ? 'directory' : 'unknown';
  return (change) => {
    if (change.node === null) {
      const former = nodes.get(bearerOf(change)) ?? [];
      if (former.length === 0) return forgets === true ? 'unknown' : asLeft(change);
      return former.some((node) => account.has(node)) ? 'unknown' : 'account';
    }
    const standing = account.standing(change, written.get(change.node) ?? {});
    if (standing === 'changed') return 'account';
    return standing === 'asLeft' ? asLeft(change) : 'unknown';
  };
}

/**
 * Compares the fields that a change writes with what was last written.
 *
 * @param keys the names under which the journal has a field; null = it does not say enough of it
 * @param now what the account shows, by those names; what it does not show is absent
 * @param same whether two values of a key are the same
 */
export function standingOf(
  { after }: Pick<Change, 'after'>,
  written: Written,
  now: Written,
  keys: (field: string) => readonly string[] | null,
  same: (key: string, a: Value, b: Value) => boolean,
): Standing {
  const judged = Object.keys(after).flatMap((field): Standing[] => {
    return keys(field)?.map((key) => judge(key, written[key], now[key], same)) ?? ['unknown'];
  });
  if (judged.includes('changed')) return 'changed';
  return judged.length === 0 || judged.includes('unknown') ? 'unknown' : 'asLeft';
}

function judge(
  key: string,
  was: Value | undefined,
  is: Value | undefined,
  same: (key: string, a: Value, b: Value) => boolean,
): Standing {
  if (was === undefined || is === undefined) return 'unknown';
  return same(key, was, is) ? 'asLeft' : 'changed';
}
