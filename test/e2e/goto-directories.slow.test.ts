import { afterAll, beforeAll, describe, test } from '@jest/globals';
import { type GraphSandbox, startGraphSandbox } from '../../src/sandbox/graph/index.ts';
import { newTenant } from '../sandbox/graph/world.ts';
import { CRASHES } from './goto-crashes.ts';
import { FLOWS, goThrough } from './goto-flows.ts';
import { entraKind, fileKind } from './kinds.ts';

/** Kills and races over GoTo, with the people in a file and in a tenant. Active Directory: goto-directories.ad.test.ts. */

let graph: GraphSandbox;

beforeAll(async () => {
  graph = await startGraphSandbox({ tenant: newTenant() });
});

afterAll(async () => {
  await graph.close();
});

describe.each(['file', 'entra'] as const)('directory: %s', (kind) => {
  test.each(CRASHES)('$title', async (flow) => {
    await goThrough(flow, kind === 'file' ? fileKind() : entraKind(graph));
  });
});

test.each(FLOWS)('directory: entra › $title', async (flow) => {
  await goThrough(flow, entraKind(graph));
});
