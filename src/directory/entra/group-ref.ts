import type { FoundGroup } from '../../core/people.ts';
import { parseGuid } from '../guid.ts';
import { called } from '../names.ts';

/** Whether the text of a mapping refers to a group of a tenant: by object id or by display name; Entra ID has no DNs. */
export function refersTo(text: string, group: FoundGroup): boolean {
  const id = parseGuid(text);
  return id === null ? called(text)(group) : id === group.id;
}
