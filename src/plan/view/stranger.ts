import type { Change } from '../model.ts';

/**
 * Whether a change is about a stranger: a user of a mapped group, and nobody in the directory accounts for it as far as
 * is known. Outputs list strangers apart from leavers: they are often people who were forgotten in the directory group.
 */
export function isStranger({ risk }: Pick<Change, 'risk'>): boolean {
  return risk.includes('stranger');
}
