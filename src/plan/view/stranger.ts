import type { Change } from '../model.ts';

/**
 * Whether a change is about a user of a mapped group whom nobody in the directory accounts for, as far as is known. Outputs
 * list such users apart from leavers: they are often people who were forgotten in the directory group.
 */
export function isStranger({ risk }: Pick<Change, 'risk'>): boolean {
  return risk.includes('stranger');
}
