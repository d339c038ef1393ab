/** A text in quotation marks, or a number, of a JSON document. */
const TEXT_OR_NUMBER = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/**
 * Reads JSON without loss: a whole number that JavaScript cannot hold exactly (beyond 2^53) comes out as the text of its
 * digits. Services send keys of 19 to 26 digits as bare numbers, and JSON.parse makes other keys of them.
 *
 * @throws SyntaxError when the text is no JSON
 * @see RFC 8259, section 6: numbers beyond the range of doubles are not interoperable
 */
export function parseExactJson(text: string): unknown {
  const read: unknown = JSON.parse(text);
  const exact = text.replace(TEXT_OR_NUMBER, (token) => (isInexact(token) ? `"${token}"` : token));
  return exact.length === text.length ? read : (JSON.parse(exact) as unknown);
}

function isInexact(token: string): boolean {
  return /^-?\d{16,}$/.test(token) && !Number.isSafeInteger(Number(token));
}
