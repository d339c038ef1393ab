import type { DirectorySettings, LdapSettings } from '../core/settings.ts';
import { Failure } from '../core/failure.ts';
import { type HostToReach, webHost } from '../net/inspect.ts';

/** The hosts that a reading connects to; none for a file. */
export async function directoryHosts(settings: DirectorySettings): Promise<readonly HostToReach[]> {
  if (settings.type === 'ldap') return await ldapHosts(settings);
  if (settings.type === 'file') return [];
  const { authorityUrl, graphUrl, ca } = settings;
  return [webHost(authorityUrl, ca, 'directory.authorityUrl'), webHost(graphUrl, ca, 'directory.graphUrl')];
}

async function ldapHosts(settings: LdapSettings): Promise<readonly HostToReach[]> {
  const [{ readEndpoint }, { requestStartTls }] = await Promise.all([
    import('./ldap/endpoint.ts'),
    import('./ldap/starttls.ts'),
  ]);
  return settings.urls.flatMap((url): HostToReach[] => {
    try {
      const { host, port, security } = readEndpoint(url, settings);
      const { ca, serverName } = settings.tls;
      return [
        {
          key: 'directory.urls',
          caKey: 'directory.tls.ca',
          host,
          port,
          security: security === 'ldaps' ? 'tls' : security,
          certificateName: serverName ?? host,
          ca,
          url: null,
          spare: settings.urls.length > 1,
          ...(security === 'startTLS' ? { beforeTls: requestStartTls } : {}),
        },
      ];
    } catch (error) {
      // Nothing may be sent to such an address; the login says why.
      if (error instanceof Failure) return [];
      throw error;
    }
  });
}
