import type { FailureKind } from '../../../plan/model.ts';
import type { Refusal } from './calls.ts';
import { type CallFacts, classify } from './classify.ts';
import { field, quoted } from './json.ts';
import type { Said, Trouble } from './transport.ts';

/** What an answer says of an error, in any of the forms that were seen. */
export interface ErrorWords {
  readonly codes: readonly string[];
  readonly incidentId: string | null;
}

/** `{incidentId, errors: [{code, value}]}`, `{code, uri}`; anything else has no codes. */
export function errorWords(body: unknown): ErrorWords {
  const errors = field(body, 'errors');
  const rows: unknown[] = Array.isArray(errors) ? errors : [];
  const codes = [...rows.map((row) => field(row, 'code')), field(body, 'code'), field(body, 'errorCode')];
  const incident = field(body, 'incidentId');
  return {
    codes: [...new Set(codes.flatMap((code) => (typeof code === 'string' && code !== '' ? [quoted(code)] : [])))],
    incidentId: typeof incident === 'string' && incident !== '' ? quoted(incident) : null,
  };
}

/** ` (HTTP 409, user.name.conflict; incident 0000…)`, to follow a sentence without its end. */
export function inBrackets(status: number, { codes, incidentId }: ErrorWords): string {
  const first = [...(status === 0 ? [] : [`HTTP ${status}`]), ...codes].join(', ');
  const parts = [first, incidentId === null ? '' : `incident ${incidentId}`].filter((part) => part !== '');
  return parts.length === 0 ? '' : ` (${parts.join('; ')})`;
}

const MEANING: Readonly<Record<FailureKind, string>> = {
  'account-exists': 'The service refuses the address: it is in use already',
  'out-of-licences': 'The service has no free seat of a licence',
  'domain-not-validated': 'The service does not take addresses of this domain',
  'identity-read-only': 'The service lets another account manage name and address of this user',
  'invalid-data': 'The service does not take these values',
  'rate-limited': 'The service asks for fewer requests',
  'not-authorized': 'The service does not allow this',
  transient: 'The service gave no usable answer',
  unknown: 'The service refuses this',
};

/** Missing scope and missing right look alike: only the code tells them apart, where there is one. */
function lacking({ codes }: ErrorWords, rights: readonly string[]): string {
  if (codes.includes('not.authenticated'))
    return ': it does not accept the token, or the token lacks the scope identity:';
  const role = rights.length === 0 ? 'an admin role' : `the admin role ${rights.join(' or ')}`;
  if (codes.includes('not.authorized')) return `: the user of the token lacks ${role}`;
  return `: the token lacks the scope identity:, or its user ${role}`;
}

export function refusalOf({ status, body }: Pick<Said, 'status' | 'body'>, facts: CallFacts): Refusal {
  const words = errorWords(body);
  const kind = classify(status, words.codes, facts);
  const more = kind === 'not-authorized' ? lacking(words, facts.rights) : '';
  return { status, ...words, kind, text: `${MEANING[kind]}${more}${inBrackets(status, words)}.` };
}

/** The refusal of a call that had no usable answer, however often it was made. */
export function troubleRefusal({ status, body, what }: Trouble, attempts: number, facts: CallFacts): Refusal {
  const words = errorWords(body);
  // A web page with HTTP 200 says as little as no answer.
  const kind = classify(status >= 400 ? status : 0, words.codes, facts);
  const times = attempts === 1 ? '' : ` (${attempts} times)`;
  return { status, ...words, kind, text: `The service ${what}${times}${inBrackets(0, words)}.` };
}

/** The refusal again, with what was found out since. */
export function refusedAgain(refusal: Refusal, facts: CallFacts): Refusal {
  const { status, codes, incidentId } = refusal;
  const kind = classify(status, codes, facts);
  return kind === refusal.kind
    ? refusal
    : { ...refusal, kind, text: `${MEANING[kind]}${inBrackets(status, { codes, incidentId })}.` };
}

/** A call that was not sent. @param why a sentence */
export function unsentRefusal(kind: FailureKind, why: string): Refusal {
  return { status: 0, codes: [], incidentId: null, kind, text: why };
}
