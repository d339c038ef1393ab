import { describe, expect, test } from '@jest/globals';
import { expectGolden } from './golden.ts';
import { emptyPlan, variedPlan } from './sample-plan.ts';
import { COMMENT_LIMIT } from '../../src/render/markdown.ts';
import { markdownOf } from './shown.ts';

describe('renderMarkdown', () => {
  test.each([
    ['varied.md', variedPlan()],
    ['empty.md', emptyPlan()],
  ])('looks as in %s', (name, plan) => {
    expectGolden(name, markdownOf(plan, COMMENT_LIMIT));
  });
});
