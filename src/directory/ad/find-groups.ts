import type { IncompleteRoot, WantedGroup } from '../../core/people.ts';
import { called, calledExactly } from '../names.ts';
import { mostSimilar } from '../similar-names.ts';
import { ambiguous, incomplete, noSuchId, notFound } from '../wanted-groups.ts';
import { normalDn, parseDn } from './dn.ts';
import type { AdGroup, AdObject } from './entry.ts';
import type { EntrySource } from './entry-source.ts';
import { type GroupRef, readRef } from './group-ref.ts';

export type Found = AdGroup | IncompleteRoot;

/**
 * Finds the wanted groups: by DN, by objectGUID, or by a name (cn, sAMAccountName or displayName, whole, in any
 * case) that only one group has. `result[i]` belongs to `wanted[i]`.
 */
export async function findGroups(source: EntrySource, wanted: readonly WantedGroup[]): Promise<Found[]> {
  const refs = wanted.map(({ ref }) => readRef(ref));
  const dns = refs.flatMap((ref) => (ref.kind === 'dn' ? [ref.dn] : []));
  const guids = refs.flatMap((ref) => (ref.kind === 'guid' ? [ref.guid] : []));
  const names = refs.flatMap((ref) => (ref.kind === 'name' ? [ref.name] : []));
  const byDn = dns.length === 0 ? [] : await source.byDn([...new Set(dns)]);
  const byGuid = guids.length === 0 ? [] : await source.byGuid([...new Set(guids)]);
  const asked = new Set(names.flatMap((name) => [name, name.trim()]));
  const named = names.length === 0 ? [] : await source.groupsNamed([...asked]);
  const found: Found[] = [];
  for (const ref of refs) {
    if (ref.kind === 'name') found.push(await fromNames(source, ref.name, named));
    else if (ref.kind === 'dn') found.push(await fromDn(source, ref, byDn));
    else found.push(fromGuid(ref.guid, byGuid));
  }
  return found;
}

async function fromNames(source: EntrySource, name: string, named: readonly AdGroup[]): Promise<Found> {
  const alike = named.filter(called(name));
  const exact = alike.filter(calledExactly(name));
  const matches = exact.length === 1 ? exact : alike;
  const [only] = matches;
  if (only === undefined) {
    const text = `No directory group is called "${name.trim()}" (compared with cn, sAMAccountName and displayName).`;
    return notFound(text, await similarNames(source, name));
  }
  if (matches.length === 1) return only;
  return ambiguous(
    name.trim(),
    matches.map(({ dn }) => dn),
    'DN or the objectGUID',
  );
}

async function fromDn(
  source: EntrySource,
  ref: GroupRef & { kind: 'dn' },
  objects: readonly AdObject[],
): Promise<Found> {
  const match = objects.find((object) => normalDn(object.dn) === ref.normal);
  if (match !== undefined) return groupOnly(ref.written, match);
  const name = parseDn(ref.dn)?.[0]?.[0]?.value ?? ref.dn;
  return notFound(`There is no directory group ${ref.written}.`, await similarDns(source, name));
}

function fromGuid(guid: string, objects: readonly AdObject[]): Found {
  const match = objects.find((object) => object.id === guid);
  return match === undefined ? noSuchId('objectGUID', guid) : groupOnly(guid, match);
}

function groupOnly(ref: string, object: AdObject): Found {
  if (object.kind === 'group') return object;
  if (object.kind === 'unclear') {
    return incomplete('GROUP_NOT_FOUND', `${ref} was found, but its ${object.lacks} cannot be read.`);
  }
  const kind = object.kind === 'person' ? 'person' : object.other.kind;
  return incomplete('GROUP_NOT_FOUND', `${ref} is no directory group but a ${kind}.`);
}

/** Names of groups that resemble this one, for a hint. */
export async function similarNames(source: EntrySource, name: string): Promise<string[]> {
  const groups = await source.groupsLike(name);
  return mostSimilar(
    name,
    groups.flatMap(({ id, names }) => names.map((own) => ({ group: id, compare: own, show: own }))),
  );
}

/** The DNs of such groups. */
async function similarDns(source: EntrySource, name: string): Promise<string[]> {
  const groups = await source.groupsLike(name);
  return mostSimilar(
    name,
    groups.flatMap(({ id, names, dn }) => names.map((own) => ({ group: id, compare: own, show: dn }))),
  );
}
