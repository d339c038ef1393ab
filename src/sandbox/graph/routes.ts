import { denied, type GraphAnswer, GraphError, json, notFound, unsupportedQuery } from './answer.ts';
import type { GraphCall } from './call.ts';
import { DELTA, deltaPage } from './delta.ts';
import { checkBasic, countOf, type Listing, listPage } from './list.ts';
import { directMembers, groupsWith, transitiveMembers } from './membership.ts';
import type { Entity } from './objects.ts';
import { checkSelect } from './query.ts';
import { show, sightOf } from './rights.ts';
import { type Kind, kinds } from './schema.ts';
import type { GraphGroup } from './tenant.ts';

/**
 * Answers a GET of Graph, faults and throttling aside.
 *
 * @throws GraphError
 */
export function route(call: GraphCall): GraphAnswer {
  const [collection, id, relation, ...rest] = call.segments;
  const kind = collection === 'groups' ? 'group' : collection === 'users' ? 'user' : null;
  if (kind === null || call.method !== 'GET') throw unknownSegment(collection ?? '');
  if (sightOf(kind, call.roles) === 'none') throw denied();
  if (id !== undefined && DELTA.has(id) && relation === undefined) return deltaPage(kind, call);
  if (id === undefined || id === '$count') {
    const listing: Listing = { items: call.objects.all(kind), kinds: [kind], group: null, cast: false };
    return id === undefined ? listPage(listing, call) : countOf(listing, call);
  }
  const found = call.objects.find(kind, id);
  if (found === null) throw notFound(id);
  if (relation === undefined) {
    checkSelect(call.query.select, [kind], false);
    checkBasic([kind], call);
    const view = { select: call.query.select, roles: call.roles, typed: false, switches: call.switches };
    return json({ '@odata.context': `${call.origin}/v1.0/$metadata#${kind}s/$entity`, ...show(found, view) });
  }
  if (relation === 'memberOf' && rest.length === 0) return membershipsOf(found, call);
  if (found.kind !== 'group' || (relation !== 'members' && relation !== 'transitiveMembers'))
    throw unknownSegment(relation);
  return membersOf(found.object, relation, rest, call);
}

/** Resource units a request costs: Microsoft Graph throttling limits, "Identity and access service limits". */
export function unitsOf({ segments, query }: Pick<GraphCall, 'segments' | 'query'>): number {
  const [collection, , relation] = segments;
  let units = 1;
  if (collection === 'users') units = 2;
  if (collection === 'groups' && relation === 'members') units = 3;
  if (collection === 'groups' && relation === 'transitiveMembers') units = 5;
  if (query.select !== null) units -= 1;
  if (query.top !== null && query.top < 20) units -= 1;
  return Math.max(1, units);
}

function membersOf(group: GraphGroup, relation: string, rest: readonly string[], call: GraphCall): GraphAnswer {
  const [first, second] = rest;
  const cast = first !== undefined && first !== '$count' ? castOf(first) : null;
  const end = cast === null ? first : second;
  if (rest.length > (cast === null ? 1 : 2) || (end !== undefined && end !== '$count')) throw unknownSegment(end ?? '');

  const wanted: readonly Kind[] = cast === null ? kinds : [cast];
  const all = relation === 'members' ? directMembers(group, call.objects) : transitiveMembers(group, call.objects);
  const visible = all.filter(
    ({ kind }) => wanted.includes(kind) && (kind !== 'servicePrincipal' || call.switches.servicePrincipalsListed),
  );
  const items = isHidden(group, call) ? [] : visible;
  const listing: Listing = { items, kinds: wanted, group: group.id, cast: cast !== null };
  return end === '$count' ? countOf(listing, call) : listPage(listing, call);
}

/** The groups that hold an object directly. Directory roles and administrative units are not in this stand-in. */
function membershipsOf({ object }: Entity, call: GraphCall): GraphAnswer {
  const all = groupsWith(object.id, call.objects);
  const hides = ({ visibility }: GraphGroup): boolean =>
    visibility === 'HiddenMembership' && !call.roles.includes('Member.Read.Hidden');
  const items = all.filter((entity) => entity.kind !== 'group' || !hides(entity.object));
  return listPage({ items, kinds: ['group'], group: null, memberOf: true, cast: false }, call);
}

function isHidden(group: GraphGroup, { roles, switches }: GraphCall): boolean {
  if (group.visibility !== 'HiddenMembership' || roles.includes('Member.Read.Hidden')) return false;
  if (switches.hiddenMembership === 'refuse') throw denied();
  return true;
}

function castOf(segment: string): Kind {
  const found = kinds.find((kind) => segment.toLowerCase() === `microsoft.graph.${kind}`.toLowerCase());
  if (found !== undefined) return found;
  if (!segment.startsWith('microsoft.graph.')) throw unknownSegment(segment);
  throw unsupportedQuery(`The specified type '${segment}' is not supported here.`);
}

function unknownSegment(segment: string): GraphError {
  return new GraphError(404, 'ResourceNotFound', `Resource not found for the segment '${segment}'.`);
}
