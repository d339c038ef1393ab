import { Failure } from '../../core/failure.ts';
import type { WantedGroup } from '../../core/people.ts';
import { Secret } from '../../core/secret.ts';
import type { EntraSettings } from '../../core/settings.ts';
import type { ReadOptions } from '../directory.ts';
import type { Mark, Marked, MarkedReading, Since } from '../mark.ts';
import { type AskedProperty, askedProperties } from './attributes.ts';
import { groupsFromNow, usersFromNow } from './change-queries.ts';
import { earlierLinks, type Links } from './earlier-links.ts';
import { isOwn, type ListingContext } from './graph-list.ts';
import { GraphProblem } from './graph-problem.ts';
import type { Query } from './graph-queries.ts';
import type { Json } from './json.ts';
import { type Met, metIn, type News, newsOfGroup, newsOfUser } from './met.ts';
import { type Access, costOf, newContext, readTenant } from './read-groups.ts';
import { lookAtStrangers } from './strangers.ts';
import { lookAtChanges } from './told-changes.ts';
import { untracked } from './tracked-properties.ts';

class EntraMark implements Mark {
  readonly type = 'entra';
  /** No account of Entra ID expires. */
  readonly until = null;
  readonly links: Links;
  readonly met: Met;
  /** Round trips that the reading took. */
  readonly cost: number;

  constructor(links: Links, met: Met, cost: number) {
    this.links = links;
    this.met = met;
    this.cost = cost;
  }
}

const FORGOTTEN = 'Microsoft Graph does not know any more what has changed since the reading.';
const NONE_YET = { why: 'A reading may lag some minutes behind, and nobody has asked for changes that long ago.' };
const UNTOLD = 'Microsoft Graph does not tell what has changed.';

const OF_CHANGES_ALONE: ReadonlySet<string> = new Set(['ENTRA_THROTTLED', 'ENTRA_TOO_LARGE']);

/**
 * Reads the wanted groups of a tenant, and marks where the tenant stood some minutes before. A tenant that tells no changes
 * is read all the same.
 */
export async function readMarked(
  settings: EntraSettings,
  access: Access,
  wanted: readonly WantedGroup[],
  options: ReadOptions,
): Promise<MarkedReading> {
  const asked = askedProperties(options.attributes ?? []);
  const links = await linksFor(settings, access, asked, options);
  const { reading, read, cost } = await readTenant(settings, access, wanted, options);
  if ('why' in links) return { reading, mark: null, why: links.why };
  if (reading.kind !== 'complete') return { reading, mark: null, why: 'The directory was read only in part.' };
  const met = metIn(read, wanted, asked);
  if ('why' in met) return { reading, mark: null, why: met.why };
  return { reading, mark: new EntraMark(links, met, cost), why: null };
}

/** Whether a reading would still be the same, by everything in the tenant that has changed since. */
export async function entraSince(
  settings: EntraSettings,
  access: Access,
  { mark }: Marked,
  options: ReadOptions,
): Promise<Since> {
  if (!(mark instanceof EntraMark)) return { kind: 'unknown', why: 'The mark is of another directory.' };
  const context = newContext(settings, access, options);
  context.progress('Asking Microsoft Graph what has changed');
  const since = await judge(context, mark);
  context.progress(`Asked what has changed in ${costOf(context.graph)}`);
  return since;
}

async function judge(context: ListingContext, { links, met, cost }: EntraMark): Promise<Since> {
  const strangers = new Map<string, 'users' | 'groups'>();
  function look(collection: 'users' | 'groups', newsOf: (entry: Json, id: string, met: Met) => News) {
    return (entry: Json, id: string): string | null => {
      const news = newsOf(entry, id, met);
      if (news === 'stranger') strangers.set(id, collection);
      return news === null || news === 'stranger' ? null : news.why;
    };
  }
  try {
    const found = await Promise.all([
      lookAtChanges(context, links.groups, look('groups', newsOfGroup)),
      lookAtChanges(context, links.users, look('users', newsOfUser)),
    ]);
    const other = found.find(({ kind }) => kind === 'changed') ?? found.find(({ kind }) => kind === 'unknown');
    return other ?? (await lookAtStrangers(context.graph, strangers, met.read, cost));
  } catch (error) {
    if (error instanceof GraphProblem) return { kind: 'unknown', why: error.kind === 'expired' ? FORGOTTEN : UNTOLD };
    // A reading may be let through all the same, and be smaller.
    if (error instanceof Failure && OF_CHANGES_ALONE.has(error.code)) return { kind: 'unknown', why: UNTOLD };
    throw error;
  }
}

/** The links that a reading of now goes with; or why there are none, a sentence. */
async function linksFor(
  settings: EntraSettings,
  access: Access,
  asked: readonly AskedProperty[],
  options: ReadOptions,
): Promise<Links | { readonly why: string }> {
  const why = untracked(asked);
  if (why !== null) return { why };
  // A context of its own: the pauses that it is asked for are none of the reading.
  const queries = [groupsFromNow(), usersFromNow(asked)] as const;
  const now = await linksFromNow(newContext(settings, access, options), queries);
  return 'why' in now ? now : (earlierLinks(settings, queries, now, access.world.now()) ?? NONE_YET);
}

/** Never fails: what keeps a reading from being made shows when it is made. */
async function linksFromNow(
  context: ListingContext,
  [ofGroups, ofUsers]: readonly [Query, Query],
): Promise<Links | { readonly why: string }> {
  const [groups, users] = await Promise.all([linkOf(context, ofGroups), linkOf(context, ofUsers)]);
  if (typeof groups === 'string') return { why: groups };
  if (typeof users === 'string') return { why: users };
  return { groups, users };
}

/** @returns the link; else why there is none, a sentence */
async function linkOf({ graph, graphUrl, signal }: ListingContext, query: Query): Promise<Secret | string> {
  try {
    const body = await graph.get(query);
    const link = body['@odata.deltaLink'];
    if (isOwn(link, graphUrl) && (body['@odata.nextLink'] ?? null) === null) return new Secret(link);
    return 'Microsoft Graph names no place of its own from which it would tell changes.';
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof GraphProblem) return `Microsoft Graph does not tell changes: ${error.message}.`;
    if (error instanceof Failure) return `Microsoft Graph does not tell changes: ${error.message}`;
    throw error;
  }
}
