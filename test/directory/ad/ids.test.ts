import { describe, expect, test } from '@jest/globals';
import { guidFromBytes, guidToBytes, ridOf, siblingSid, sidFromBytes } from '../../../src/directory/ad/ids.ts';

describe('objectGUID', () => {
  const guid = '5cdd3231-c66c-46e7-a074-3702c4c64a69';
  const bytes = Buffer.from('3132dd5c6cc6e746a0743702c4c64a69', 'hex');

  test('its first three fields are little-endian', () => {
    expect(guidFromBytes(bytes)).toBe(guid);
    expect(guidToBytes(guid)).toEqual(bytes);
  });

  test.each([15, 17, 0])('%i bytes are none', (length) => {
    expect(guidFromBytes(Buffer.alloc(length))).toBeNull();
  });
});

describe('objectSid', () => {
  const bytes = Buffer.from('010500000000000515000000c7353a428e6b748455a1aec624a10700', 'hex');

  test('is read from its bytes', () => {
    expect(sidFromBytes(bytes)).toBe('S-1-5-21-1111111111-2222222222-3333333333-500004');
  });

  test.each(['', '01', '0105000000000005', '020100000000000511000000'])('%j is none', (hex) => {
    expect(sidFromBytes(Buffer.from(hex, 'hex'))).toBeNull();
  });

  test('names the primary group in the same domain', () => {
    expect(siblingSid('S-1-5-21-1-2-3-1104', '513')).toBe('S-1-5-21-1-2-3-513');
    expect(ridOf('S-1-5-21-1-2-3-513')).toBe('513');
  });

  test('of a built-in group has no siblings', () => {
    expect(siblingSid('S-1-5-32-544', '513')).toBeNull();
    expect(ridOf('S-1-5-32-544')).toBeNull();
  });
});
