import { describe, expect, test } from '@jest/globals';
import { FAILURE_KINDS, isFailureKind } from '../../../src/plan/model.ts';
import { KIND_WORDS } from '../../../src/plan/view/kinds.ts';

describe('a kind of failure', () => {
  test('has a heading that no other has', () => {
    expect(new Set(FAILURE_KINDS.map((kind) => KIND_WORDS[kind].title)).size).toBe(FAILURE_KINDS.length);
  });

  test.each(FAILURE_KINDS)('%s says what to do in whole sentences', (kind) => {
    expect(KIND_WORDS[kind].remedy).toMatch(/^[A-Z].*\.$/);
  });

  test.each([
    ['transient', true],
    ['Transient', false],
    ['', false],
    [undefined, false],
    [['transient'], false],
  ])('is known by its very word: %j is %s', (value, known) => {
    expect(isFailureKind(value)).toBe(known);
  });
});
