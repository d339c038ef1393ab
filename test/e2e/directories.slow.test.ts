import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type GraphSandbox, startGraphSandbox } from '../../src/sandbox/graph/index.ts';
import { newTenant } from '../sandbox/graph/world.ts';
import { entraKind, fileKind } from './kinds.ts';
import { linesOf, plain, SCENARIOS } from './scenarios.ts';
import { type Story, tell } from './story.ts';

/** The same company in every kind of directory leads to the same plans. Active Directory: directories.ad.test.ts. */

let graph: GraphSandbox;
let stories: { file: Story; entra: Story };

beforeAll(async () => {
  graph = await startGraphSandbox({ tenant: newTenant() });
  const [file, entra] = await Promise.all([tell(fileKind()), tell(entraKind(graph))]);
  stories = { file, entra };
}, 60_000);

afterAll(async () => {
  await graph.close();
});

describe.each(['file', 'entra'] as const)('directory: %s', (kind) => {
  test.each(SCENARIOS)('$title', (scenario) => {
    const { first, then } = stories[kind];

    expect(linesOf(first, scenario)).toEqual(scenario.first.toSorted());
    expect(linesOf(then, scenario)).toEqual(scenario.then.toSorted());
  });

  test('nothing is left to do in the end', () => {
    expect(stories[kind].last.changes).toEqual([]);
    expect(stories[kind].last.directory).toMatchObject({ type: kind, complete: true });
  });
});

test.each(['first', 'then', 'last'] as const)(
  'the %s plan is the same, but for the ids and names of the source',
  (when) => {
    expect(plain(stories.entra[when])).toEqual(plain(stories.file[when]));
  },
);

test('the scenarios cover every change that the plans hold', () => {
  const { first, then } = stories.file;
  const told = SCENARIOS.flatMap((scenario) => [...linesOf(first, scenario), ...linesOf(then, scenario)]);

  const changes = told.filter((line) => !line.startsWith('notice '));
  expect(changes).toHaveLength(first.changes.length + then.changes.length);
});
