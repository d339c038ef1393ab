import type { FailureKind } from '../../../plan/model.ts';

/** What a call was about, as far as it helps to tell why it was refused. */
export interface CallFacts {
  /** Whether it gives licences. */
  readonly licences: boolean;
  /** Whether it writes an address. */
  readonly address: boolean;
  /** Whether a reading right after it shows that a licence it gives has no free seat; null = nobody has looked. */
  readonly noneFree: boolean | null;
  /** The admin roles of which the caller needs one; empty = not known. */
  readonly rights: readonly string[];
}

export const NO_FACTS: CallFacts = { licences: false, address: false, noneFree: null, rights: [] };

/** Codes that are known from recorded answers. */
const KNOWN: Readonly<Record<string, FailureKind>> = {
  'not.authenticated': 'not-authorized',
  'not.authorized': 'not-authorized',
  'user.name.conflict': 'account-exists',
  'group.not.found': 'invalid-data',
  'group.name.required': 'invalid-data',
  'group.name.conflict': 'invalid-data',
};

/**
 * Words of codes that nobody has published. They only choose the heading under which a refusal stands; the code itself is
 * shown as the service spells it.
 */
const WORDS: readonly (readonly [words: RegExp, kind: FailureKind])[] = [
  [/\bseats?\b|licen[cs]es?\.(?:exceeded|exhausted|unavailable|limit)/, 'out-of-licences'],
  [/\bdomain\b/, 'domain-not-validated'],
  [/read\.?only|\blocked\b|\bidentity\b/, 'identity-read-only'],
  [/\brate\b|throttl|too\.many/, 'rate-limited'],
  [/conflict|exists|duplicate/, 'account-exists'],
  [/unauthori[sz]ed|forbidden|permission|access\.denied/, 'not-authorized'],
  [/invalid|required|too\.long|malformed|unknown\.field|field\.unknown/, 'invalid-data'],
];

/**
 * Why a call was refused. Codes count before the status: 401 and 403 are swapped between the APIs of the service, and both
 * mean that token or rights do not allow the call.
 *
 * @param status 0 = there was no answer
 * @param codes `errors[].code` of the answer
 */
export function classify(status: number, codes: readonly string[], facts: CallFacts): FailureKind {
  const known = codes.map((code) => KNOWN[code]).find((kind) => kind !== undefined);
  if (known !== undefined) return known;
  const worded = codes.map(byWords).find((kind) => kind !== undefined);
  if (worded !== undefined && !VAGUE.has(worded)) return worded;
  if (mayMeanSeats(status) && facts.licences && facts.noneFree === true) return 'out-of-licences';
  return worded ?? byStatus(status, facts);
}

/** Headings that a service without a free seat may use as well. */
const VAGUE: ReadonlySet<FailureKind> = new Set(['account-exists', 'not-authorized', 'invalid-data']);

/** Whether a refusal with this status may mean that no seat is left: in which form that comes, nobody has published. */
export function mayMeanSeats(status: number): boolean {
  return status === 400 || status === 403 || status === 409;
}

function byWords(code: string): FailureKind | undefined {
  const words = code.toLowerCase().replace(/[-_\s]+/g, '.');
  return WORDS.find(([pattern]) => pattern.test(words))?.[1];
}

function byStatus(status: number, { address }: CallFacts): FailureKind {
  if (status === 401 || status === 403) return 'not-authorized';
  if (status === 400 || status === 413 || status === 422) return 'invalid-data';
  if (status === 409) return address ? 'account-exists' : 'unknown';
  if (status === 429) return 'rate-limited';
  return status === 0 || status === 408 || status >= 500 ? 'transient' : 'unknown';
}
