import { greatest } from '../../core/collections.ts';
import { Failure } from '../../core/failure.ts';
import { waitAfter } from '../../net/retry.ts';
import type { Verdict } from './graph-answer.ts';
import { GraphProblem, type Said } from './graph-problem.ts';
import type { Query } from './graph-queries.ts';
import type { Json } from './json.ts';
import type { EntraWorld } from './outside-world.ts';
import { TROUBLED } from './retry.ts';
import type { Throttle } from './throttle.ts';
import type { Tokens } from './tokens.ts';

/** What it takes to ask again. */
export interface Persistence {
  readonly tokens: Tokens;
  readonly throttle: Throttle;
  readonly world: Pick<EntraWorld, 'random' | 'sleep'>;
  readonly signal: AbortSignal;
  /** Where Graph is, for messages. */
  readonly graphUrl: string;
  readonly progress: (text: string) => void;
}

/** Asks the open questions, given by index, in one round trip. */
export type Round = (open: readonly number[], token: string) => Promise<ReadonlyMap<number, Verdict>>;

/** The questions of one chunk on their way to an answer. */
interface Pursuit {
  readonly queries: readonly Query[];
  readonly results: Map<number, Json | GraphProblem>;
  /** Indices of the questions without an answer that stands. */
  open: readonly number[];
  /** The number of the try under way, from 1. */
  tried: number;
  /** How often a token was refused. */
  refusals: number;
}

const LEFT_OUT: Verdict = { kind: 'trouble', text: 'Microsoft Graph left it out of its answer', wait: null };

/**
 * Asks until every question has an answer that stands.
 *
 * @param indices the questions among `queries` to ask
 * @throws Failure when nothing at all can be asked: a token refused twice, the budget for pauses spent
 */
export async function askUntilAnswered(
  persistence: Persistence,
  queries: readonly Query[],
  indices: readonly number[],
  round: Round,
): Promise<ReadonlyMap<number, Json | GraphProblem>> {
  const { tokens, throttle } = persistence;
  const pursuit: Pursuit = { queries, results: new Map(), open: indices, tried: 1, refusals: 0 };
  while (pursuit.open.length > 0) {
    await throttle.ready();
    const token = await tokens.get();
    const doubts = sortOut(pursuit, await round(pursuit.open, token));
    renewToken(persistence, pursuit, token, doubts);
    pauseFor(throttle, doubts);
    await waitForTrouble(persistence, pursuit, doubts);
  }
  return pursuit.results;
}

/** Keeps the answers that stand, leaves the other questions open, and gives back why they are. */
function sortOut(pursuit: Pursuit, verdicts: ReadonlyMap<number, Verdict>): readonly Verdict[] {
  const unsettled = new Map<number, Verdict>();
  for (const index of pursuit.open) {
    const verdict = sensible(verdicts.get(index) ?? LEFT_OUT, pursuit.queries[index]);
    const result = settled(verdict, pursuit.tried);
    if (result === null) unsettled.set(index, verdict);
    else pursuit.results.set(index, result);
  }
  pursuit.open = [...unsettled.keys()];
  return [...unsettled.values()];
}

function renewToken(
  { tokens, graphUrl }: Persistence,
  pursuit: Pursuit,
  token: string,
  doubts: readonly Verdict[],
): void {
  const refused = doubts.find((verdict) => verdict.kind === 'unauthorized');
  if (refused === undefined) return;
  if (pursuit.refusals > 0) throw tokenRefused(graphUrl, refused.said);
  pursuit.refusals += 1;
  tokens.renew(token);
}

function pauseFor(throttle: Throttle, doubts: readonly Verdict[]): void {
  const waits = doubts.flatMap((verdict) => (verdict.kind === 'throttled' ? [verdict.wait] : []));
  const said = waits.filter((wait) => wait !== null);
  if (waits.length === 0) throttle.passed();
  else throttle.pause(said.length === 0 ? null : greatest(said, 0));
}

/** Errors count as a try, and the next one waits; throttling and a refused token do not. */
async function waitForTrouble(
  { world, signal, progress }: Persistence,
  pursuit: Pursuit,
  doubts: readonly Verdict[],
): Promise<void> {
  const troubles = doubts.filter((verdict) => verdict.kind === 'trouble');
  const [first] = troubles;
  if (first === undefined) return;
  progress(`${first.text}; asking again`);
  const asked = greatest(
    troubles.map(({ wait }) => wait ?? 0),
    0,
  );
  await world.sleep(waitAfter(TROUBLED, pursuit.tried, asked, world.random), signal);
  pursuit.tried += 1;
}

/** Only a page token expires: the same answer to a question that holds none is a passing fault. */
function sensible(verdict: Verdict, query: Query | undefined): Verdict {
  if (verdict.kind !== 'problem' || verdict.problem.kind !== 'expired' || query?.path.startsWith('https:'))
    return verdict;
  return { kind: 'trouble', text: verdict.problem.message, wait: null };
}

/** The answer that a verdict settles; null when the question is to be asked again. */
function settled(verdict: Verdict, tried: number): Json | GraphProblem | null {
  if (verdict.kind === 'ok') return verdict.body;
  if (verdict.kind === 'problem') return verdict.problem;
  if (verdict.kind !== 'trouble' || tried < TROUBLED.attempts) return null;
  return new GraphProblem('trouble', `${verdict.text}, ${tried} times in a row`);
}

function tokenRefused(graphUrl: string, said: Said): Failure {
  return new Failure(
    'ENTRA_TOKEN_REFUSED',
    `${graphUrl} does not accept the token, not even a new one (${said.text}).`,
    'Check that tenantId, graphUrl and authorityUrl (or cloud) under directory belong together.',
  );
}
