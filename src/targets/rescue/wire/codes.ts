import type { CodeTable } from '../../../core/codes.ts';

/** Why the Rescue service gives no usable answer. */
export const FAILURES = {
  PROBE_USER_UNFIT: {
    meaning: 'Nothing is tried on the user that --probe-user names: it is not there, in use, or not surely put back.',
    remedy: 'Name a disabled technician that nobody needs, with a short plain description and no mark of adsync.',
  },
  RESCUE_ANSWER_UNKNOWN: {
    meaning: 'The service answered with a word where data was expected.',
    remedy: 'Check rescue.url. If it is right, look for a newer adsync.',
  },
  RESCUE_BUSY: {
    meaning: 'The service asks for fewer requests, or is not available.',
    remedy: 'Try again later; lower rescue.requests.perSecond if it happens often.',
  },
  RESCUE_CALLER_DISABLED: {
    meaning: 'The user whose credentials are used is deleted or disabled in Rescue.',
    remedy: 'Enable that user, or use the credentials of another master administrator.',
  },
  RESCUE_CERTIFICATE: {
    meaning: 'The certificate of the service is not trusted.',
    remedy: 'Check rescue.url. If a proxy inspects TLS, name its authority as ca under rescue.tls.',
  },
  RESCUE_CREATION_UNCLEAR: {
    meaning: 'Whether a group was created is not known: its answer was lost, and several groups have come meanwhile.',
    remedy: 'Look in the Admin Center which of them nobody has made, and remove it there. Make a new plan.',
  },
  RESCUE_ERROR: {
    meaning: 'The service answered with an error of its own, however often it was asked.',
    remedy: 'Try again later. If it stays, look at the user or group in the Admin Center.',
  },
  RESCUE_GROUP_UNREADABLE: {
    meaning: 'The fields of a group cannot be told apart: its name or Description holds text that looks like fields.',
    remedy: 'Clean them in the Admin Center.',
  },
  RESCUE_HTTP: {
    meaning: 'The service answered with an HTTP status that it does not use.',
    remedy: 'Check rescue.url, and whether a proxy or firewall stands between.',
  },
  RESCUE_IP_REFUSED: {
    meaning: 'The service does not accept calls from this address (IP restriction).',
    remedy: 'Allow this machine in the Admin Center (Global Settings).',
  },
  RESCUE_LOGIN_LIMIT: {
    meaning: 'The service takes no more logins for now.',
    remedy: 'Wait three minutes, or use an API token, which needs no login.',
  },
  RESCUE_LOGIN_REFUSED: {
    meaning: 'The service refuses the e-mail address or the password.',
    remedy: 'Check rescue.email and rescue.password, or use an API token.',
  },
  RESCUE_NOT_LOGGED_IN: {
    meaning: 'The service does not accept the credentials for a call.',
    remedy: 'Check rescue.apiToken, or rescue.email and rescue.password.',
  },
  RESCUE_NO_SESSION: {
    meaning: 'The service accepted the login, but opened no session.',
    remedy: 'Use an API token instead.',
  },
  RESCUE_PAGE: {
    meaning: 'The service answered with a web page or a redirect.',
    remedy: 'Check rescue.url: a web page is what other services, proxies and wrong addresses answer.',
  },
  RESCUE_PROTOCOL: {
    meaning: 'The service gave an answer that cannot be right.',
    remedy: 'Try again later. If it stays, look at the user or group in the Admin Center.',
  },
  RESCUE_PROXY: {
    meaning: 'The proxy does not let the connection to the service through.',
    remedy: 'Check the proxy variables, and what the proxy allows.',
  },
  RESCUE_READING_INCOMPLETE: {
    meaning: 'The organization tree could not be read to the end, so nothing is planned.',
    remedy: 'Try again. If it stays, use the credentials of a master administrator, who sees the whole tree.',
  },
  RESCUE_TOKEN_REFUSED: {
    meaning: 'The service refuses the API token: it is wrong, or was replaced by a newer one.',
    remedy: 'Make a new token in the Admin Center, and store it where the file refers to.',
  },
  RESCUE_TOO_LARGE: {
    meaning: 'The service sent far more than any account needs, so the connection was ended.',
    remedy: 'Check rescue.url, and what stands between (a proxy, a firewall).',
  },
  RESCUE_UNREACHABLE: {
    meaning: 'The service cannot be reached, or gave no answer in time.',
    remedy: 'Check rescue.url, the network and the firewall, and try again.',
  },
  RESCUE_URL: {
    meaning: 'rescue.url cannot be used.',
    remedy: 'Write the https:// address of the service.',
  },
  RESCUE_USER_UNREADABLE: {
    meaning: 'The fields of a user cannot be told apart: a name or the Description holds text that looks like fields.',
    remedy: 'Clean them in the Admin Center.',
  },
} satisfies CodeTable;

declare module '../../../core/codes.ts' {
  interface FailureCodes {
    readonly rescueWire: keyof typeof FAILURES;
  }
}
