import type { NodeId } from '../planner/account.ts';

/**
 * The service's text answers. What is known of the form comes from the vendor's pages and from public clients, which
 * disagree in details, so this accepts all of it: LF or CRLF, a blank after the colon or none, keys in any case,
 * values that go over several lines, one field a line or (single records) all on one line.
 */

/** An answer that cannot be understood: cut off, or not from this service. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError';
}

export interface Answer {
  readonly word: string;
  /** Everything after the word. */
  readonly rest: string;
}

/** Values by lower-case key. */
export type Fields = ReadonlyMap<string, string>;

/** Splits off the first word. Only an upper-case word of its own counts: "OK" somewhere inside a page means nothing. */
export function parseAnswer(body: string): Answer {
  const text = body.replace(/^\uFEFF/, '').trimStart();
  const word = /^\S*/.exec(text)?.[0] ?? '';
  if (/^[A-Z][A-Z0-9_]{0,99}$/.test(word)) return { word, rest: text.slice(word.length) };
  throw new ProtocolError(text.startsWith('<') ? 'a web page instead of an answer' : 'no known answer');
}

/** Whether a body is a web page: the service's answer to a method it does not know, or a proxy's. */
export function isPage(body: string): boolean {
  return body
    .replace(/^\uFEFF/, '')
    .trimStart()
    .startsWith('<');
}

/** How a call names a node, in both spellings: the vendor's table and form sample differ, and nobody could say which counts. */
export function nodeParameters(node: NodeId): { node: NodeId; nodeID: NodeId } {
  return { node, nodeID: node };
}

/** The id in the answer to createUser and createGroup. Other answers with one value put a label before it: so may this. */
export function parseId(rest: string): NodeId {
  const id = /^\s+(?:[A-Za-z]{1,20}:[^\S\r\n]?)?(\d{1,10})\s*$/.exec(rest)?.[1];
  if (id === undefined) throw new ProtocolError('no node id in the answer');
  return id as NodeId;
}
