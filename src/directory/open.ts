import type { DirectorySettings } from '../core/settings.ts';
import type { CallWatcher } from '../core/traffic.ts';
import type { HostToReach } from '../net/inspect.ts';
import type { Directory } from './directory.ts';

/**
 * Opens the configured directory; only the code of its type is loaded.
 *
 * @param env environment variables: platforms leave their tokens there
 * @param traffic is told of every call over the network; absent = nobody is
 */
export async function openDirectory(
  settings: DirectorySettings,
  env: Readonly<Record<string, string | undefined>> = {},
  traffic: CallWatcher = () => undefined,
): Promise<Directory> {
  if (settings.type === 'ldap') return (await import('./ldap/ldap.ts')).openLdap(settings, undefined, traffic);
  if (settings.type === 'entra') return (await import('./entra/entra.ts')).openEntra(settings, env, undefined, traffic);
  return (await import('./file/ldif-file.ts')).openLdifFile(settings);
}

/** The hosts that a reading connects to; none for a file. */
export async function directoryHosts(settings: DirectorySettings): Promise<readonly HostToReach[]> {
  if (settings.type === 'ldap') return (await import('./ldap/hosts.ts')).ldapHosts(settings);
  if (settings.type === 'entra') return (await import('./entra/hosts.ts')).entraHosts(settings);
  return [];
}
