import { describe, expect, test } from '@jest/globals';
import { accountOf, planOf, readingOf, settingsOf } from '../targets/rescue/planner/builders.ts';
import { expectGolden } from '../render/golden.ts';
import { textOf } from '../render/shown.ts';
import { SITUATIONS } from './situations.ts';

/**
 * How a plan reads in twelve situations that a help-desk lead knows: who is concerned, what happens, why, and what to
 * do. After a wanted change write them anew with `UPDATE_GOLDEN=1 npm test -- test/golden-plans`, and read them.
 */
const FOLDER = new URL('./', import.meta.url);

describe('the plan of', () => {
  test.each(SITUATIONS)('$name', ({ name, mappings, settings, directory, account, self, groups, outside = {} }) => {
    const reading = readingOf(directory, mappings);

    const { plan } = planOf(settingsOf(mappings, settings), reading, accountOf(account, self, groups), [], new Map(), {
      outside,
    });

    expectGolden(`${name}.txt`, textOf(plan, { color: false, columns: 100 }), FOLDER);
  });
});

test('each of the twelve situations has a name of its own', () => {
  expect(new Set(SITUATIONS.map(({ name }) => name)).size).toBe(12);
});
