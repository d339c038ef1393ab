import pLimit from 'p-limit';
import { Failure } from '../../core/failure.ts';
import { BOUNDS, TooLarge } from '../../net/bounds.ts';
import { Unanswered } from '../../net/exchange.ts';
import { waitAfter } from '../../net/retry.ts';
import { tooLarge } from './http.ts';
import { judge, type Verdict } from './judge.ts';
import { LASTING, lastingCode, networkAdvice, networkProblem } from './network.ts';
import { field, GraphProblem, isJson, type Json, type Said } from './problems.ts';
import { TROUBLED } from './retry.ts';
import type { Sender, SentRequest } from './sender.ts';
import type { Throttle } from './throttle.ts';
import type { Tokens } from './tokens.ts';
import type { EntraWorld } from './world.ts';

/** A question to Graph. */
export interface Query {
  /** Below the version (`/groups?…`), or a whole nextLink. Encoded. */
  readonly path: string;
  /** With ConsistencyLevel: eventual, which $count and $search need; Graph remembers it from no page to the next. */
  readonly advanced: boolean;
}

/** All that is used of Microsoft Graph. Everything is repeated while there is hope. */
export interface Graph {
  /** @throws GraphProblem; Failure when nothing at all can be asked */
  get(query: Query): Promise<Json>;
  /**
   * Several at once, 20 to a round trip; `result[i]` belongs to `queries[i]`.
   *
   * @throws Failure when nothing at all can be asked
   */
  getMany(queries: readonly Query[]): Promise<readonly (Json | GraphProblem)[]>;
  /** What it cost until now: round trips, and the units in which Microsoft counts quotas. */
  usage(): { readonly requests: number; readonly units: number };
}

export interface GraphOptions {
  readonly send: Sender;
  readonly tokens: Tokens;
  readonly throttle: Throttle;
  readonly world: Pick<EntraWorld, 'now' | 'random' | 'sleep' | 'bounds'>;
  readonly signal: AbortSignal;
  /** Where Graph is, for messages. */
  readonly graphUrl: string;
  readonly progress: (text: string) => void;
}

/** @see https://learn.microsoft.com/graph/json-batching: at most 20 requests, each counted against quotas on its own */
const BATCH = 20;
/** Round trips under way at the same time. */
const CONCURRENT = 8;

const LEFT_OUT: Verdict = { kind: 'trouble', text: 'Microsoft Graph left it out of its answer', wait: null };

export function newGraph({ send, tokens, throttle, world, signal, graphUrl, progress }: GraphOptions): Graph {
  const limit = pLimit(CONCURRENT);
  const { reading } = world.bounds ?? BOUNDS;
  let requests = 0;
  let units = 0;
  let size = 0;

  /** Asks until there is an answer that stands to every question; `round` asks those that are still open. */
  async function persist(
    queries: readonly Query[],
    questions: readonly number[],
    round: (open: readonly number[], token: string) => Promise<ReadonlyMap<number, Verdict>>,
  ): Promise<ReadonlyMap<number, Json | GraphProblem>> {
    const results = new Map<number, Json | GraphProblem>();
    let open = questions;
    let refusals = 0;
    for (let tried = 1; open.length > 0; ) {
      await throttle.ready();
      const token = await tokens.get();
      const verdicts = await round(open, token);
      const unsettled = new Map<number, Verdict>();
      for (const index of open) {
        const verdict = sensible(verdicts.get(index) ?? LEFT_OUT, queries[index]);
        const result = settled(verdict, tried);
        if (result === null) unsettled.set(index, verdict);
        else results.set(index, result);
      }
      open = [...unsettled.keys()];
      const doubts = [...unsettled.values()];
      const refused = doubts.find((verdict) => verdict.kind === 'unauthorized');
      if (refused !== undefined && refusals > 0) throw tokenRefused(refused.said);
      if (refused !== undefined) {
        refusals += 1;
        tokens.renew(token);
      }
      pauseFor(doubts);
      const troubled = doubts.filter((verdict) => verdict.kind === 'trouble');
      if (troubled[0] === undefined) continue;
      progress(`${troubled[0].text}; asking again`);
      const asked = Math.max(...troubled.map(({ wait }) => wait ?? 0));
      await world.sleep(waitAfter(TROUBLED, tried, asked, world.random), signal);
      tried += 1;
    }
    return results;
  }

  function pauseFor(doubts: readonly Verdict[]): void {
    const waits = doubts.flatMap((verdict) => (verdict.kind === 'throttled' ? [verdict.wait] : []));
    const said = waits.filter((wait) => wait !== null);
    if (waits.length === 0) throttle.passed();
    else throttle.pause(said.length === 0 ? null : Math.max(...said));
  }

  async function once(request: SentRequest, token: string): Promise<Verdict> {
    requests += 1;
    try {
      const { status, headers, text } = await send(request, token);
      units += unitsOf(headers.get('x-ms-resource-unit'));
      size += text.length;
      if (size > reading) throw tooLarge(graphUrl, new TooLarge(reading), 'in one reading');
      return judge({ status, header: (name) => headers.get(name), body: parse(text) }, world.now());
    } catch (error) {
      if (!(error instanceof Unanswered)) throw error;
      const problem = networkProblem(error);
      const { fault, text } = problem;
      if (!LASTING.has(fault)) return { kind: 'trouble', text: `${graphUrl}: ${text}`, wait: null };
      const advice = networkAdvice(problem, 'graphUrl under directory');
      throw new Failure(lastingCode(fault), `${graphUrl}: ${text}.`, advice, { cause: error });
    }
  }

  /** One batch of the queries with these indices. An answer to the batch as a whole is one to each of them. */
  async function batch(
    queries: readonly Query[],
    indices: readonly number[],
    token: string,
  ): Promise<ReadonlyMap<number, Verdict>> {
    const items = indices.map((index) => {
      const query = queries[index];
      return { id: String(index), method: 'GET', url: query?.path, headers: query && headersOf(query) };
    });
    const headers = { 'Content-Type': 'application/json' };
    const verdict = await once({ path: '/$batch', headers, body: { requests: items } }, token);
    if (verdict.kind !== 'ok') return new Map(indices.map((index) => [index, verdict]));
    const responses: unknown = verdict.body['responses'];
    return new Map((Array.isArray(responses) ? responses : []).map((response) => readItem(response)));
  }

  function readItem(response: unknown): readonly [number, Verdict] {
    const headers = new Headers();
    for (const [name, value] of Object.entries(field(response, 'headers') ?? {})) headers.set(name, String(value));
    units += unitsOf(headers.get('x-ms-resource-unit'));
    const answer = {
      status: Number(field(response, 'status')),
      header: (name: string) => headers.get(name),
      body: field(response, 'body'),
    };
    return [Number(field(response, 'id')), judge(answer, world.now())];
  }

  function tokenRefused(said: Said): Failure {
    return new Failure(
      'ENTRA_TOKEN_REFUSED',
      `${graphUrl} does not accept the token, not even a new one (${said.text}).`,
      'Check that tenantId, graphUrl and authorityUrl (or cloud) under directory belong together.',
    );
  }

  async function getMany(queries: readonly Query[]): Promise<(Json | GraphProblem)[]> {
    const [only] = queries;
    const chunks = chunked([...queries.keys()], BATCH);
    const results = await Promise.all(
      chunks.map((indices) =>
        limit(() =>
          persist(queries, indices, async (open, token) =>
            only !== undefined && queries.length === 1
              ? new Map([[0, await once(requestFor(only), token)]])
              : batch(queries, open, token),
          ),
        ),
      ),
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
    usage: () => ({ requests, units }),
  };
}

/** Only a page token expires: the same answer to a question that holds none is a passing fault. */
function sensible(verdict: Verdict, query: Query | undefined): Verdict {
  if (verdict.kind !== 'problem' || verdict.problem.kind !== 'expired' || query?.path.startsWith('https:'))
    return verdict;
  return { kind: 'trouble', text: verdict.problem.message, wait: null };
}

/** What a verdict settles; null when it is to be asked again. */
function settled(verdict: Verdict, tried: number): Json | GraphProblem | null {
  if (verdict.kind === 'ok') return verdict.body;
  if (verdict.kind === 'problem') return verdict.problem;
  if (verdict.kind !== 'trouble' || tried < TROUBLED.attempts) return null;
  return new GraphProblem('trouble', `${verdict.text}, ${tried} times in a row`);
}

function requestFor(query: Query): SentRequest {
  return { path: query.path, headers: headersOf(query) };
}

function headersOf({ advanced }: Query): Record<string, string> {
  return advanced ? { ConsistencyLevel: 'eventual' } : {};
}

function unitsOf(header: string | null): number {
  const units = Number(header ?? 0);
  return Number.isFinite(units) ? units : 0;
}

/** undefined for what is no JSON: a web page, nothing, or the first half of something. */
function parse(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return isJson(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function chunked<Item>(items: readonly Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
