import type { Notice } from '../../core/notice.ts';
import type { DirectoryGroupId, DirectoryReading, WantedGroup } from '../../core/people.ts';
import type { EntraSettings } from '../../core/settings.ts';
import type { ReadOptions } from '../directory.ts';
import { assembleReading } from '../reading.ts';
import { commentedNames, cutByComment, foundOf, rootsOf } from '../wanted-groups.ts';
import { count, lookingFor, readIn } from '../wording.ts';
import { askedProperties } from './attributes.ts';
import { findGroups } from './find-groups.ts';
import { type Graph, newGraph } from './graph.ts';
import type { ListingContext } from './graph-list.ts';
import { newSender } from './graph-client.ts';
import { newThrottle } from './throttle.ts';
import type { Tokens } from './tokens.ts';
import { type EntraRead, readNestedGroups } from './nested-groups.ts';
import type { EntraWorld } from './outside-world.ts';

const ADVICE = 'Nobody is disabled for being absent from it. See docs/entra.md for the permissions, and try again.';

/** What it takes to ask a tenant. */
export interface Access {
  readonly world: EntraWorld;
  readonly tokens: Tokens;
}

/** Prepares questions to Graph; nothing is sent yet. */
export function newContext(
  settings: EntraSettings,
  { world, tokens }: Access,
  { signal, progress }: Pick<ReadOptions, 'signal' | 'progress'>,
): ListingContext {
  const { graphUrl, timeouts } = settings;
  const graph = newGraph({
    send: newSender(settings, world, signal),
    tokens,
    throttle: newThrottle({ budget: timeouts.throttled, world, signal, progress }),
    world,
    signal,
    graphUrl,
    progress,
  });
  return { graph, graphUrl, world, signal, progress };
}

/** Reads the wanted groups of a tenant. */
export async function readEntra(
  settings: EntraSettings,
  access: Access,
  wanted: readonly WantedGroup[],
  options: ReadOptions,
): Promise<DirectoryReading> {
  const { reading } = await readTenant(settings, access, wanted, options);
  return reading;
}

/** A reading with what it was made of. */
export interface TenantRead {
  readonly reading: DirectoryReading;
  /** Every group that was read. */
  readonly read: ReadonlyMap<DirectoryGroupId, EntraRead>;
  /** Round trips that it took. */
  readonly cost: number;
}

/** Reads the wanted groups of a tenant, and shows of what the reading was made. */
export async function readTenant(
  settings: EntraSettings,
  access: Access,
  wanted: readonly WantedGroup[],
  options: ReadOptions,
): Promise<TenantRead> {
  const context = { ...newContext(settings, access, options), asked: askedProperties(options.attributes ?? []) };
  const { graph, progress } = context;
  progress(lookingFor(wanted));
  const roots = rootsOf(await findGroups(context, wanted), wanted);
  const read = await readNestedGroups(context, foundOf(roots));
  const origin = { type: 'entra', name: settings.tenantId } as const;
  const whole = assembleReading(origin, roots, read, ADVICE, options.attributes);
  const reading = { ...whole, notices: [...whole.notices, ...(await cutNames(context, wanted))] };
  progress(readIn(reading, costOf(graph)));
  return { reading, read, cost: graph.usage().requests };
}

async function cutNames(context: ListingContext, wanted: readonly WantedGroup[]): Promise<Notice[]> {
  const names = commentedNames(wanted);
  if (names.length === 0) return [];
  const found = await findGroups(
    context,
    names.map((ref) => ({ ref, nested: false })),
  );
  const ids = new Map(found.flatMap((one, index) => (one.kind === 'group' ? [[names[index], one.id] as const] : [])));
  return cutByComment(wanted, (name) => ids.get(name) ?? null);
}

/** The cost until now: `3 requests (17 resource units)`. */
export function costOf(graph: Graph): string {
  const { requests, units } = graph.usage();
  return `${count(requests, 'request')} (${count(units, 'resource unit')})`;
}
