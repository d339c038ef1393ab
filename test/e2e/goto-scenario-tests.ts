import { expect } from '@jest/globals';
import { type GotoScenario, gotoLinesOf } from './goto-scenarios.ts';
import type { GotoStories } from './goto-story.ts';

/** What a scenario says of the plans of both accounts: those with links, and those without. */
export function expectScenario(scenario: GotoScenario, { plain: unlinked, linked }: GotoStories): void {
  const { first, then, linked: otherwise = {} } = scenario;

  expect(gotoLinesOf(unlinked.first, scenario)).toEqual(first.toSorted());
  expect(gotoLinesOf(unlinked.then, scenario)).toEqual(then.toSorted());
  expect(gotoLinesOf(linked.first, scenario)).toEqual((otherwise.first ?? first).toSorted());
  expect(gotoLinesOf(linked.then, scenario)).toEqual((otherwise.then ?? then).toSorted());
}

/** The last plan of a story: nothing is left to do. */
export function nothingLeft(last: GotoStories['plain']['last'], type: 'file' | 'entra'): void {
  expect(last.changes).toEqual([]);
  expect(last.directory).toMatchObject({ type, complete: true });
}
