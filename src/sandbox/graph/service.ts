import { randomUUID } from 'node:crypto';
import { errorAnswer, type GraphAnswer, GraphError, json, type RequestIds } from './answer.ts';
import { answerBatch, readBatch } from './batch.ts';
import type { DeltaBook } from './delta-book.ts';
import { faultError, foreignAnswer, tooMany, unauthorized } from './fault-answers.ts';
import type { LogEntry } from './log.ts';
import type { Objects } from './objects.ts';
import { parseQuery } from './query.ts';
import { route, unitsOf } from './routes.ts';
import type { GraphSwitches } from './switches.ts';
import type { GraphTenant } from './tenant.ts';
import { retryAfter, type Throttle } from './throttle.ts';
import type { AccessTokens, Holder } from './tokens.ts';

export interface GraphService {
  readonly tenant: GraphTenant;
  readonly switches: GraphSwitches;
  /** As a request sees them, with or without ConsistencyLevel: eventual. */
  readonly objects: (eventual: boolean) => Objects;
  readonly tokens: AccessTokens;
  readonly throttle: Throttle;
  readonly deltas: DeltaBook;
  readonly random: () => number;
  readonly now: () => number;
  /** Opens an entry of the log, in which a fault may be named. */
  readonly enter: (request: Pick<GraphRequestIn, 'method' | 'url' | 'headers'>, inBatch: boolean) => LogEntry;
}

export interface GraphRequestIn {
  readonly method: string;
  /** From /v1.0 on, with the query. */
  readonly url: string;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** https://host:port as the client named it. */
  readonly origin: string;
}

/** Answers one request to Graph; whatever goes wrong becomes an error body. */
export function answerGraph(service: GraphService, request: GraphRequestIn, entry: LogEntry): GraphAnswer {
  const foreign = entry.fault === null ? null : foreignAnswer(entry.fault);
  if (foreign !== null) return foreign;
  const requestId = randomUUID();
  const clientRequestId = request.headers['client-request-id'] ?? requestId;
  const ids: RequestIds = { requestId, clientRequestId, date: new Date(service.now()) };
  const answer = attempt(service, request, entry, ids);
  const headers = { 'request-id': requestId, 'client-request-id': clientRequestId, ...answer.headers };
  return { ...answer, headers };
}

function attempt(service: GraphService, request: GraphRequestIn, entry: LogEntry, ids: RequestIds): GraphAnswer {
  try {
    const struck = entry.fault === null ? null : faultError(entry.fault, service.switches, service.now());
    if (struck !== null) throw struck;
    const holder = authenticate(service, request);
    entry.client = holder.clientId;
    return isBatch(request) ? batch(service, request, holder) : single(service, request, holder, entry);
  } catch (error) {
    if (error instanceof GraphError) return errorAnswer(error, ids);
    throw error;
  }
}

function authenticate(service: GraphService, { headers }: GraphRequestIn): Holder {
  const token = /^bearer (.+)$/i.exec(headers['authorization'] ?? '')?.[1];
  if (token === undefined) throw unauthorized('Access token is empty.');
  const holder = service.tokens.holderOf(token);
  if (holder === null) throw unauthorized('Access token validation failure, or it has expired.');
  return holder;
}

function isBatch({ method, url }: GraphRequestIn): boolean {
  return method === 'POST' && /^\/v1\.0\/(?:\$|%24)batch(?:\?|$)/i.test(url);
}

function batch(service: GraphService, request: GraphRequestIn, holder: Holder): GraphAnswer {
  const answers = answerBatch(readBatch(request.body), (item) => {
    const inner = { ...item, url: `/v1.0${item.url}`, body: '', origin: request.origin };
    const entry = service.enter(inner, true);
    const headers = { ...inner.headers, authorization: request.headers['authorization'] ?? '' };
    const answer = answerGraph(service, { ...inner, headers }, entry);
    entry.client = holder.clientId;
    entry.status = answer.status;
    return answer;
  });
  if (service.switches.batchOrder === 'shuffled') shuffle(answers, service.random);
  return json({ responses: answers });
}

function single(service: GraphService, request: GraphRequestIn, holder: Holder, entry: LogEntry): GraphAnswer {
  const { switches } = service;
  const { pathname, search } = split(request.url);
  const query = parseQuery(search);
  const segments = decodedSegments(pathname);
  const units = unitsOf({ segments, query });
  entry.units = units;
  const toll = service.throttle.take(holder.clientId, units);
  const headers = {
    'x-ms-resource-unit': String(units),
    ...(toll.used > 0.8 ? { 'x-ms-throttle-limit-percentage': toll.used.toFixed(1) } : {}),
  };
  if (!toll.allowed) {
    throw tooMany('Please retry after', {
      ...headers,
      ...retryAfter(toll.wait, switches.retryAfter, service.now()),
      'x-ms-throttle-scope': `Tenant_Application/ReadWrite/${holder.clientId}/${service.tenant.tenantId}`,
      'x-ms-throttle-information': 'ResourceUnitLimitExceeded',
    });
  }
  const eventual = request.headers['consistencylevel']?.toLowerCase() === 'eventual';
  const answer = route({
    method: request.method,
    url: request.url,
    path: pathname,
    segments,
    query,
    eventual,
    roles: holder.roles,
    origin: request.origin,
    tenant: service.tenant,
    objects: service.objects(eventual),
    switches,
    deltas: service.deltas,
    fault: entry.fault,
    now: service.now(),
  });
  return { ...answer, headers: { ...answer.headers, ...headers } };
}

/** Not through URL, which would take `/..` and the like as an instruction. */
function split(url: string): { pathname: string; search: string } {
  const mark = url.indexOf('?');
  return mark < 0 ? { pathname: url, search: '' } : { pathname: url.slice(0, mark), search: url.slice(mark) };
}

function decodedSegments(pathname: string): string[] {
  const parts = pathname
    .replace(/^\/v1\.0\/?/, '')
    .replace(/\/$/, '')
    .split('/');
  try {
    return parts.map(decodeURIComponent);
  } catch {
    throw new GraphError(400, 'BadRequest', 'The path is not well encoded.');
  }
}

function shuffle(items: unknown[], random: () => number): void {
  for (let index = items.length - 1; index > 0; index -= 1) {
    const other = Math.floor(random() * (index + 1));
    [items[index], items[other]] = [items[other], items[index]];
  }
}
