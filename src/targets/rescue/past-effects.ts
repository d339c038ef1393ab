import type { RecentChange } from '../../plan/earlier-runs.ts';
import type { CallWrites } from '../journal.ts';

/**
 * What a call of an earlier run did to a user, as far as it counts against the limits.
 *
 * @param call as a journal has it, which anybody may have edited: no field of it need be what it should be
 */
export function effectsOf({ node, before, after }: Pick<CallWrites, 'node' | 'before' | 'after'>): RecentChange[] {
  if (typeof node !== 'string' || !isRecord(before) || !isRecord(after)) return [];
  const base = { node, from: null, after: {} };
  const found: RecentChange[] = [];
  if (after['status'] === 'disabled') found.push({ ...base, counts: 'disable' });
  if ('parent' in after) {
    const from = typeof before['parent'] === 'string' ? before['parent'] : null;
    found.push({ ...base, counts: 'move', from });
  }
  const known = Object.fromEntries(
    ['email', 'ssoId'].flatMap((key) => (typeof after[key] === 'string' ? [[key, after[key]]] : [])),
  );
  if (Object.keys(known).length > 0) found.push({ ...base, counts: 'readdress', after: known });
  return found;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
