import type { CodeTable } from '../../core/codes.ts';

/** Why Microsoft Entra ID could not be read. */
export const FAILURES = {
  ENTRA_APP_UNKNOWN: {
    meaning: 'The tenant has no such application.',
    remedy: 'Check clientId and tenantId under directory.',
  },
  ENTRA_ASSERTION_TIME: {
    meaning: 'The proof of identity is not valid at this time.',
    remedy: 'Check the clock of this machine.',
  },
  ENTRA_ATTRIBUTE_REFUSED: {
    meaning: 'Microsoft Graph knows no such property of users, or does not show it to the application.',
    remedy: 'Spell the attribute as Microsoft Graph does, or grant the permission that the property needs.',
  },
  ENTRA_AUTHORITY_UNREACHABLE: {
    meaning: 'The service that gives tokens cannot be reached.',
    remedy: 'Check the network, the firewall, and authorityUrl (or cloud) under directory.',
  },
  ENTRA_CERTIFICATE: {
    meaning: 'The certificate of the service is not trusted.',
    remedy: 'Check the addresses under directory. If a proxy inspects TLS, name its authority as ca.',
  },
  ENTRA_CERTIFICATE_UNREGISTERED: {
    meaning: 'The certificate of the file does not belong to the application.',
    remedy: 'Upload it (without its key) in the app registration, or name the right file.',
  },
  ENTRA_CREDENTIAL_MISSING: {
    meaning: 'A variable or a file that the kind of credential needs is missing or unusable.',
    remedy: 'Set the variable that the message names, or choose another credential.',
  },
  ENTRA_FEDERATION_MISSING: {
    meaning: 'The application trusts no token like the one of this job.',
    remedy: 'Add a federated credential whose issuer, subject and audience are exactly those of the token.',
  },
  ENTRA_FEDERATION_UNAVAILABLE: {
    meaning: 'The platform (the CI job, the cluster) gave no token for this job.',
    remedy: 'Check the permissions of the job, and the variable that the message names.',
  },
  ENTRA_NO_IDENTITY: {
    meaning: 'This machine or login has no identity of the wanted kind.',
    remedy: 'Check credential under directory, and log in or assign the identity.',
  },
  ENTRA_PERMISSION_MISSING: {
    meaning: 'The application may not read groups or people.',
    remedy: 'Grant it the application permission that the message names, with admin consent.',
  },
  ENTRA_PROXY: {
    meaning: 'The proxy does not let the connection through.',
    remedy: 'Check the proxy variables, and what the proxy allows.',
  },
  ENTRA_SECRET_EXPIRED: {
    meaning: 'The client secret has expired.',
    remedy: 'Make a new client secret in the app registration, or use a credential without a secret.',
  },
  ENTRA_SECRET_WRONG: {
    meaning: 'The client secret is wrong.',
    remedy: 'Copy the value of the secret (not its id), or make a new one.',
  },
  ENTRA_TENANT_UNKNOWN: {
    meaning: 'There is no such tenant.',
    remedy: 'Check tenantId and cloud under directory: national clouds have tenants of their own.',
  },
  ENTRA_THROTTLED: {
    meaning: 'Microsoft Graph lets no more requests through, and the waiting time is used up.',
    remedy: 'Try again later, or raise throttled under directory.timeouts.',
  },
  ENTRA_TOKEN_DENIED: {
    meaning: 'The service that gives tokens refused the request, for a reason that the message names.',
    remedy: 'Look the AADSTS code up at https://login.microsoftonline.com/error.',
  },
  ENTRA_TOKEN_REFUSED: {
    meaning: 'Microsoft Graph does not accept the token.',
    remedy: 'Check that tenantId, graphUrl and authorityUrl (or cloud) belong together.',
  },
  ENTRA_TOO_LARGE: {
    meaning: 'The service sent far more than any directory needs, so the connection was ended.',
    remedy: 'Check the addresses under directory, and what stands between (a proxy, a firewall).',
  },
  ENTRA_UNAVAILABLE: {
    meaning: 'Microsoft Graph gives no usable answers.',
    remedy: 'Try again later. If it stays so, check the network, the firewall and the proxy.',
  },
} satisfies CodeTable;

declare module '../../core/codes.ts' {
  interface FailureCodes {
    readonly entra: keyof typeof FAILURES;
  }
}
