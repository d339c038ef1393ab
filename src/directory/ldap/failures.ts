import { ResultCodeError } from 'ldapts';
import type { FailureCode } from '../../core/codes.ts';
import { Failure } from '../../core/failure.ts';
import { messageOf, oneLine } from '../errors.ts';
import type { Endpoint } from './endpoint.ts';
import type { Passed } from './answer-size.ts';
import { ADVICE, closedIn, ConnectionProblem, describeSocketError, type Seen } from './connection-problem.ts';

/** A domain controller that was tried, and why it could not be used. */
export interface Tried {
  readonly url: string;
  readonly problem: ConnectionProblem;
}

/** No domain controller could be used. */
export function noneUsable(tried: readonly Tried[]): Failure {
  const codes = [...new Set(tried.map(({ problem }) => problem.code))];
  const causes = tried.map(({ url, problem }) => `${url}: ${problem.message}.`).join(' ');
  const head = tried.length === 1 ? '' : `None of the ${tried.length} domain controllers could be used. `;
  const advice = codes.map((code) => ADVICE[code]).join(' ');
  const [only = 'LDAP_UNREACHABLE'] = codes;
  const cause = tried[0]?.problem;
  return new Failure(codes.length === 1 ? only : 'LDAP_UNREACHABLE', head + causes, advice, { cause });
}

/** The hex code in the text of result 49 ([MS-ERREF], as listed in Microsoft's "LDAP error 49" tables). */
const BIND_REFUSALS: Readonly<Record<string, readonly [code: FailureCode, why: string, advice: string]>> = {
  '52e': [
    'LDAP_WRONG_PASSWORD',
    'the name or the password is wrong',
    'Check bindDN and bindPassword. Only one domain controller was asked, so that the account is not locked.',
  ],
  '525': ['LDAP_WRONG_PASSWORD', 'there is no such account', 'Check bindDN.'],
  '52f': [
    'LDAP_ACCOUNT_RESTRICTED',
    'a rule of the domain forbids the account to log in with name and password',
    'Take it out of Protected Users and of authentication policies, or use another account.',
  ],
  '530': ['LDAP_ACCOUNT_RESTRICTED', 'the account may not log in at this time', 'Change its logon hours.'],
  '531': ['LDAP_ACCOUNT_RESTRICTED', 'the account may not log in from here', 'Change its list of workstations.'],
  '532': ['LDAP_PASSWORD_EXPIRED', 'its password has expired', 'Set a new password, best one that never expires.'],
  '533': ['LDAP_ACCOUNT_DISABLED', 'the account is disabled', 'Enable it, or use another one.'],
  '534': [
    'LDAP_ACCOUNT_RESTRICTED',
    'the account has not the right to log in in this way, or its name belongs to no account of this domain',
    'Check bindDN, and the policies that grant or deny access to this computer from the network.',
  ],
  '569': [
    'LDAP_ACCOUNT_RESTRICTED',
    'the account has not the right to log in in this way',
    'Check the policies that grant or deny access to this computer from the network.',
  ],
  '701': ['LDAP_ACCOUNT_EXPIRED', 'the account has expired', 'Change its expiry date, or use another one.'],
  '773': [
    'LDAP_PASSWORD_MUST_CHANGE',
    'its password must be changed at the next logon',
    'Set a password without that option.',
  ],
  '775': ['LDAP_ACCOUNT_LOCKED', 'the account is locked', 'Unlock it, and check what else uses its old password.'],
  '80090346': [
    'LDAP_CHANNEL_BINDING',
    'it demands channel binding, and the encrypted connection does not end at it',
    'Give the address of the domain controller itself, not that of a proxy or load balancer that ends TLS before it.',
  ],
};

/** ERROR_NO_LOGON_SERVERS: this one cannot ask a server of the account's domain. */
const NO_LOGON_SERVERS = '51f';

/**
 * Says what a failed bind means. A refusal of the account ends the run: a second try on the next domain controller
 * could lock the account. Everything else is a problem of this one server.
 *
 * @param fault the error that the connection ended with; null where there was none
 */
export function bindFailure(
  error: unknown,
  endpoint: Endpoint,
  bindDN: string,
  fault: { readonly error: Error; readonly seen: Seen } | null,
): Failure | ConnectionProblem {
  const { url } = endpoint;
  if (!(error instanceof ResultCodeError)) {
    return fault === null ? broken(error) : describeSocketError(fault.error, endpoint, fault.seen);
  }
  if (isBusy(error.code)) return new ConnectionProblem('LDAP_BUSY', `it is busy (${said(error)})`, { cause: error });
  if (error.code === 8 || error.code === 13) {
    return new Failure(
      'LDAP_NOT_ENCRYPTED',
      `${url} accepts a password only over an encrypted connection (${said(error)}).`,
      'Use ldaps://, or set startTLS: true under tls.',
      { cause: error },
    );
  }
  const hex = hexOf(error.message);
  if (SERVER_TROUBLE.has(error.code) || (error.code === 49 && hex === NO_LOGON_SERVERS)) {
    const words = hex === NO_LOGON_SERVERS ? 'it finds no server that could check the login' : 'it could not log us in';
    return new ConnectionProblem('LDAP_SERVER_TROUBLE', `${words} (${said(error)})`, { cause: error });
  }
  const refusal = error.code === 49 ? BIND_REFUSALS[hex] : undefined;
  const [code, why, advice] = refusal ?? ['LDAP_BIND_REFUSED', said(error), 'Check bindDN and bindPassword.'];
  return new Failure(code, `${url} refused to log in ${bindDN}: ${why}.`, advice, { cause: error });
}

/** Says what a failed search means. The part of the answer that came before proves nothing, whatever the reason. */
export function searchFailure(error: unknown, { url }: Endpoint, base: string): Failure {
  if (!(error instanceof ResultCodeError)) {
    const problem = broken(error);
    const advice = `Nothing was concluded from what had been read. ${ADVICE[problem.code]}`;
    return new Failure(problem.code, `${url}: ${problem.message} in the middle of a search.`, advice, { cause: error });
  }
  const failure = (code: FailureCode, text: string, advice: string): Failure =>
    new Failure(code, text, advice, { cause: error });
  switch (error.code) {
    case 10:
    case 32:
    case 34:
      return failure(
        'LDAP_BASE_NOT_FOUND',
        `${url} has no ${base === '' ? 'root entry' : base} (${said(error)}).`,
        'Check baseDN (and --domain): the DN of the domain (DC=corp,DC=example) or of a container in it.',
      );
    case 3:
    case 4:
    case 11:
      return failure(
        'LDAP_LIMIT',
        `${url} broke off a search because of a limit of its own (${said(error)}).`,
        'Nothing was concluded from the part that came. Raise the limit in the LDAP policy, or timeouts in the file.',
      );
    case 50:
      return failure('LDAP_ACCESS_DENIED', `${url} denies the search (${said(error)}).`, 'Let the account read there.');
    case 51:
    case 52:
      return failure('LDAP_BUSY', `${url} is busy (${said(error)}).`, ADVICE.LDAP_BUSY);
    default:
      return failure('LDAP_REFUSED', `${url} refused a search (${said(error)}).`, 'See the log of the server.');
  }
}

/** The pages go in a circle. Only their entries show it: the cookies of different pages may be the same. */
export function endlessPages({ url }: Endpoint, pages: number): Failure {
  return new Failure(
    'LDAP_ENDLESS',
    `${url} gave ${pages} pages in a row that held nothing new, and always named a next one.`,
    'Nothing was concluded from what had been read. Name another domain controller in directory.urls.',
  );
}

/** An answer that passed its bound; the connection was closed there. */
export function tooLarge({ url }: Endpoint, { large, what }: Passed): Failure {
  return new Failure(
    'LDAP_TOO_LARGE',
    `${url} sent more than ${large.shown} as ${what}, far more than any directory needs.`,
    'Nothing was concluded from what had been read. Check host and port in directory.urls, or name another domain controller there; narrow baseDN if the directory really is that large.',
    { cause: large },
  );
}

/** ldapts gives plain errors for a dropped connection and for its own time limit. */
function broken(error: unknown): ConnectionProblem {
  const message = messageOf(error);
  if (/timed out|Connection timeout/.test(message)) {
    return new ConnectionProblem('LDAP_TIMEOUT', 'it did not answer in time', { cause: error });
  }
  return closedIn('open', error);
}

/**
 * operationsError, protocolError, timeLimitExceeded, referral, adminLimitExceeded, unwillingToPerform and other: results
 * that say something about the server and nothing about the account.
 */
const SERVER_TROUBLE: ReadonlySet<number> = new Set([1, 2, 3, 10, 11, 53, 80]);

/** What a refused login rests on, as Microsoft's servers say it; without a word of theirs the name or the password. */
function hexOf(text: string): string {
  const hex = /data ([0-9a-f]+)/i.exec(text)?.[1] ?? /^(80090346):/.exec(text)?.[1] ?? '52e';
  return hex.toLowerCase();
}

/** The result codes busy and unavailable. */
function isBusy(code: number): boolean {
  return code === 51 || code === 52;
}

function said(error: ResultCodeError): string {
  const text = oneLine(error.message);
  return `result code ${error.code}${text === '' ? '' : `: ${text}`}`;
}
