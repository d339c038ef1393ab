import type { FailureCode } from '../../../core/codes.ts';
import { Failure } from '../../../core/failure.ts';
import { errorWords, inBrackets } from './refusal.ts';
import type { Said, Trouble } from './transport.ts';

/** A reading that had no usable answer. @param where `list of users: the service at https://…` */
export function gaveUp({ code, what, wait, body }: Trouble, attempts: number, where: string): Failure {
  const times = attempts === 1 ? '' : ` (${attempts} times)`;
  const asked = wait === null ? '' : ` It asks to wait ${Math.ceil(wait / 1000)} s.`;
  return new Failure(code, `${where} ${what}${times}${inBrackets(0, errorWords(body))}.${asked}`, advice(code));
}

function advice(code: Trouble['code']): string {
  if (code === 'GOTO_PAGE')
    return 'Check goto.url: a web page is what other services, proxies and wrong addresses answer.';
  if (code === 'GOTO_TOO_LARGE')
    return 'Lower goto.requests.pageSize. Check goto.url, and what stands between (a proxy, a firewall). The connection was ended there, and nothing was concluded from the part that came.';
  if (code === 'GOTO_BUSY') return 'Try again later; lower goto.requests.perSecond if it happens often.';
  if (code === 'GOTO_UNREACHABLE') return 'Check the network, and try again.';
  return 'Try again later. If it stays so, ask the support of GoTo and name the incident, where there is one.';
}

/** A reading that was refused. */
export function refused({ status, body }: Said, where: string): Failure {
  const words = errorWords(body);
  const shown = inBrackets(status, words);
  if (status !== 401 && status !== 403) {
    const remedy = `Check goto.url and goto.account, and whether a proxy or firewall stands between.${status === 400 ? ' Lower goto.requests.pageSize: the service may take smaller pages only.' : ''}`;
    return new Failure('GOTO_HTTP', `${where} refuses it${shown}.`, remedy);
  }
  if (words.codes.includes('not.authenticated')) {
    return new Failure(
      'GOTO_TOKEN',
      `${where} does not accept the token${shown}.`,
      'Make the token anew, with the scope "identity:" (Admin Center: manage users across products), which the client must have as well.',
    );
  }
  return new Failure(
    'GOTO_NOT_AUTHORIZED',
    `${where} does not allow it${shown}.`,
    'Give the user of the token the admin role Super Admin, or the permissions MANAGE_USERS and ADD_USERS; and the token the scope "identity:".',
  );
}

/** The account changes while it is read, or the service does not show all of it. */
export function incomplete(what: string, why: string): Failure {
  return new Failure(
    'GOTO_INCOMPLETE',
    `The ${what} could not be read to its end: ${why}. Nothing is concluded from a part of it.`,
    'Try again when nobody changes the account. If it stays so, lower goto.requests.pageSize.',
  );
}

export function strange(where: string, why: string): Failure {
  return new Failure(
    'GOTO_PROTOCOL',
    `${where} gave an answer that cannot be right: ${why}.`,
    'Check goto.url. If it is right, look for a newer adsync.',
  );
}

const OF_ONE_CALL: ReadonlySet<FailureCode> = new Set([
  'GOTO_ERROR',
  'GOTO_HTTP',
  'GOTO_INCOMPLETE',
  'GOTO_NOT_AUTHORIZED',
  'GOTO_PAGE',
  'GOTO_PROTOCOL',
  'GOTO_TOO_LARGE',
]);

/**
 * Whether a Failure of a call leaves hope for other calls: the service may choke on this one only. Where it chokes on all
 * of them the run is given up after some (run/breaker.ts).
 */
export function isAboutOneCall({ code }: Failure): boolean {
  return OF_ONE_CALL.has(code);
}
