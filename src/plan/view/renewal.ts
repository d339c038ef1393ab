import { counted } from '../../core/counted.ts';
import type { Change } from '../model.ts';

/**
 * Whether a change of a user only writes the link to the same person anew. Nothing becomes of the person, so outputs
 * count such changes and do not list them among changes of people. Whatever an approval is needed for is listed.
 */
export function renewsLink({ kind, operations, before, after, held, letThrough, blocked }: Change): boolean {
  const isFree = held === null && letThrough.length === 0 && blocked === undefined;
  const isUpdate = kind === 'user' && operations.every((operation) => operation === 'update');
  const fields = Object.keys(after);
  if (!isFree || !isUpdate || fields.length !== 1) return false;
  return typeof after.link === 'string' && before?.link === after.link;
}

/** `12 links to renew` */
export function renewalWords(count: number): string {
  return `${counted(count, 'link')} to renew`;
}
