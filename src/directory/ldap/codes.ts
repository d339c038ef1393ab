import type { CodeTable } from '../../core/codes.ts';

/** Why Active Directory could not be read. */
export const FAILURES = {
  LDAP_UNREACHABLE: {
    meaning: 'A domain controller cannot be reached, or none of several can be used, each for another reason.',
    remedy: 'Check host and port in directory.urls, and that this machine can reach them (DNS, firewall).',
  },
  LDAP_TIMEOUT: {
    meaning: 'A domain controller takes connections, but does not answer in time.',
    remedy: 'Check the port in directory.urls and the load of the server, or set timeouts under directory.',
  },
  LDAP_BROKE_OFF: {
    meaning: 'A domain controller has closed a connection that was in use.',
    remedy: 'Look into its event log, or name another one in directory.urls.',
  },
  LDAP_TLS_CLOSED: {
    meaning: 'The domain controller closes the connection as soon as TLS begins.',
    remedy:
      'Check the port (636). Give it a certificate for LDAP: one for server authentication that carries its DNS name.',
  },
  LDAP_TLS_OLD: {
    meaning: 'The domain controller speaks only versions of TLS before 1.2.',
    remedy: 'Switch TLS 1.2 on there.',
  },
  LDAP_TLS_NO_CIPHER: {
    meaning: 'The domain controller and adsync have no cipher in common.',
    remedy: 'Allow the usual cipher suites of TLS 1.2 there (ECDHE with AES-GCM), fit for the key of its certificate.',
  },
  LDAP_TLS_REFUSED: {
    meaning: 'The domain controller breaks TLS off, for a reason that the message names.',
    remedy: 'Look for Schannel in its event log.',
  },
  LDAP_CLIENT_CERTIFICATE: {
    meaning: 'The domain controller demands a client certificate, and adsync has none.',
    remedy: 'Stop demanding one there, or at the load balancer before it.',
  },
  LDAP_CERTIFICATE_CHAIN: {
    meaning: 'The authority that issued the certificate is neither sent along nor in what ca names.',
    remedy: 'Add its certificate to it, or have the domain controller send it.',
  },
  LDAP_CA_INCOMPLETE: {
    meaning: 'What ca names holds an issuing authority, but not the root above it.',
    remedy: 'Add the certificates of the authorities above, up to the root.',
  },
  LDAP_CERTIFICATE_WEAK: {
    meaning: 'The certificate, or one above it, is signed with MD5 or SHA-1 or has too short a key.',
    remedy: 'Have a new one issued: SHA-256, and an RSA key of 2048 bits or more.',
  },
  LDAP_SERVER_TROUBLE: {
    meaning: 'The domain controller could not log anybody in, for a reason of its own.',
    remedy: 'Look into its event log, or name another domain controller in directory.urls.',
  },
  LDAP_CHANNEL_BINDING: {
    meaning: 'The domain controller demands channel binding, and something before it ends the encryption.',
    remedy: 'Give the address of the domain controller itself, not that of a proxy or load balancer.',
  },
  LDAP_BUSY: {
    meaning: 'The domain controller is busy or not available.',
    remedy: 'Try again later, or name another domain controller in directory.urls.',
  },
  LDAP_NOT_SYNCHRONIZED: {
    meaning: 'The domain controller has not taken in the whole directory yet, so absence from it proves nothing.',
    remedy: 'Name another domain controller first in directory.urls, or wait until this one is ready.',
  },
  LDAP_CERTIFICATE_UNTRUSTED: {
    meaning: 'The certificate of the domain controller is not trusted.',
    remedy:
      'Name the authority that issued it as ca under directory.tls: a PEM file, or system if the operating system trusts it.',
  },
  LDAP_CERTIFICATE_NAME: {
    meaning: 'The certificate of the domain controller is for another name.',
    remedy: 'Write the name of the certificate into directory.urls, or set serverName under directory.tls.',
  },
  LDAP_CERTIFICATE_DATE: {
    meaning: 'The certificate of the domain controller is not valid today.',
    remedy: 'Renew the certificate, and check the clocks of both machines.',
  },
  LDAP_NOT_TLS: {
    meaning: 'The port does not speak TLS.',
    remedy: 'Use port 636 for ldaps://, or ldap:// on 389 with startTLS: true.',
  },
  LDAP_STARTTLS_REFUSED: {
    meaning: 'The domain controller refuses StartTLS.',
    remedy: 'Give it a certificate for LDAP, or use ldaps://.',
  },
  LDAP_NOT_ENCRYPTED: {
    meaning: 'The password would be sent in clear, so nothing was sent; or the server accepts it only encrypted.',
    remedy: 'Use ldaps://, or set startTLS: true under tls.',
  },
  LDAP_GLOBAL_CATALOG: {
    meaning: 'The address is that of a Global Catalog, which does not hold every attribute and membership.',
    remedy: 'Use the directory port of a domain controller: 636, or 389 with startTLS.',
  },
  LDAP_NO_CREDENTIALS: {
    meaning: 'bindDN or bindPassword is empty, which would be an anonymous login.',
    remedy: 'Give an account that may read users and groups, with its password.',
  },
  LDAP_WRONG_PASSWORD: {
    meaning: 'The name or the password of the account is wrong.',
    remedy: 'Check bindDN and bindPassword. Only one domain controller was asked, so the account is not locked.',
  },
  LDAP_ACCOUNT_RESTRICTED: {
    meaning: 'The account may not log in at this time, from this machine or in this way.',
    remedy: 'Change its logon hours, its list of workstations or the policy that the message hints at.',
  },
  LDAP_ACCOUNT_DISABLED: { meaning: 'The account is disabled.', remedy: 'Enable it, or use another one.' },
  LDAP_ACCOUNT_EXPIRED: {
    meaning: 'The account has expired.',
    remedy: 'Change its expiry date, or use another one.',
  },
  LDAP_ACCOUNT_LOCKED: {
    meaning: 'The account is locked.',
    remedy: 'Unlock it, and check what else uses its old password.',
  },
  LDAP_PASSWORD_EXPIRED: {
    meaning: 'The password of the account has expired.',
    remedy: 'Set a new password, best one that never expires.',
  },
  LDAP_PASSWORD_MUST_CHANGE: {
    meaning: 'The password of the account must be changed at the next logon.',
    remedy: 'Set a password without that option.',
  },
  LDAP_BIND_REFUSED: {
    meaning: 'The domain controller refuses to log the account in, for a reason that the message names.',
    remedy: 'Check bindDN and bindPassword.',
  },
  LDAP_NO_DOMAIN: {
    meaning: 'The server does not say which domain it serves, so members may stand where nobody would look.',
    remedy: 'Check directory.urls: only domain controllers of Active Directory have a defaultNamingContext.',
  },
  LDAP_BASE_NOT_FOUND: {
    meaning: 'The directory has no such base DN.',
    remedy: 'Check baseDN (and --domain): the DN of the domain or of a container in it.',
  },
  LDAP_LIMIT: {
    meaning: 'The server broke off a search because of a limit of its own.',
    remedy: 'Raise the limit in the LDAP policy, or timeouts in the file.',
  },
  LDAP_ACCESS_DENIED: { meaning: 'The server denies the search.', remedy: 'Let the account read there.' },
  LDAP_REFUSED: {
    meaning: 'The server refused a search, for a reason that the message names.',
    remedy: 'See the log of the server.',
  },
  LDAP_ENDLESS: {
    meaning: 'The server gave page after page with nothing new, so the reading was broken off.',
    remedy: 'Name another domain controller in directory.urls.',
  },
  LDAP_TOO_LARGE: {
    meaning: 'The server sent far more than any directory needs, so the connection was closed.',
    remedy: 'Check directory.urls, or narrow baseDN if the directory really is that large.',
  },
} satisfies CodeTable;

declare module '../../core/codes.ts' {
  interface FailureCodes {
    readonly ldap: keyof typeof FAILURES;
  }
}
