/** A certificate of nobody: only its form matters. */
export const CA_PEM = `-----BEGIN CERTIFICATE-----
MIIBiTCCAS+gAwIBAgIUMdfV/Uij0syQgYQcnjp/0mY3K9cwCgYIKoZIzj0EAwIw
GTEXMBUGA1UEAwwOYWRzeW5jIHRlc3QgQ0EwIBcNMjYxMTIyMDAzNzQzWhgPMjEy
NjEwMjkwMDM3NDNaMBkxFzAVBgNVBAMMDmFkc3luYyB0ZXN0IENBMFkwEwYHKoZI
zj0CAQYIKoZIzj0DAQcDQgAEg4Ayo1sopFWFNnp0pXXkXHB/0pdaa5cSxGlnkMUE
prCB0N237kQbdeSttYnAWNtqJYrYNwl+z1UkdDqtGGlxZaNTMFEwHQYDVR0OBBYE
FBzKFSywaP1CNhWgAJkIEtgYy2HvMB8GA1UdIwQYMBaAFBzKFSywaP1CNhWgAJkI
EtgYy2HvMA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDSAAwRQIhAPeHVY4x
d5/snlb9H0Ofe9RDeRgDqnTteeJgrKB4HVkFAiB7+bcQgGDjel3ndz1bWYQsnmpD
NEGv48PQmYOZyklrcA==
-----END CERTIFICATE-----
`;

/** A faultless file; tests replace single lines of it. */
export const GOOD_FILE = [
  'version: 1',
  'directory:',
  '  type: ldap',
  '  urls: [ldaps://dc1.corp.example]',
  '  baseDN: DC=corp,DC=example',
  '  bindDN: adsync@corp.example',
  '  bindPassword: ${BIND}',
  'rescue:',
  '  region: us',
  '  apiToken: ${TOKEN}',
  '  groups:',
  '    - directoryGroup: Tier 1',
  '      rescueGroup: Technicians/Tier 1',
];

/** {@link GOOD_FILE} with one line (1-based) replaced. */
export function withLine(line: number, text: string): string {
  return `${GOOD_FILE.with(line - 1, text).join('\n')}\n`;
}

export const ENV = { BIND: 'bind-password-value', TOKEN: 'api-token-value' };
