import { beforeAll, describe, expect, test } from '@jest/globals';
import { GOTO_SCENARIOS, gotoLinesOf } from './goto-scenarios.ts';
import { ACCOUNTS, type GotoStories, tellGoto } from './goto-story.ts';
import { expectScenario, nothingLeft } from './goto-scenario-tests.ts';
import { fileKind } from './kinds.ts';

/**
 * A company in a file, and the plans for GoTo that it leads to. The same in a tenant: goto-directories.slow.test.ts. In an
 * Active Directory: goto-directories.ad.test.ts.
 */

let stories: GotoStories;

beforeAll(async () => {
  stories = await tellGoto(fileKind());
}, 60_000);

describe('directory: file', () => {
  test.each(GOTO_SCENARIOS)('$title', (scenario) => {
    expectScenario(scenario, stories);
  });

  test.each(ACCOUNTS)('nothing is left to do in the end, in the %s account', (account) => {
    nothingLeft(stories[account].last, 'file');
  });
});

test.each(ACCOUNTS)('the scenarios cover every change that the plans of the %s account hold', (account) => {
  const { first, then } = stories[account];
  const told = GOTO_SCENARIOS.flatMap((scenario) => [...gotoLinesOf(first, scenario), ...gotoLinesOf(then, scenario)]);

  const changes = told.filter((line) => !line.startsWith('notice '));
  expect(changes).toHaveLength(first.changes.length + then.changes.length);
});
