import type { IncompleteRoot, WantedGroup } from '../../core/model.ts';
import { foldCase, normalDn, parseDn, plainDn } from './dn.ts';
import type { AdGroup, AdObject } from './entry.ts';
import { parseGuid } from './ids.ts';
import { mostSimilar } from '../similar-names.ts';
import type { AdSource } from './entry-source.ts';

/** How a wanted group is named in the file. */
type Ref =
  | { readonly kind: 'dn'; readonly dn: string; readonly normal: string; readonly written: string }
  | { readonly kind: 'guid'; readonly guid: string }
  | { readonly kind: 'name'; readonly name: string };

export type Found = AdGroup | IncompleteRoot;

const CANDIDATES = 5;

/**
 * Finds the wanted groups: by DN, by objectGUID, or by a name (cn, sAMAccountName or displayName, whole, in any
 * case) that only one group has. `result[i]` belongs to `wanted[i]`.
 */
export async function findGroups(source: AdSource, wanted: readonly WantedGroup[]): Promise<Found[]> {
  const refs = wanted.map(({ ref }) => readRef(ref));
  const dns = refs.flatMap((ref) => (ref.kind === 'dn' ? [ref.dn] : []));
  const guids = refs.flatMap((ref) => (ref.kind === 'guid' ? [ref.guid] : []));
  const names = refs.flatMap((ref) => (ref.kind === 'name' ? [ref.name] : []));
  const byDn = dns.length === 0 ? [] : await source.byDn([...new Set(dns)]);
  const byGuid = guids.length === 0 ? [] : await source.byGuid([...new Set(guids)]);
  const named = names.length === 0 ? [] : await source.groupsNamed([...new Set(names)]);
  const found: Found[] = [];
  for (const ref of refs) {
    if (ref.kind === 'name') found.push(await fromNames(source, ref.name, named));
    else if (ref.kind === 'dn') found.push(await fromDn(source, ref, byDn));
    else found.push(fromGuid(ref.guid, byGuid));
  }
  return found;
}

/** A DN of Active Directory has two steps or more and ends in DC=…; a name like "A=B" is a name. */
export function readRef(text: string): Ref {
  const guid = parseGuid(text);
  if (guid !== null) return { kind: 'guid', guid };
  const rdns = parseDn(text);
  const normal = normalDn(text);
  const dn = plainDn(text);
  if (rdns === null || normal === null || dn === null || rdns.length < 2 || rdns.at(-1)?.[0]?.type !== 'dc') {
    return { kind: 'name', name: text.trim() };
  }
  return { kind: 'dn', dn, normal, written: text.trim() };
}

async function fromNames(source: AdSource, name: string, named: readonly AdGroup[]): Promise<Found> {
  const folded = foldCase(name);
  const matches = named.filter((group) => group.names.some((own) => foldCase(own.trim()) === folded));
  const [only] = matches;
  if (only === undefined) {
    return missing(`No directory group is called "${name}" (compared with cn, sAMAccountName and displayName).`, [
      ...(await similarTo(source, name)),
    ]);
  }
  if (matches.length === 1) return only;
  const dns = matches.map((group) => group.dn).sort();
  const listed = dns.slice(0, CANDIDATES * 2).join('; ');
  const more = dns.length > CANDIDATES * 2 ? `; and ${dns.length - CANDIDATES * 2} more` : '';
  return incomplete(
    'GROUP_AMBIGUOUS',
    `${dns.length} directory groups are called "${name}": ${listed}${more}. Write the DN or the objectGUID instead.`,
  );
}

async function fromDn(source: AdSource, ref: Ref & { kind: 'dn' }, objects: readonly AdObject[]): Promise<Found> {
  const match = objects.find((object) => normalDn(object.dn) === ref.normal);
  if (match !== undefined) return groupOnly(ref.written, match);
  const name = parseDn(ref.dn)?.[0]?.[0]?.value ?? ref.dn;
  return missing(`There is no directory group ${ref.written}.`, await similarTo(source, name, 'dn'));
}

function fromGuid(guid: string, objects: readonly AdObject[]): Found {
  const match = objects.find((object) => object.id === guid);
  if (match !== undefined) return groupOnly(guid, match);
  return incomplete(
    'GROUP_NOT_FOUND',
    `There is no directory group with the objectGUID ${guid}. It may have been deleted and created again, which gives a new one.`,
  );
}

function groupOnly(ref: string, object: AdObject): Found {
  if (object.kind === 'group') return object;
  if (object.kind === 'unclear') {
    return incomplete('GROUP_NOT_FOUND', `${ref} was found, but its ${object.lacks} cannot be read.`);
  }
  const kind = object.kind === 'person' ? 'person' : object.other.kind;
  return incomplete('GROUP_NOT_FOUND', `${ref} is no directory group but a ${kind}.`);
}

async function similarTo(source: AdSource, name: string, show: 'name' | 'dn' = 'name'): Promise<string[]> {
  const candidates = await source.groupsLike(name);
  const shown = candidates.flatMap((group) =>
    group.names.map((own) => ({ compare: own, show: show === 'dn' ? group.dn : own })),
  );
  return mostSimilar(name, shown, CANDIDATES);
}

function missing(text: string, similar: readonly string[]): IncompleteRoot {
  const hint = similar.length === 0 ? 'Nothing similar was found either.' : `Similar: ${similar.join('; ')}.`;
  return incomplete('GROUP_NOT_FOUND', `${text} ${hint}`);
}

function incomplete(code: string, text: string): IncompleteRoot {
  return { kind: 'incomplete', group: null, code, text };
}
