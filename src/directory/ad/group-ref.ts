import type { FoundGroup } from '../../core/people.ts';
import { parseGuid } from '../guid.ts';
import { called } from '../names.ts';
import { normalDn, parseDn, plainDn } from './dn.ts';

/** How a wanted group is named in the file. */
export type GroupRef =
  | { readonly kind: 'dn'; readonly dn: string; readonly normal: string; readonly written: string }
  | { readonly kind: 'guid'; readonly guid: string }
  /** With the blanks around it, which a name may end in. */
  | { readonly kind: 'name'; readonly name: string };

/** A DN of Active Directory has two steps or more and ends in DC=…; a name like "A=B" is a name. */
export function readRef(text: string): GroupRef {
  const guid = parseGuid(text);
  if (guid !== null) return { kind: 'guid', guid };
  const rdns = parseDn(text);
  const normal = normalDn(text);
  const dn = plainDn(text);
  if (rdns === null || normal === null || dn === null || rdns.length < 2 || rdns.at(-1)?.[0]?.type !== 'dc') {
    return { kind: 'name', name: text };
  }
  return { kind: 'dn', dn, normal, written: text.trim() };
}

/** Whether the text refers to a group of an Active Directory, whose label is its DN. */
export function refersTo(text: string, group: FoundGroup): boolean {
  const ref = readRef(text);
  if (ref.kind === 'guid') return ref.guid === group.id;
  return ref.kind === 'dn' ? ref.normal === normalDn(group.label) : called(ref.name)(group);
}
