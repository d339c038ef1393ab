import pLimit from 'p-limit';
import { chunked } from '../batches.ts';
import { askBatch, askOne, newGraphCalls } from './graph-calls.ts';
import type { Sender } from './graph-client.ts';
import { GraphProblem } from './graph-problem.ts';
import type { Query } from './graph-queries.ts';
import { askUntilAnswered, type Persistence, type Round } from './graph-retries.ts';
import type { Json } from './json.ts';
import type { EntraWorld } from './outside-world.ts';

/** The part of Microsoft Graph that is used. Requests are repeated while there is hope. */
export interface Graph {
  /** @throws GraphProblem; Failure when nothing at all can be asked */
  get(query: Query): Promise<Json>;
  /**
   * Several at once, 20 to a round trip; `result[i]` belongs to `queries[i]`.
   *
   * @throws Failure when nothing at all can be asked
   */
  getMany(queries: readonly Query[]): Promise<readonly (Json | GraphProblem)[]>;
  /** The cost until now: round trips, and the units in which Microsoft counts quotas. */
  usage(): { readonly requests: number; readonly units: number };
}

export interface GraphOptions extends Persistence {
  readonly send: Sender;
  readonly world: Pick<EntraWorld, 'now' | 'random' | 'sleep' | 'bounds'>;
}

/** @see https://learn.microsoft.com/graph/json-batching: at most 20 requests, each counted against quotas on its own */
export const BATCH = 20;
/** Round trips under way at the same time. */
const CONCURRENT = 8;

export function newGraph(options: GraphOptions): Graph {
  const limit = pLimit(CONCURRENT);
  const calls = newGraphCalls(options);

  /** A single question needs no batch. */
  function roundFor(queries: readonly Query[]): Round {
    const [only] = queries;
    if (only === undefined || queries.length > 1) return (open, token) => askBatch(calls, queries, open, token);
    return async (_open, token) => new Map([[0, await askOne(calls, only, token)]]);
  }

  async function getMany(queries: readonly Query[]): Promise<(Json | GraphProblem)[]> {
    const round = roundFor(queries);
    const chunks = chunked([...queries.keys()], BATCH);
    const results = await Promise.all(
      chunks.map((indices) => limit(() => askUntilAnswered(options, queries, indices, round))),
    );
    const all = new Map(results.flatMap((part) => [...part]));
    return queries.map((_, index) => all.get(index) ?? new GraphProblem('trouble', 'Microsoft Graph left it out'));
  }

  return {
    getMany,
    async get(query) {
      const [result] = await getMany([query]);
      if (result === undefined || result instanceof GraphProblem) throw result ?? new Error('nothing was asked');
      return result;
    },
    usage: () => ({ requests: calls.requests, units: calls.units }),
  };
}
