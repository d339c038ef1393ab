import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type GraphSandbox, startGraphSandbox } from '../../src/sandbox/graph/index.ts';
import { newTenant } from '../sandbox/graph/world.ts';
import { FLOWS, goThrough } from './goto-flows.ts';
import { GOTO_SCENARIOS, gotoLinesOf } from './goto-scenarios.ts';
import { ACCOUNTS, type GotoStories, tellGoto } from './goto-story.ts';
import { entraKind, fileKind } from './kinds.ts';
import { plain } from './scenarios.ts';

/** The same company in every kind of directory leads to the same plans for GoTo. Active Directory: goto-directories.ad.test.ts. */

let graph: GraphSandbox;
let stories: { file: GotoStories; entra: GotoStories };

beforeAll(async () => {
  graph = await startGraphSandbox({ tenant: newTenant() });
  const [file, entra] = await Promise.all([tellGoto(fileKind()), tellGoto(entraKind(graph))]);
  stories = { file, entra };
}, 60_000);

afterAll(async () => {
  await graph.close();
});

describe.each(['file', 'entra'] as const)('directory: %s', (kind) => {
  test.each(GOTO_SCENARIOS)('$title', (scenario) => {
    const { plain: unlinked, linked } = stories[kind];
    const { first, then, linked: otherwise = {} } = scenario;

    expect(gotoLinesOf(unlinked.first, scenario)).toEqual(first.toSorted());
    expect(gotoLinesOf(unlinked.then, scenario)).toEqual(then.toSorted());
    expect(gotoLinesOf(linked.first, scenario)).toEqual((otherwise.first ?? first).toSorted());
    expect(gotoLinesOf(linked.then, scenario)).toEqual((otherwise.then ?? then).toSorted());
  });

  test.each(ACCOUNTS)('nothing is left to do in the end, in the %s account', (account) => {
    const { last } = stories[kind][account];

    expect(last.changes).toEqual([]);
    expect(last.directory).toMatchObject({ type: kind, complete: true });
  });
});

/** Over a tenant: goto-directories.slow.test.ts. */
test.each(FLOWS)('directory: file › $title', async (flow) => {
  await goThrough(flow, fileKind());
});

test.each(ACCOUNTS.flatMap((account) => (['first', 'then', 'last'] as const).map((when) => [when, account] as const)))(
  'the %s plan of the %s account is the same, but for the ids and names of the source',
  (when, account) => {
    expect(plain(stories.entra[account][when])).toEqual(plain(stories.file[account][when]));
  },
);

test.each(ACCOUNTS)('the scenarios cover every change that the plans of the %s account hold', (account) => {
  const { first, then } = stories.file[account];
  const told = GOTO_SCENARIOS.flatMap((scenario) => [...gotoLinesOf(first, scenario), ...gotoLinesOf(then, scenario)]);

  const changes = told.filter((line) => !line.startsWith('notice '));
  expect(changes).toHaveLength(first.changes.length + then.changes.length);
});
