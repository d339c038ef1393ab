import { Failure } from '../../core/failure.ts';
import { BOUNDS, TooLarge } from '../../net/bounds.ts';
import { Unanswered } from '../../net/exchange.ts';
import { tooLarge } from './exchange.ts';
import { judge, type Verdict } from './graph-answer.ts';
import type { Sender, SentRequest } from './graph-client.ts';
import type { Query } from './graph-queries.ts';
import { field, parseJson } from './json.ts';
import { LASTING, lastingCode, networkAdvice, networkProblem } from './network-problem.ts';
import type { EntraWorld } from './outside-world.ts';

/** The way to Graph, and what was spent on it in this reading. */
export interface GraphCalls {
  readonly send: Sender;
  readonly world: Pick<EntraWorld, 'now' | 'bounds'>;
  /** Where Graph is, for messages. */
  readonly graphUrl: string;
  /** Round trips. */
  requests: number;
  /** The units in which Microsoft counts quotas. */
  units: number;
  /** Characters of all answers. */
  size: number;
}

export function newGraphCalls({ send, world, graphUrl }: Pick<GraphCalls, 'send' | 'world' | 'graphUrl'>): GraphCalls {
  return { send, world, graphUrl, requests: 0, units: 0, size: 0 };
}

/**
 * Asks one question in one round trip.
 *
 * @throws Failure when nothing at all can be asked, or too much came
 */
export async function askOne(calls: GraphCalls, query: Query, token: string): Promise<Verdict> {
  return once(calls, { path: query.path, headers: headersOf(query) }, token);
}

/**
 * Asks several questions in one round trip: those of `queries` with these indices. An answer to the batch as a whole is
 * one to each of them; a question that the answer leaves out is missing in the result.
 *
 * @throws Failure as {@link askOne}
 */
export async function askBatch(
  calls: GraphCalls,
  queries: readonly Query[],
  indices: readonly number[],
  token: string,
): Promise<ReadonlyMap<number, Verdict>> {
  const items = indices.map((index) => {
    const query = queries[index];
    return { id: String(index), method: 'GET', url: query?.path, headers: query && headersOf(query) };
  });
  const headers = { 'Content-Type': 'application/json' };
  const verdict = await once(calls, { path: '/$batch', headers, body: { requests: items } }, token);
  if (verdict.kind !== 'ok') return new Map(indices.map((index) => [index, verdict]));
  const responses: unknown = verdict.body['responses'];
  return new Map((Array.isArray(responses) ? responses : []).map((response) => readItem(calls, response)));
}

async function once(calls: GraphCalls, request: SentRequest, token: string): Promise<Verdict> {
  const { send, world, graphUrl } = calls;
  const { reading } = world.bounds ?? BOUNDS;
  calls.requests += 1;
  try {
    const { status, headers, text } = await send(request, token);
    calls.units += unitsOf(headers);
    calls.size += text.length;
    if (calls.size > reading) throw tooLarge(graphUrl, new TooLarge(reading), 'in one reading');
    return judge({ status, header: (name) => headers.get(name), body: parseJson(text) }, world.now());
  } catch (error) {
    if (!(error instanceof Unanswered)) throw error;
    const problem = networkProblem(error);
    const { fault, text } = problem;
    if (!LASTING.has(fault)) return { kind: 'trouble', text: `${graphUrl}: ${text}`, wait: null };
    const advice = networkAdvice(problem, 'graphUrl under directory');
    throw new Failure(lastingCode(fault), `${graphUrl}: ${text}.`, advice, { cause: error });
  }
}

/** One item in the answer to a batch. */
function readItem(calls: GraphCalls, response: unknown): readonly [number, Verdict] {
  const headers = new Headers();
  for (const [name, value] of Object.entries(field(response, 'headers') ?? {})) headers.set(name, String(value));
  calls.units += unitsOf(headers);
  const answer = {
    status: Number(field(response, 'status')),
    header: (name: string) => headers.get(name),
    body: field(response, 'body'),
  };
  return [Number(field(response, 'id')), judge(answer, calls.world.now())];
}

function headersOf({ advanced }: Query): Record<string, string> {
  return advanced ? { ConsistencyLevel: 'eventual' } : {};
}

function unitsOf(headers: Headers): number {
  const units = Number(headers.get('x-ms-resource-unit') ?? 0);
  return Number.isFinite(units) ? units : 0;
}
