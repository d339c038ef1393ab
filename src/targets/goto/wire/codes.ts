import type { CodeTable } from '../../../core/codes.ts';

/** Why GoTo gives no usable answer. */
export const FAILURES = {
  GOTO_ACCOUNT: {
    meaning: 'The account of goto.account is none of those that the token is good for.',
    remedy: 'Check goto.account, or make the token with a user of that account.',
  },
  GOTO_BUSY: {
    meaning: 'The service asks for fewer requests, or is not available.',
    remedy: 'Try again later; lower goto.requests.perSecond if it happens often.',
  },
  GOTO_CERTIFICATE: {
    meaning: 'The certificate of the service is not trusted.',
    remedy: 'Check the address. If a proxy inspects TLS, name its authority as ca under goto.tls.',
  },
  GOTO_CLIENT: {
    meaning: 'The service does not accept the OAuth client.',
    remedy: 'Check goto.clientId and goto.clientSecret.',
  },
  GOTO_ERROR: {
    meaning: 'The service answered with an error of its own, however often it was asked.',
    remedy: 'Try again later. If it stays so, ask the support of GoTo and name the incident.',
  },
  GOTO_GRANT: {
    meaning: 'The service does not let the OAuth client use this kind of token.',
    remedy: 'Switch the grant type on for the client at developer.logmeininc.com/clients, tab Grant types.',
  },
  GOTO_HTTP: {
    meaning: 'The service refuses a reading, or answered with an HTTP status that it does not use.',
    remedy: 'Check goto.url and goto.account, and whether a proxy or firewall stands between.',
  },
  GOTO_INCOMPLETE: {
    meaning: 'A list could not be read to its end, so nothing is planned.',
    remedy: 'Try again when nobody changes the account. If it stays so, lower goto.requests.pageSize.',
  },
  GOTO_NOT_AUTHORIZED: {
    meaning: 'The user of the token lacks a right.',
    remedy: 'Give it the right that the message names, or the admin role Super Admin.',
  },
  GOTO_PAGE: {
    meaning: 'The service answered with a web page or a redirect.',
    remedy: 'Check goto.url: a web page is what other services, proxies and wrong addresses answer.',
  },
  GOTO_PROTOCOL: {
    meaning: 'The service gave an answer that cannot be right.',
    remedy: 'Check goto.url. If it is right, look for a newer adsync.',
  },
  GOTO_PROXY: {
    meaning: 'The proxy does not let the connection to the service through.',
    remedy: 'Check the proxy variables, and what the proxy allows.',
  },
  GOTO_SCOPE: {
    meaning: 'The token lacks the scope identity:, without which users cannot be managed.',
    remedy: 'Add the scope to the client at developer.logmeininc.com/clients, and make the token anew with it.',
  },
  GOTO_TOKEN: {
    meaning: 'The service does not accept the personal access token or the refresh token.',
    remedy: 'Make a new one, and store it where the file refers to.',
  },
  GOTO_TOKEN_FILE: {
    meaning: 'The file of the refresh token cannot be read, or another process holds it.',
    remedy: 'Write the refresh token to that file, and nothing else.',
  },
  GOTO_TOKEN_LOST: {
    meaning: 'The service has renewed the refresh token, and the new one could not be written down.',
    remedy: 'Sign in to GoTo once more for a new refresh token, and write it to the file.',
  },
  GOTO_TOKEN_READ_ONLY: {
    meaning: 'The refresh token was not used: the service may renew it, and the new one could not be kept.',
    remedy: 'Let adsync replace the file, or use goto.personalAccessToken, which stays the same.',
  },
  GOTO_TOO_LARGE: {
    meaning: 'The service sent far more than any page needs, so the connection was ended.',
    remedy: 'Lower goto.requests.pageSize. Check goto.url, and what stands between (a proxy, a firewall).',
  },
  GOTO_UNREACHABLE: {
    meaning: 'The service cannot be reached, or gave no answer in time.',
    remedy: 'Check the address, the network and the firewall, and try again.',
  },
  GOTO_URL: {
    meaning: 'goto.url or goto.authUrl cannot be used.',
    remedy: 'Write the https:// address of the service.',
  },
} satisfies CodeTable;

declare module '../../../core/codes.ts' {
  interface FailureCodes {
    readonly gotoWire: keyof typeof FAILURES;
  }
}
