import type { RecentChange } from '../../plan/earlier-runs.ts';
import type { CallWrites } from '../journal.ts';

/**
 * What a call of an earlier run did to a user, as far as it counts against the limits: a suspension, the loss of the last
 * product, and a new address.
 *
 * @param call as a journal has it, which anybody may have edited: no field of it need be what it should be
 */
export function effectsOf({ node, before, after }: Pick<CallWrites, 'node' | 'before' | 'after'>): RecentChange[] {
  if (typeof node !== 'string' || !isRecord(before) || !isRecord(after)) return [];
  const base = { node, from: null, after: {} };
  const found: RecentChange[] = [];
  const losesLast = isFilled(before['licences']) && isEmpty(after['licences']);
  if (after['status'] === 'disabled' || losesLast) found.push({ ...base, counts: 'disable' });
  const email = after['email'];
  if (typeof email === 'string') found.push({ ...base, counts: 'readdress', after: { email } });
  return found;
}

function isFilled(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0;
}

function isEmpty(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
