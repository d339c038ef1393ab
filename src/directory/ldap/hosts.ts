import { Failure } from '../../core/failure.ts';
import type { LdapSettings } from '../../core/settings.ts';
import type { HostToReach } from '../../net/inspect.ts';
import { readEndpoint } from './endpoint.ts';
import { requestStartTls } from './starttls.ts';

/** The servers, as far as their addresses are fit to be used. */
export function ldapHosts(settings: LdapSettings): readonly HostToReach[] {
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
