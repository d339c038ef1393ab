import { type Objects, objectsOf } from './objects.ts';
import type { GraphTenant } from './tenant.ts';

interface Seen {
  readonly at: number;
  readonly objects: Objects;
}

/**
 * What requests see of the tenant. Those with ConsistencyLevel: eventual ask an index, which shows the tenant as it was some
 * time ago; what was before the first request nobody knows.
 *
 * @param lag milliseconds
 */
export function objectsWithLag(
  tenant: GraphTenant,
  lag: () => number,
  now: () => number,
): (eventual: boolean) => Objects {
  const current = objectsOf(tenant);
  let seen: readonly Seen[] = [];
  return (eventual) => {
    if (lag() === 0) return current();
    const [at, then] = [now(), now() - lag()];
    seen = [...seen, { at, objects: objectsOf(structuredClone(tenant))() }];
    const shown = Math.max(
      0,
      seen.findLastIndex((one) => one.at <= then),
    );
    seen = seen.slice(shown);
    return eventual ? (seen[0]?.objects ?? current()) : current();
  };
}
