import type { DirectorySettings } from '../core/settings.ts';
import type { Directory } from './directory.ts';

/** Opens the configured directory; only the code of its type is loaded. */
export async function openDirectory(settings: DirectorySettings): Promise<Directory> {
  if (settings.type === 'ldap') return (await import('./ldap/ldap.ts')).openLdap(settings);
  return (await import('./file/file.ts')).openLdifFile(settings);
}
