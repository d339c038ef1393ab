import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type GraphSandbox, startGraphSandbox } from '../../src/sandbox/graph/index.ts';
import { newTenant } from '../sandbox/graph/world.ts';
import { CRASHES } from './goto-crashes.ts';
import { FLOWS, goThrough } from './goto-flows.ts';
import { expectScenario, nothingLeft } from './goto-scenario-tests.ts';
import { GOTO_SCENARIOS } from './goto-scenarios.ts';
import { ACCOUNTS, type GotoStories, tellGoto } from './goto-story.ts';
import { entraKind, fileKind } from './kinds.ts';
import { plain } from './scenarios.ts';

/**
 * The company of goto-file.slow.test.ts in a tenant leads to the same plans; and flows, kills and races, with the people
 * in a file and in a tenant. Active Directory: goto-directories.ad.test.ts.
 */

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

describe('directory: entra', () => {
  test.each(GOTO_SCENARIOS)('$title', (scenario) => {
    expectScenario(scenario, stories.entra);
  });

  test.each(ACCOUNTS)('nothing is left to do in the end, in the %s account', (account) => {
    nothingLeft(stories.entra[account].last, 'entra');
  });
});

test.each(ACCOUNTS.flatMap((account) => (['first', 'then', 'last'] as const).map((when) => [when, account] as const)))(
  'the %s plan of the %s account is the same, but for the ids and names of the source',
  (when, account) => {
    expect(plain(stories.entra[account][when])).toEqual(plain(stories.file[account][when]));
  },
);

describe.each(['file', 'entra'] as const)('directory: %s', (kind) => {
  test.each([...FLOWS, ...CRASHES])('$title', async (flow) => {
    await goThrough(flow, kind === 'file' ? fileKind() : entraKind(graph));
  });
});
