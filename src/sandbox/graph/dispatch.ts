import { createPublicKey, type KeyObject } from 'node:crypto';
import type { GraphAnswer } from './answer.ts';
import { issueToken, openIdConfiguration } from './authority.ts';
import { faultError, foreignAnswer } from './fault-answers.ts';
import { askPlatform, type Platforms } from './identities.ts';
import type { LogEntry } from './log.ts';
import { answerGraph, type GraphRequestIn, type GraphService } from './service.ts';

export interface House {
  readonly service: GraphService;
  readonly platforms: Platforms;
  /** Private key of the stand-in's own issuer of workload identities. */
  readonly issuer: KeyObject;
}

/** Passes a request to the part that answers it: Graph, the authority, or a platform that vouches for programs. */
export function dispatch(request: GraphRequestIn, entry: LogEntry, { service, platforms, issuer }: House): GraphAnswer {
  const { method, url, headers, body, origin } = request;
  if (/^\/v1\.0(?:[/?]|$)/.test(url)) return answerGraph(service, request, entry);
  const { tenant, tokens, switches } = service;
  const now = service.now();
  const { fault } = entry;
  const error = fault === null ? null : faultError(fault, switches, now);
  if (error !== null) return { status: error.status, headers: error.headers, body: '' };
  const foreign = fault === null ? null : foreignAnswer(fault);
  if (foreign !== null) return foreign;

  const { pathname, searchParams: parameters } = new URL(url, origin);
  const { tokenLifetime } = switches;
  const authority = { tenant, tokens, issuerKey: createPublicKey(issuer), tokenLifetime, origin, now };
  const configuration = /^\/([^/]+)\/v2\.0\/\.well-known\/openid-configuration$/.exec(pathname)?.[1];
  if (configuration !== undefined && method === 'GET') return openIdConfiguration(configuration, authority);
  const endpoint = /^\/([^/]+)\/oauth2\/v2\.0\/token$/.exec(pathname)?.[1];
  if (endpoint !== undefined && method === 'POST') {
    const form = new URLSearchParams(body);
    entry.client = form.get('client_id');
    return issueToken(endpoint, form, authority);
  }
  const world = { platforms, tenant, tokens, key: issuer, tokenLifetime, now };
  return askPlatform({ method, pathname, parameters, headers }, world) ?? { status: 404, headers: {}, body: '' };
}
