import { Agent, request } from 'node:https';
import {
  type GraphSandbox,
  type GraphSandboxOptions,
  type GraphTenant,
  newGraphTenant,
  startGraphSandbox,
} from '../../../src/sandbox/graph/index.ts';

export const CLIENT = '11111111-0000-4000-8000-000000000001';
export const SECRET = 'the-secret-of-the-app';
export const TENANT = '22222222-0000-4000-8000-000000000002';
export const BOTH_ROLES = ['GroupMember.Read.All', 'User.Read.All'];

/** An object id that is easy to read: `guid(7)` ends in 7. */
export function guid(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

export function newTenant(roles: string[] = BOTH_ROLES): GraphTenant {
  return newGraphTenant({
    tenantId: TENANT,
    domain: 'corp.example',
    apps: [{ clientId: CLIENT, secret: SECRET, roles }],
  });
}

/** Adds users `from` … `from + count - 1`. @returns their ids */
export function addUsers(tenant: GraphTenant, count: number, from = 1): string[] {
  return Array.from({ length: count }, (_, index) => {
    const id = guid(from + index);
    const name = `user${from + index}@corp.example`;
    tenant.users.push({
      id,
      displayName: `User ${from + index}`,
      userPrincipalName: name,
      mail: name,
      accountEnabled: true,
    });
    return id;
  });
}

export function addGroup(tenant: GraphTenant, number: number, displayName: string, members: string[]): string {
  const id = guid(number);
  tenant.groups.push({ id, displayName, securityEnabled: true, mailEnabled: false, members });
  return id;
}

export interface Said {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  /** The text as JSON; an empty object when it is none. */
  readonly body: Readonly<Record<string, unknown>>;
}

export interface Ask {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Whose connections are used; without one, a new connection. */
  readonly agent?: Agent;
}

/** One request over https; nothing is followed or tried again. */
export function ask(
  sandbox: Pick<GraphSandbox, 'ca'>,
  url: string,
  { method = 'GET', headers = {}, body, agent }: Ask = {},
): Promise<Said> {
  return new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
    const options = { method, headers: { ...length, ...headers }, ca: sandbox.ca, agent: agent ?? false } as const;
    const sent = request(url, options, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(parts).toString('utf8');
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text, body: parsed(text) });
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
}

export function askForToken(
  sandbox: GraphSandbox,
  fields: Readonly<Record<string, string>> = {},
  tenant = TENANT,
): Promise<Said> {
  const all = {
    grant_type: 'client_credentials',
    client_id: CLIENT,
    client_secret: SECRET,
    scope: `${sandbox.url}/.default`,
    ...fields,
  };
  // What a test empties is left out.
  const form = new URLSearchParams(Object.entries(all).filter(([, value]) => value !== ''));
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  return ask(sandbox, `${sandbox.url}/${tenant}/oauth2/v2.0/token`, { method: 'POST', headers, body: form.toString() });
}

export interface World {
  readonly sandbox: GraphSandbox;
  /** The header that carries the token. */
  readonly authorization: { readonly authorization: string };
  /** GET below /v1.0 with a token and ConsistencyLevel; `url` may be a nextLink. */
  readonly get: (url: string, headers?: Readonly<Record<string, string>>) => Promise<Said>;
  /** The same without ConsistencyLevel. */
  readonly plain: (url: string) => Promise<Said>;
}

const open: GraphSandbox[] = [];

/** Closes every world that was begun; for afterEach. */
export async function closeAll(): Promise<void> {
  for (const sandbox of open.splice(0)) await sandbox.close();
}

/** A served tenant and a client with a token for it. */
export async function newWorld(options: GraphSandboxOptions): Promise<World> {
  const sandbox = await startGraphSandbox(options);
  open.push(sandbox);
  const { body } = await askForToken(sandbox);
  const authorization = { authorization: `Bearer ${String(body['access_token'])}` };
  const agent = new Agent({ keepAlive: true, maxSockets: 4 });
  const fetched = (url: string, headers: Readonly<Record<string, string>>): Promise<Said> =>
    ask(sandbox, url.startsWith('https:') ? url : `${sandbox.url}/v1.0${url}`, { headers, agent });
  return {
    sandbox,
    authorization,
    get: (url, headers = {}) => fetched(url, { ...authorization, consistencylevel: 'eventual', ...headers }),
    plain: (url) => fetched(url, authorization),
  };
}

export interface PageRead {
  readonly ids: string[];
  /** Items a page. */
  readonly sizes: number[];
  readonly counts: unknown[];
  readonly links: string[];
}

/** Follows nextLinks to the end, and no further than 50 pages. */
export async function readAll(get: World['get'], url: string): Promise<PageRead> {
  const read: PageRead = { ids: [], sizes: [], counts: [], links: [] };
  let next: string | undefined = url;
  while (next !== undefined && read.sizes.length < 50) {
    const { body } = await get(next);
    const value = (body['value'] ?? []) as { id: string }[];
    read.ids.push(...value.map(({ id }) => id));
    read.sizes.push(value.length);
    read.counts.push(body['@odata.count']);
    next = body['@odata.nextLink'] as string | undefined;
    if (next !== undefined) read.links.push(next);
  }
  return read;
}

/** Code of an error body. */
export function codeOf({ body }: Said): string {
  return (body['error'] as { code?: string } | undefined)?.code ?? '';
}

export function items({ body }: Said): Record<string, unknown>[] {
  return (body['value'] ?? []) as Record<string, unknown>[];
}
