import { type Connection, persist } from './persist.ts';
import { gaveUp, refused, strange } from './failures.ts';
import type { Said } from './transport.ts';

/** A reading. */
export interface Question<Value> {
  /** For messages, as `list of users`. */
  readonly what: string;
  /** Encoded, with its query. */
  readonly path: string;
  /** @throws ProtocolError */
  readonly parse: (said: Said) => Value;
  /** Ends it when it is aborted; null for one that belongs to a change. */
  readonly signal: AbortSignal | null;
}

/**
 * Reads.
 *
 * @param refusal what a refusal means, where it is an answer as well; undefined = it is none
 * @throws Failure
 */
export async function ask<Value>(
  connection: Connection,
  question: Question<Value>,
  refusal: (said: Said) => Value | undefined = () => undefined,
): Promise<Value> {
  const where = `${question.what}: the service at ${connection.transport.base}`;
  const end = await persist(connection, { ...question, method: 'GET' });
  switch (end.kind) {
    case 'value':
      return end.value;
    case 'gaveUp':
      throw gaveUp(end.trouble, end.attempts, where);
    case 'withheld':
      throw strange(where, end.refusal.text);
    case 'refused': {
      const value = refusal(end.said);
      if (value === undefined) throw refused(end.said, where);
      return value;
    }
  }
}
