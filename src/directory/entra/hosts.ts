import type { EntraSettings } from '../../core/settings.ts';
import { type HostToReach, webHost } from '../../net/inspect.ts';

/** Where tokens come from, and Graph. */
export function entraHosts({ authorityUrl, graphUrl, ca }: EntraSettings): readonly HostToReach[] {
  return [webHost(authorityUrl, ca, 'directory.authorityUrl'), webHost(graphUrl, ca, 'directory.graphUrl')];
}
