import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Lab, startLab } from '../lab/lab.ts';
import { CRASHES } from './goto-crashes.ts';
import { FLOWS, goThrough } from './goto-flows.ts';
import { GOTO_SCENARIOS, gotoLinesOf } from './goto-scenarios.ts';
import { ACCOUNTS, type GotoStories, tellGoto } from './goto-story.ts';
import { fileKind } from './kinds.ts';
import { sambaKind } from './samba-kind.ts';
import { plain } from './scenarios.ts';

/** The scenarios of goto-file.slow.test.ts against a real Active Directory. */

let lab: Lab;
let stories: { ldap: GotoStories; file: GotoStories };

beforeAll(async () => {
  lab = await startLab('goto-story', '127.0.0.10');
  stories = { ldap: await tellGoto(await sambaKind(lab, 'Story')), file: await tellGoto(fileKind()) };
});

afterAll(async () => {
  await lab.reset();
});

test.each(GOTO_SCENARIOS)('$title', (scenario) => {
  const { plain: unlinked, linked } = stories.ldap;
  const { first, then, linked: otherwise = {} } = scenario;

  expect(gotoLinesOf(unlinked.first, scenario)).toEqual(first.toSorted());
  expect(gotoLinesOf(unlinked.then, scenario)).toEqual(then.toSorted());
  expect(gotoLinesOf(linked.first, scenario)).toEqual((otherwise.first ?? first).toSorted());
  expect(gotoLinesOf(linked.then, scenario)).toEqual((otherwise.then ?? then).toSorted());
});

const ALL_FLOWS = [...FLOWS, ...CRASHES];

test.each(ALL_FLOWS)('$title', async (flow) => {
  await goThrough(flow, await sambaKind(lab, `Flow${ALL_FLOWS.indexOf(flow)}`));
});

describe.each(ACCOUNTS)('the %s account', (account) => {
  test('has nothing left to do in the end', () => {
    const { last } = stories.ldap[account];

    expect(last.changes).toEqual([]);
    expect(last.directory).toMatchObject({ type: 'ldap', complete: true });
  });

  test.each(['first', 'then', 'last'] as const)(
    'has the same %s plan as from a file, but for ids and names',
    (when) => {
      expect(plain(stories.ldap[account][when])).toEqual(plain(stories.file[account][when]));
    },
  );
});
