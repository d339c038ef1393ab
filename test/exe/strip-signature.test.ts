import { expect, test } from '@jest/globals';
import { withoutSignature } from '../../scripts/strip-signature.mjs';

const HEADER = 0x80;
const OPTIONAL = HEADER + 24;
const DIRECTORY = OPTIONAL + 112 + 4 * 8;
const BODY = 'what runs';

/** As little of a Windows program as has a place for a signature. */
function program(signature: string, start = DIRECTORY + 8 + BODY.length): Buffer {
  const header = Buffer.alloc(DIRECTORY + 8);
  header.writeUInt32LE(HEADER, 0x3c);
  header.write('PE\0\0', HEADER, 'latin1');
  header.writeUInt16LE(0x20b, OPTIONAL);
  if (signature !== '') {
    header.writeUInt32LE(start, DIRECTORY);
    header.writeUInt32LE(signature.length, DIRECTORY + 4);
  }
  return Buffer.concat([header, Buffer.from(BODY + signature)]);
}

test('a signature goes, and what points at it', () => {
  expect(withoutSignature(program('signed'))).toEqual(program(''));
});

test('a program without a signature stays as it is', () => {
  expect(withoutSignature(program(''))).toEqual(program(''));
});

test.each([
  ['that is none', Buffer.alloc(0x100), 'This is no Windows program.'],
  [
    'with something behind its signature',
    Buffer.concat([program('signed'), Buffer.from('more')]),
    'Something stands behind',
  ],
  [
    'for 32 bits',
    program('')
      .fill(0x0b, OPTIONAL, OPTIONAL + 1)
      .fill(0x01, OPTIONAL + 1, OPTIONAL + 2),
    'no 64-bit',
  ],
])('a program %s is refused', (_what, bytes, sentence) => {
  expect(() => withoutSignature(bytes)).toThrow(sentence);
});
