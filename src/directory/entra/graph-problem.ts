import { oneLine } from '../errors.ts';
import { field, isJson, type Json } from './json.ts';

/**
 * - notFound   the object does not exist (any more)
 * - forbidden  the application has no right to it
 * - expired    the list must be read again from its beginning
 * - refused    the request itself is refused: a bug of ours, or an unusual tenant
 * - trouble    no usable answer came, however often it was asked for
 */
export type ProblemKind = 'notFound' | 'forbidden' | 'expired' | 'refused' | 'trouble';

/** Why one request has no answer; other requests may have one. */
export class GraphProblem extends Error {
  readonly kind: ProblemKind;

  /** @param message the end of a sentence */
  constructor(kind: ProblemKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'GraphProblem';
    this.kind = kind;
  }
}

/** The error body of Graph, with the ids that Microsoft's support asks for. */
export interface Said {
  /** From the outermost to the most precise one. */
  readonly codes: readonly string[];
  /** Ready to be shown in brackets: code, message, request-id, date. */
  readonly text: string;
}

/**
 * Reads `{error: {code, message, innerError}}`; innerError may nest, and the code of the outermost may be empty.
 *
 * @see https://learn.microsoft.com/graph/errors
 */
export function readSaid(status: number, body: unknown, requestId: string | null): Said {
  const errors: unknown[] = [];
  for (let error = field(body, 'error'); isJson(error) && errors.length < 10; error = innerOf(error))
    errors.push(error);
  const first = (name: string): string =>
    errors.map((error) => text(field(error, name))).find((found) => found !== '') ?? '';
  const id = first('request-id') || oneLine(requestId ?? '');
  const parts = [`HTTP ${status}`, first('code'), first('message'), id === '' ? '' : `request-id ${id}`, first('date')];
  const codes = errors.map((error) => text(field(error, 'code'))).filter((code) => code !== '');
  return { codes, text: parts.filter((part) => part !== '').join(', ') };
}

/** Graph uses both spellings. */
function innerOf(error: Json): unknown {
  return error['innerError'] ?? error['innererror'];
}

function text(value: unknown): string {
  return typeof value === 'string' ? oneLine(value.replace(TOKEN, '$1…')).replace(/[.\s]+$/, '') : '';
}

/** A service may repeat the address that it was asked at. Its token says where the tenant stood. */
const TOKEN = /((?:delta|skip)token(?:=|%3D))[^&\s'")]*/gi;
