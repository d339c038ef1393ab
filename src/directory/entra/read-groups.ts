import type { DirectoryReading, WantedGroup } from '../../core/model.ts';
import type { EntraSettings } from '../../core/settings.ts';
import type { ReadOptions } from '../directory.ts';
import { assembleReading } from '../reading.ts';
import { count } from '../wording.ts';
import { findGroups } from './find-groups.ts';
import { newGraph } from './graph.ts';
import type { ListingContext } from './graph-list.ts';
import { newSender } from './graph-client.ts';
import { newThrottle } from './throttle.ts';
import type { Tokens } from './tokens.ts';
import { walk } from './nested-groups.ts';
import type { EntraWorld } from './outside-world.ts';

const ADVICE = 'Nobody is disabled for being absent from it. See docs/entra.md for the permissions, and try again.';

/** With what a tenant is asked. */
export interface Access {
  readonly world: EntraWorld;
  readonly tokens: Tokens;
}

/** Makes ready for questions to Graph; nothing is sent yet. */
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
  const context = newContext(settings, access, options);
  const { graph, progress } = context;
  progress(`Looking for ${count(wanted.length, 'directory group')}`);
  const found = await findGroups(context, wanted);
  const starts = found.map((root, index) =>
    root.kind === 'group' ? { group: root, nested: wanted[index]?.nested ?? false } : root,
  );
  const read = await walk(
    context,
    starts.flatMap((root) => ('nested' in root ? [root] : [])),
  );
  const reading = assembleReading({ type: 'entra', name: settings.tenantId }, starts, read, ADVICE);
  const { requests, units } = graph.usage();
  const what = `${count(reading.groups.size, 'group')} and ${count(reading.people.size, 'account')}`;
  progress(`Read ${what} in ${count(requests, 'request')} (${count(units, 'resource unit')})`);
  return reading;
}
