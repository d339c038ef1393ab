import { parseExactJson } from '../../../core/exact-json.ts';
import type { RawAnswer } from '../../../core/observation.ts';
import { field, listField } from '../wire/json.ts';

/** Why an answer was asked for. */
export type Purpose =
  | 'token'
  | 'me'
  | 'me without a token'
  | 'users'
  | 'users without a page size'
  | 'users in large pages'
  | 'users by the newer filter'
  | 'users by the older filter'
  | 'users by a filter that fits nobody'
  | 'one user'
  | 'user of a malformed key'
  | 'another account'
  | 'licences'
  | 'groups'
  | 'custom roles'
  | 'attributes';

/** The answers, as the detectors look at them. */
export interface Seen {
  /** The first with this purpose; null where there is none. */
  readonly one: (purpose: Purpose) => RawAnswer | null;
  readonly answers: readonly RawAnswer[];
  /** The key of the account in the file. */
  readonly account: string;
}

export function seenIn(answers: readonly RawAnswer[], account: string): Seen {
  return { one: (purpose) => answers.find((one) => one.purpose === purpose) ?? null, answers, account };
}

/** The JSON of an answer with a status of 200 to 299; undefined where there is none. */
export function jsonOf(answer: RawAnswer | null): unknown {
  if (answer === null || answer.status < 200 || answer.status > 299) return undefined;
  try {
    return parseExactJson(answer.body);
  } catch {
    return undefined;
  }
}

/** The rows of a list, also where it comes without `results`; null where it is none. */
export function rowsOf(answer: RawAnswer | null): readonly unknown[] | null {
  const body = jsonOf(answer);
  if (Array.isArray(body)) return body as readonly unknown[];
  if (typeof body !== 'object' || body === null) return null;
  return safely(() => listField(body, 'results')) ?? [];
}

/** `total` of a list; null where it says none. */
export function totalOf(answer: RawAnswer | null): number | null {
  const total = field(jsonOf(answer), 'total');
  return typeof total === 'number' ? total : null;
}

/** A text or a number as text; empty for everything else. */
export function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** The texts of a list of a row; none where it has no such list. */
export function textsOf(row: unknown, name: string): readonly string[] {
  return (safely(() => listField(row, name)) ?? []).map(String);
}

function safely<Value>(read: () => Value): Value | null {
  try {
    return read();
  } catch {
    return null;
  }
}
