import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { inBatches, jsonPieces } from '../../src/render/json-pieces.ts';

test('the pieces make the text that JSON.stringify gives of the whole document', () => {
  const json = fc.jsonValue({ stringUnit: 'binary' });
  fc.assert(
    fc.property(fc.dictionary(fc.string(), json), fc.array(json), fc.array(json), (head, first, second) => {
      const document = { ...head, first, last: second };
      const pieces = jsonPieces({ ...head, first: [], last: [] }, { first, last: second });
      expect([...pieces].join('')).toBe(`${JSON.stringify(document, null, 2)}\n`);
    }),
  );
});

test('short pieces are put together, and none is lost', () => {
  const pieces = Array.from({ length: 3000 }, (_, index) => `${index} ${'x'.repeat(100)}`);
  const batches = [...inBatches(pieces)];
  expect(batches.join('')).toBe(pieces.join(''));
  expect(batches).toHaveLength(5);
  expect([...inBatches([])]).toEqual([]);
});
