import type { DirectorySettings } from '../core/settings.ts';
import type { Directory } from './directory.ts';

/**
 * Opens the configured directory; only the code of its type is loaded.
 *
 * @param env environment variables: platforms leave their tokens there
 */
export async function openDirectory(
  settings: DirectorySettings,
  env: Readonly<Record<string, string | undefined>> = {},
): Promise<Directory> {
  if (settings.type === 'ldap') return (await import('./ldap/ldap.ts')).openLdap(settings);
  if (settings.type === 'entra') return (await import('./entra/entra.ts')).openEntra(settings, env);
  return (await import('./file/ldif-file.ts')).openLdifFile(settings);
}
