/**
 * What a held set is about:
 *
 * - doubt: adoptions and everything else that needs an approval of its own
 * - create, disable, move: users that are created, disabled, moved
 * - readdress: users that get a new e-mail address, or whatever else they are known by when they log in
 * - meaning: a mapping that means another directory group than before
 */
export type HoldKind = 'doubt' | 'create' | 'disable' | 'move' | 'readdress' | 'meaning';

const LETTERS: Readonly<Record<HoldKind, string>> = {
  doubt: 'a',
  create: 'c',
  disable: 'd',
  move: 'm',
  readdress: 'r',
  meaning: 'g',
};
const KINDS: ReadonlyMap<string, HoldKind> = new Map(
  (Object.keys(LETTERS) as HoldKind[]).map((kind) => [LETTERS[kind], kind]),
);

/** Hex digits of the digest that stand in an id, 4 bits each: nobody finds a second set for an id that is approved. */
const DIGITS = 32;

/** How the id of a held set looks: what it is about, how many users or groups it is, a digest of exactly these. */
export const HOLD_ID = /^([a-z])(\d+)-[0-9a-f]{32}$/;

/** An id for messages and help. */
export const HOLD_ID_EXAMPLE = 'd12-4f0e8b6a2f6f41c09b3d7a5e8c1f2d60';

/**
 * The id of a held set.
 *
 * @param count how many users or groups are in it
 * @param digest of everything that makes the set this set, in hex (`core/digest.ts`). It is the caller who makes it, so
 *   that reading a command line does not load what digests are made with.
 */
export function holdId(kind: HoldKind, count: number, digest: string): string {
  return `${LETTERS[kind]}${count}-${digest.slice(0, DIGITS)}`;
}

/**
 * What an id says of its set.
 *
 * @returns null for a text that is no id; `kind` is null for a letter that this version does not know
 */
export function readHoldId(id: string): { readonly kind: HoldKind | null; readonly count: number } | null {
  const match = HOLD_ID.exec(id);
  return match === null ? null : { kind: KINDS.get(match[1] ?? '') ?? null, count: Number(match[2]) };
}
