import type { RawAnswer } from '../../../core/observation.ts';
import { parseAnswer } from '../wire/protocol.ts';
import { classOf } from '../wire/service-words.ts';

/** Why an answer was asked for. */
export type Purpose =
  | 'account'
  | 'tree'
  | 'one user of the tree'
  | 'one group of the tree'
  | 'user'
  | 'user by node alone'
  | 'user by nodeID alone'
  | 'user by address'
  | 'user by address in capitals'
  | 'user of an address that nobody has'
  | 'user of an address that several nodes have'
  | 'user of a number that nobody has'
  | 'group';

/** The answers, as the detectors look at them. */
export interface Seen {
  /** All with this purpose, in their order. */
  readonly all: (purpose: Purpose) => readonly RawAnswer[];
  /** The first with this purpose; null where there is none. */
  readonly one: (purpose: Purpose) => RawAnswer | null;
  readonly answers: readonly RawAnswer[];
}

export function seenIn(answers: readonly RawAnswer[]): Seen {
  const all = (purpose: Purpose): readonly RawAnswer[] => answers.filter((one) => one.purpose === purpose);
  return { all, one: (purpose) => all(purpose)[0] ?? null, answers };
}

/** The service's word; empty where the answer has none. */
export function wordOf(answer: Pick<RawAnswer, 'body'> | null): string {
  try {
    return answer === null ? '' : parseAnswer(answer.body).word;
  } catch {
    return '';
  }
}

/** Whether a word is one of the service's own: capitals as it writes them, and no name. */
export function isServiceWord(word: string): boolean {
  return (
    classOf(word) !== 'unknown' || /^(?:OK|ERROR|INVALID[A-Z_]{0,60}|[A-Z]{3,20}(?:_[A-Z]{2,20}){1,5})$/.test(word)
  );
}

/** The word as it may be told: whatever is not the service's own may be somebody's name. */
export function tellableWord(answer: Pick<RawAnswer, 'body'> | null): string {
  const word = wordOf(answer);
  return word === '' || isServiceWord(word) ? word : 'another word';
}

/** Whether the service did what it was asked for. */
export function isOk(answer: RawAnswer | null): answer is RawAnswer {
  return answer?.status === 200 && wordOf(answer) === 'OK';
}

/** What follows the word OK. */
export function restOf({ body }: Pick<RawAnswer, 'body'>): string {
  return parseAnswer(body).rest;
}

/** Keys as they are spelled, in their order, of one record: those that stand in `keys` whatever their case is. */
export function keysIn(rest: string, keys: readonly string[]): readonly string[] {
  const pattern = new RegExp(`(?<=^|\\s)(${keys.join('|')})\\s*:`, 'gi');
  return [...new Set([...rest.matchAll(pattern)].map(([, key = '']) => key))];
}

/** The value behind a key, up to the end of its line. */
export function valueIn(rest: string, key: string): string | null {
  return new RegExp(`(?:^|\\s)${key}\\s*:[^\\S\\r\\n]*([^\\r\\n]*)`, 'i').exec(rest)?.[1]?.trim() ?? null;
}
