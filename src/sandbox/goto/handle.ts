import type { IncomingMessage, ServerResponse } from 'node:http';
import { errorBody, type GotoAnswer, GotoError } from './call.ts';
import { type GotoFault, type GotoFaultKind, type GotoFaultPicker, keepsBack } from './faults.ts';
import { printJson } from './json.ts';
import { answerToken, type OAuth } from './oauth.ts';
import type { Past } from './past.ts';
import { bodyOf, formOf, partsOf, queryOf, type RawRequest, readRequest, redacted } from './request.ts';
import { answerCall, callerOf } from './service.ts';
import { html, json, send, sendHalf, struckBy, tooMany, type Wire } from './strike.ts';
import type { Throttle } from './throttle.ts';

export interface GotoRequest {
  readonly method: string;
  /** As it was sent, without the query. */
  readonly path: string;
  /** Decoded, by name. */
  readonly query: Readonly<Record<string, string>>;
  /** JSON as it was read, or the fields of a form with secrets as `***`; null = none. */
  readonly body: unknown;
  /** That of the answer, also where a fault kept it back. 0 when nothing was done. */
  readonly status: number;
  /** Whether the account may have changed. */
  readonly wrote: boolean;
  readonly fault: GotoFaultKind | null;
}

export interface GotoCallInfo {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
  /** Anything of the Admin API but a GET. */
  readonly writes: boolean;
}

const TOKEN_PATH = '/oauth/token';
const API_PATH = '/admin/rest/v1/';

/** What requests are answered with. */
export interface Service {
  readonly oauth: OAuth;
  readonly past: Past;
  readonly pickFault: GotoFaultPicker;
  readonly allowed: Throttle;
  readonly log: GotoRequest[];
  readonly save: () => Promise<void>;
  readonly sleep: (milliseconds: number) => Promise<unknown>;
  readonly during: (call: GotoCallInfo) => void | Promise<void>;
  readonly isClosing: () => boolean;
}

/** Answers one request, as the service does or as a fault makes of it. */
export async function handle(service: Service, incoming: IncomingMessage, response: ServerResponse): Promise<void> {
  const { log, oauth } = service;
  const { switches, now } = oauth;
  response.sendDate = false;
  if (switches.dateHeader) response.setHeader('date', new Date(now() + switches.clockSkew).toUTCString());
  const request = await readRequest(incoming);
  const { method, path } = request;
  const shown = shownRequest(request);
  const fault = service.pickFault(method, request.url);
  const wait = switches.latency + (fault?.kind === 'slow' ? (fault.delay ?? 1000) : 0);
  if (wait > 0) await service.sleep(wait);
  if (service.isClosing()) return;
  const entry = { ...shown, fault: fault?.kind ?? null };
  if (fault !== null && keepsBack(fault)) {
    log.push({ ...entry, status: 0, wrote: false });
    answerWith(struckBy(fault, null, refusal), fault, response);
    return;
  }
  if (!service.allowed(path === TOKEN_PATH ? 'oauth' : 'admin', switches.rateLimit)) {
    log.push({ ...entry, status: 429, wrote: false });
    send(response, tooMany(switches.retryAfter ? '1' : undefined));
    return;
  }
  await service.during({ method, path, body: shown.body, writes: method !== 'GET' && path !== TOKEN_PATH });
  const { wire, wrote } = carryOut(service, request, fault);
  log.push({ ...entry, status: wire.status, wrote });
  if (wrote) await service.save();
  answerWith(fault === null ? wire : struckBy(fault, wire, refusal), fault, response);
}

function refusal(status: 401 | 403): Wire {
  return wireOf(new GotoError(status, status === 401 ? 'not.authenticated' : 'not.authorized'), 0);
}

function wireOf(error: GotoError, incident: number): Wire {
  return error.code === null ? html(error.status) : json(error.status, printJson(errorBody(error, incident), false));
}

function carryOut(service: Service, request: RawRequest, fault: GotoFault | null): { wire: Wire; wrote: boolean } {
  try {
    const answer = answerRequest(service, request, fault);
    const body = answer.body === undefined ? '' : printJson(answer.body, service.oauth.switches.keysAsNumbers);
    return { wire: json(answer.status, body), wrote: answer.wrote === true };
  } catch (error) {
    // The number of the request makes every incident another one, and the same in every run.
    if (error instanceof GotoError) return { wire: wireOf(error, service.log.length + 1), wrote: false };
    throw error;
  }
}

function answerRequest({ oauth, past }: Service, request: RawRequest, fault: GotoFault | null): GotoAnswer {
  const { method, path, authorization, search, text } = request;
  const { account, switches, now } = oauth;
  if (path === TOKEN_PATH) {
    if (method !== 'POST') throw new GotoError(405, 'not.found');
    return answerToken(oauth, { authorization, form: formOf(text) });
  }
  if (!path.startsWith(API_PATH)) throw new GotoError(404, 'not.found');
  const caller = callerOf(oauth, authorization);
  if (method !== 'GET') past.keep();
  return answerCall({
    method,
    path: partsOf(path.slice(API_PATH.length)),
    query: queryOf(search),
    ...bodyOf(text),
    account,
    seen: past.before(switches.consistencyDelay),
    caller,
    switches,
    fault,
    now: now(),
  });
}

/** What the log keeps of a request, whether it can be read or not. */
function shownRequest({
  method,
  path,
  search,
  text,
}: RawRequest): Pick<GotoRequest, 'method' | 'path' | 'query' | 'body'> {
  const query = Object.fromEntries(new URLSearchParams(search));
  if (path === TOKEN_PATH) return { method, path, query, body: redacted(formOf(text)) };
  try {
    return { method, path, query, body: bodyOf(text).body ?? null };
  } catch {
    return { method, path, query, body: text };
  }
}

/** Sends an answer, half of it, or none: then the connection is cut or stays open without a word. */
function answerWith(wire: Wire | null, fault: GotoFault | null, response: ServerResponse): void {
  if (wire !== null && fault?.kind === 'cutShort') sendHalf(response, wire);
  else if (wire !== null) send(response, wire);
  else if (fault?.kind === 'dropBefore' || fault?.kind === 'dropAfter') response.socket?.destroy();
}
