import { describe, expect, test } from '@jest/globals';
import { causesOf } from '../../src/net/causes.ts';

describe('the causes of an error', () => {
  test('come outermost first, and the first of several addresses counts', () => {
    const refused = { code: 'ECONNREFUSED' };
    const both = { errors: [refused, { code: 'ENETUNREACH' }], cause: 'not this' };
    const error = { cause: both };

    expect(causesOf(error)).toEqual([error, both, refused]);
  });

  test.each([null, 'text', { errors: [] }])('of %j are none', (error) => {
    expect(causesOf(error)).toEqual([error]);
  });

  test('in a circle come to an end', () => {
    const error: { cause?: unknown } = {};
    error.cause = error;

    expect(causesOf(error)).toHaveLength(11);
  });
});
