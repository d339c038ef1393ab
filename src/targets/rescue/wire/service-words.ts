import type { FailureCode } from '../../../core/codes.ts';
import { Failure } from '../../../core/failure.ts';

/**
 * What a word of the service means for us:
 *
 * - ok         done
 * - refused    this one call is refused; everything else can go on
 * - fatal      nothing more can be done
 * - session    log in (again)
 * - transient  may be tried again; whether it was done is not known
 * - polled     may be tried again after a long wait; whether it was done is not known
 */
export type WordClass = 'ok' | 'refused' | 'fatal' | 'session' | 'transient' | 'polled';

interface Fatal {
  readonly class: 'fatal' | 'session';
  readonly code: FailureCode;
  readonly text: string;
  readonly advice: string;
}

interface Refused {
  readonly class: 'refused';
  /** A whole sentence for the outcome of a change. */
  readonly text: string;
}

type Word = { readonly class: 'ok' | 'transient' | 'polled' } | Fatal | Refused;

function refused(text: string): Refused {
  return { class: 'refused', text };
}

function fatal(code: FailureCode, text: string, advice: string): Fatal {
  return { class: 'fatal', code, text, advice };
}

const NEW_TOKEN =
  'Generate a new API token in the Admin Center (Global Settings) and set rescue.apiToken. For a stand-in take one of "apiTokens" in its file.';

/** The vendor's words. The vendor's pages do not spell out all of them for HTTP: `wordOf` knows the others by their form. */
const words: Readonly<Record<string, Word>> = {
  OK: { class: 'ok' },
  ERROR: { class: 'transient' },
  // Seen in a client's list of what requestAuthCode answers.
  POLLRATEEXCEEDED: { class: 'polled' },

  NOTLOGGEDIN: {
    class: 'session',
    code: 'RESCUE_NOT_LOGGED_IN',
    text: 'The service does not accept the credentials for this call (NOTLOGGEDIN).',
    advice: 'Check rescue.apiToken, or rescue.email and rescue.password.',
  },
  INVALID_SECRETAUTHCODE: fatal(
    'RESCUE_TOKEN_REFUSED',
    'The service refuses the API token: it is wrong, or was replaced by a newer one.',
    NEW_TOKEN,
  ),
  USER_DELETED_OR_DISABLED: fatal(
    'RESCUE_CALLER_DISABLED',
    'The user whose credentials are used is deleted or disabled in Rescue.',
    'Enable that user in the Admin Center, or use the credentials of another master administrator.',
  ),
  INVALID: fatal(
    'RESCUE_LOGIN_REFUSED',
    'The service refuses the e-mail address or the password.',
    'Check rescue.email and rescue.password, or use an API token.',
  ),
  LIMITREACHED: fatal(
    'RESCUE_LOGIN_LIMIT',
    'The service takes no more logins for now: more than 10 within 3 minutes.',
    'Wait three minutes, or use an API token, which needs no login.',
  ),
  GLOBALIPRESTRICTED: fatal(
    'RESCUE_IP_REFUSED',
    'The service does not accept calls from this address (IP restriction).',
    'Allow this machine in the Admin Center (Global Settings).',
  ),

  INVALIDPARAM_NODE: refused('The user or group is not in the account any more.'),
  // Seen in a client, of a user who was deleted.
  USER_IS_DELETED: refused('The user is not in the account any more.'),
  INVALIDPARAM_PARENT: refused('The group it should be created in is gone, or cannot hold it.'),
  INVALIDPARAM_TARGETNODE: refused('The group it should move to is not in the account any more.'),
  INVALID_MOVE: refused('The service does not allow this move: the group cannot hold a user of this role.'),
  INVALIDPARAM_NAME: refused('The service refuses the name: it is empty or too long. Shorten it in the directory.'),
  INVALIDPARAM_EMAIL: refused('The service refuses the e-mail address. Correct it in the directory.'),
  INVALIDPARAM_EMAIL_ALREADY_IN_USE: refused(
    'The e-mail address is used by another user of the service (perhaps an administrator, or a user of another account). Give one of them another address.',
  ),
  INVALIDPARAM_STATUS: refused(
    'The service refuses the new status. Perhaps all technician seats are taken, or the user has neither password nor SSO ID.',
  ),
  INVALIDPARAM_MOBILEADDON: refused('The service refuses the mobile add-on. Perhaps all mobile licences are taken.'),
  INVALIDPARAM_RPATADDON: refused('The service refuses the RPAT add-on. Perhaps all its licences are taken.'),
  INVALIDPARAM_DESCRIPTION: refused(
    'The service refuses the description: perhaps it is too long. Shorten it in the Admin Center.',
  ),
  INVALIDPARAM_SSOID: refused('The service refuses the SSO ID. Correct it in the directory, or set ssoId otherwise.'),
  INVALIDPARAM_MISSING_CURRENT_PASSWORD: refused(
    'This is the user whose credentials are used; its password is not changed by adsync.',
  ),
};

/** null for a word that nobody has described. */
function wordOf(word: string): Word | null {
  if (Object.hasOwn(words, word)) return words[word] ?? null;
  if (/PASSWORD/.test(word)) {
    return refused(
      `The service refuses the password of the new user (${word}). Check rescue.newUsers.password against the account's password policy.`,
    );
  }
  if (/^INVALID(PARAM)?_/.test(word))
    return refused(`The service refuses the change with the word ${word}, which adsync does not know.`);
  return null;
}

export function classOf(word: string): WordClass | 'unknown' {
  return wordOf(word)?.class ?? 'unknown';
}

/** What a refusal means, in a sentence. */
export function refusalText(word: string): string {
  const known = wordOf(word);
  return known?.class === 'refused'
    ? known.text
    : `The service answered with the word ${word}, which adsync does not know; whether the change was made is open.`;
}

/**
 * Whether a refusal is about the mobile add-on. Nobody knows the word for "no add-on left". INVALIDPARAM_MOBILEADDON
 * is the only documented one that names the add-on ("incorrectly specified"), and no other word names it by accident.
 *
 * @see https://secure.logmeinrescue.com/welcome/webhelp/en/rescueapi/API/API_Rescue_setUser_v2.html
 */
export function concernsMobile(word: string): boolean {
  return /MOBILE/.test(word);
}

/** Whether a refusal is about the status, or about what a user logs in with. Nobody knows the word for lacking the latter. */
export function concernsLogin(word: string): boolean {
  return /STATUS|PASSWORD|PWD|SSO/.test(word);
}

/** Whether a refusal says that there is no such node. The vendor's pages spell the word in more ways than one. */
export function isNodeRefused(word: string): boolean {
  return word.startsWith('INVALIDPARAM_NODE') || isDeleted(word);
}

/** Whether a refusal says that there was such a user, and is none any more. */
export function isDeleted(word: string): boolean {
  return word === 'USER_IS_DELETED';
}

/** Whether a refusal is about the description, which may be too long. */
export function concernsDescription(word: string): boolean {
  return word === 'INVALIDPARAM_DESCRIPTION';
}

/** The Failure for a fatal word. */
export function fatalFailure(word: string): Failure {
  const known = wordOf(word);
  if (known?.class === 'fatal' || known?.class === 'session') return new Failure(known.code, known.text, known.advice);
  return unknownWord(word);
}

/** For readings, which cannot go on with an answer that nobody understands. */
export function unknownWord(word: string): Failure {
  return new Failure(
    'RESCUE_ANSWER_UNKNOWN',
    `The service answered with the word ${word} where data was expected.`,
    'Check rescue.url. If it is right, the service may have changed: look for a newer adsync.',
  );
}
