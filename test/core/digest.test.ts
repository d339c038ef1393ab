import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { canonicalDigest, canonicalJson, digest } from '../../src/core/digest.ts';

test('sorts keys, leaves undefined out, and keeps no blanks', () => {
  expect(canonicalJson({ b: [1, null, { d: 'x', c: undefined }], a: {}, e: [] })).toBe(
    '{"a":{},"b":[1,null,{"d":"x"}],"e":[]}',
  );
});

test('piece by piece the digest is that of the whole text, however long', () => {
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
      expect(canonicalDigest(value)).toBe(digest(canonicalJson(value)));
    }),
  );
  const long = Array.from({ length: 20_000 }, (_, index) => ({ name: `Zoë ${index}`, at: '😀' }));
  expect(canonicalDigest(long)).toBe(digest(canonicalJson(long)));
});

test('a text and a key are written as JSON writes them', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(canonicalJson(text)).toBe(JSON.stringify(text));
      expect(canonicalJson({ [text]: 1 })).toBe(JSON.stringify({ [text]: 1 }));
    }),
  );
});
