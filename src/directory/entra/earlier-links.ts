import type { Secret } from '../../core/secret.ts';
import type { EntraSettings } from '../../core/settings.ts';
import type { Query } from './graph-queries.ts';

/** Links to all changes from some moment on. Their tokens say where the tenant stood, so they are never shown. */
export interface Links {
  readonly groups: Secret;
  readonly users: Secret;
}

/**
 * So long a reading may lag behind, in milliseconds: member lists with a count come from an index. A change of just before
 * a link is not told by it, and may not show in a reading of just after it either; nobody would ever see it. So a reading goes
 * with links that are older than that.
 *
 * @see https://learn.microsoft.com/graph/aad-advanced-queries: the index may lag behind, "a slight delay"
 */
export const READING_LAG = 300_000;

interface Taken {
  readonly links: Links;
  readonly at: number;
}

/** So many tenants, or ways to ask them, are remembered. */
const MOST_KEYS = 32;

/** The links of this process, from the oldest to the newest, by what they are links of. */
const taken = new Map<string, readonly Taken[]>();

/**
 * The newest links that are old enough for a reading of now; those of now are remembered for later ones.
 *
 * @param of what was asked for the links
 * @param now milliseconds; when the links are there, which may be long after the round began: a pause may come first
 * @returns null where there are none yet
 */
export function earlierLinks(
  { graphUrl, tenantId, credential }: Pick<EntraSettings, 'graphUrl' | 'tenantId' | 'credential'>,
  of: readonly Query[],
  links: Links,
  now: number,
): Links | null {
  const key = JSON.stringify([graphUrl, tenantId, credential, of.map(({ path }) => path)]);
  // A clock that was set back makes all of them useless.
  const known = (taken.get(key) ?? []).filter(({ at }) => at <= now);
  const usable = known.findLastIndex(({ at }) => now - at >= READING_LAG);
  const kept = known.slice(Math.max(0, usable));
  const isNew = now - (kept.at(-1)?.at ?? -Infinity) >= READING_LAG / 10;
  taken.delete(key);
  taken.set(key, isNew ? [...kept, { links, at: now }] : kept);
  for (const oldest of [...taken.keys()].slice(0, -MOST_KEYS)) taken.delete(oldest);
  return known[usable]?.links ?? null;
}
