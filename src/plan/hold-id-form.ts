/**
 * How the id of a held set looks: what it is about (one letter), how many users or groups it is, and a digest of exactly
 * these. 128 bits of it, so that nobody finds a second set for an id that somebody has approved. It stands apart from
 * what makes ids, so that reading a command line loads no more than it needs.
 *
 * - a: adoptions and everything else that needs an approval of its own
 * - c: creates, d: disables, m: moves, r: new e-mail addresses and SSO ids
 * - g: a mapping that means another directory group than before
 */
export const HOLD_ID = /^[a-z]\d+-[0-9a-f]{32}$/;

/** How an id looks, for messages and help. */
export const HOLD_ID_EXAMPLE = 'd12-4f0e8b6a2f6f41c09b3d7a5e8c1f2d60';
