import { isAmong, retryAfter } from '../../net/retry.ts';
import { GraphProblem, readSaid, type Said } from './graph-problem.ts';
import { isJson, type Json } from './json.ts';
import { GRAPH_TROUBLE } from './retry.ts';

/** An answer of Graph, on its own or as an item of a batch. */
export interface Answer {
  readonly status: number;
  header(name: string): string | null;
  /** undefined where the body is no JSON. */
  readonly body: unknown;
}

export type Verdict =
  | { readonly kind: 'ok'; readonly body: Json }
  | { readonly kind: 'unauthorized'; readonly said: Said }
  /** `wait`: milliseconds the service asks for; null = it does not say. */
  | { readonly kind: 'throttled'; readonly wait: number | null }
  | { readonly kind: 'trouble'; readonly text: string; readonly wait: number | null }
  | { readonly kind: 'problem'; readonly problem: GraphProblem };

const EXPIRED = new Set(['Directory_ExpiredPageToken', 'syncStateNotFound', 'resyncRequired']);

/** Says what an answer means. It goes by codes and never by messages, which Microsoft changes. */
export function judge(answer: Answer, now: number): Verdict {
  const { status, body } = answer;
  if (status >= 200 && status < 300) {
    return isJson(body) ? { kind: 'ok', body } : trouble('with something that is no JSON', null);
  }
  const wait = retryAfter(answer.header('retry-after'), now);
  if (status === 429) return { kind: 'throttled', wait };
  const said = readSaid(status, body, answer.header('request-id'));
  if (status === 401) return { kind: 'unauthorized', said };
  if (isAmong(GRAPH_TROUBLE, status)) return trouble(`with ${said.text}`, wait);
  if (status >= 300 && status < 400) return trouble(`with a redirect (HTTP ${status})`, null);
  if (status === 403) return problem('forbidden', `the application may not read it (${said.text})`);
  if (status === 410 || said.codes.some((code) => EXPIRED.has(code))) {
    return problem('expired', `the list could not be read on (${said.text})`);
  }
  if (status === 404 && said.codes.includes('Request_ResourceNotFound')) {
    return problem('notFound', `it does not exist any more (${said.text})`);
  }
  return problem('refused', `Microsoft Graph refused the request (${said.text})`);
}

function trouble(text: string, wait: number | null): Verdict {
  return { kind: 'trouble', text: `Microsoft Graph answered ${text}`, wait };
}

function problem(kind: GraphProblem['kind'], text: string): Verdict {
  return { kind: 'problem', problem: new GraphProblem(kind, text) };
}
