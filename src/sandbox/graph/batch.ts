import { badRequest, type GraphAnswer } from './answer.ts';

export interface BatchItem {
  readonly id: string;
  readonly method: string;
  /** With a leading slash, without a version. */
  readonly url: string;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly dependsOn: readonly string[];
}

export interface BatchAnswer {
  readonly id: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

const LARGEST_BATCH = 20;

/**
 * Reads the body of a $batch (Microsoft Graph, "Combine multiple HTTP requests using JSON batching").
 *
 * @throws GraphError 400
 */
export function readBatch(body: string): BatchItem[] {
  const requests = requestsOf(body);
  if (requests.length === 0) throw badRequest('The batch request has no requests.');
  if (requests.length > LARGEST_BATCH) {
    throw badRequest(`Number of batch request steps exceeds the maximum value of ${LARGEST_BATCH}.`);
  }
  const items = requests.map(readItem);
  const ids = new Set(items.map(({ id }) => id));
  if (ids.size < items.length) throw badRequest('Request Ids must be unique in a batch.');
  for (const { dependsOn } of items) {
    const unknown = dependsOn.find((id) => !ids.has(id));
    if (unknown !== undefined) throw badRequest(`Request depends on the unknown request '${unknown}'.`);
  }
  return items;
}

/** Runs the items in their order. An item that depends on a failed one is not run (424). */
export function answerBatch(items: readonly BatchItem[], run: (item: BatchItem) => GraphAnswer): BatchAnswer[] {
  const answers = new Map<string, BatchAnswer>();
  for (const item of items) {
    const failed = item.dependsOn.some((id) => (answers.get(id)?.status ?? 0) >= 400);
    answers.set(item.id, failed ? dependencyFailed(item.id) : { id: item.id, ...run(item) });
  }
  return [...answers.values()];
}

function dependencyFailed(id: string): BatchAnswer {
  const error = { code: 'FailedDependency', message: 'A request that this one depends on has failed.' };
  return { id, status: 424, headers: { 'content-type': 'application/json' }, body: { error } };
}

function requestsOf(body: string): unknown[] {
  try {
    const { requests } = JSON.parse(body) as { requests?: unknown };
    if (Array.isArray(requests)) return requests as unknown[];
  } catch {
    throw badRequest('Unable to read JSON request payload.');
  }
  throw badRequest('Invalid batch payload format.');
}

function readItem(raw: unknown): BatchItem {
  const { id, method, url, headers, dependsOn } = (raw ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof id !== 'string' || typeof method !== 'string' || typeof url !== 'string') {
    throw badRequest('Each request of a batch needs an id, a method and a url.');
  }
  const given = Object.entries((headers ?? {}) as Readonly<Record<string, unknown>>);
  return {
    id,
    method: method.toUpperCase(),
    url: url.startsWith('/') ? url : `/${url}`,
    headers: Object.fromEntries(given.map(([name, value]) => [name.toLowerCase(), String(value)])),
    dependsOn: Array.isArray(dependsOn) ? dependsOn.map(String) : [],
  };
}
