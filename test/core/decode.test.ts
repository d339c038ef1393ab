import { expect, test } from '@jest/globals';
import { decodeMarked } from '../../src/core/decode.ts';

const TEXT = '{"name": "Zoë 🚀"}';
const little = Buffer.from(`\ufeff${TEXT}`, 'utf16le');

test.each([
  ['UTF-8', Buffer.from(TEXT), TEXT],
  ['UTF-8 with a mark', Buffer.from(`\ufeff${TEXT}`), TEXT],
  ['UTF-16 of Windows', little, TEXT],
  ['UTF-16, big end first', Buffer.from(little).swap16(), TEXT],
  ['nothing', Buffer.alloc(0), ''],
  ['Latin-1', Buffer.from(TEXT, 'latin1'), null],
  ['half a character of UTF-16', little.subarray(0, -1), null],
])('%s', (_what, bytes, text) => {
  expect(decodeMarked(bytes)).toBe(text);
});
