import { type KeyObject, randomBytes } from 'node:crypto';
import type { GraphAnswer } from './answer.ts';
import { newJwt } from './jwt.ts';
import type { FederatedIdentity, GraphTenant } from './tenant.ts';
import type { AccessTokens } from './tokens.ts';

/**
 * The platforms that vouch for a program without a stored secret: GitHub Actions, Azure DevOps and the managed identity
 * of an App Service. Live: tests may change whom they vouch for.
 */
export interface Platforms {
  readonly githubActions: {
    /** For ACTIONS_ID_TOKEN_REQUEST_URL; it has a query already, as the real one. */
    readonly requestUrl: string;
    /** For ACTIONS_ID_TOKEN_REQUEST_TOKEN. */
    readonly requestToken: string;
    issuer: string;
    subject: string;
  };
  readonly azureDevOps: {
    /** For SYSTEM_OIDCREQUESTURI. */
    readonly requestUri: string;
    /** For SYSTEM_ACCESSTOKEN. */
    readonly accessToken: string;
    readonly serviceConnectionId: string;
    issuer: string;
    subject: string;
  };
  readonly managedIdentity: {
    /** For IDENTITY_ENDPOINT. */
    readonly endpoint: string;
    /** For IDENTITY_HEADER. */
    readonly header: string;
    /** The app it stands for; null = the tenant's first one. */
    clientId: string | null;
  };
}

export interface PlatformRequest {
  readonly method: string;
  readonly pathname: string;
  readonly parameters: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
}

const AUDIENCE = 'api://AzureADTokenExchange';
const LIFETIME = 600;

export function newPlatforms(url: string): Platforms {
  const secret = (): string => randomBytes(18).toString('base64url');
  return {
    githubActions: {
      requestUrl: `${url}/github/oidc?api-version=2.0`,
      requestToken: secret(),
      issuer: 'https://token.actions.githubusercontent.com',
      subject: 'repo:example/people:ref:refs/heads/main',
    },
    azureDevOps: {
      requestUri: `${url}/devops/oidctoken`,
      accessToken: secret(),
      serviceConnectionId: '5f1c2a30-0000-4000-8000-00000000c0de',
      issuer: 'https://vstoken.dev.azure.com/5f1c2a30-0000-4000-8000-0000000000d0',
      subject: 'sc://example/people/adsync',
    },
    managedIdentity: { endpoint: `${url}/msi/token`, header: secret(), clientId: null },
  };
}

/** A token of the stand-in's issuer for any identity, good for ten minutes. */
export function federatedToken(identity: FederatedIdentity, key: KeyObject, now: number): string {
  const seconds = Math.floor(now / 1000);
  const { issuer, subject, audience } = identity;
  return newJwt({ iss: issuer, sub: subject, aud: audience, iat: seconds, nbf: seconds, exp: seconds + LIFETIME }, key);
}

interface PlatformWorld {
  readonly platforms: Platforms;
  readonly tenant: GraphTenant;
  readonly tokens: AccessTokens;
  readonly key: KeyObject;
  readonly tokenLifetime: number;
  readonly now: number;
}

/** Answers a request to one of the platforms; null when it goes elsewhere. */
export function askPlatform(request: PlatformRequest, world: PlatformWorld): GraphAnswer | null {
  const { method, pathname } = request;
  if (method === 'GET' && pathname === '/github/oidc') return githubToken(request, world);
  if (method === 'POST' && pathname === '/devops/oidctoken') return azureDevOpsToken(request, world);
  if (method === 'GET' && pathname === '/msi/token') return managedIdentityToken(request, world);
  return null;
}

function githubToken({ headers, parameters }: PlatformRequest, { platforms, key, now }: PlatformWorld): GraphAnswer {
  const { requestToken, issuer, subject } = platforms.githubActions;
  if (bearerOf(headers) !== requestToken) return answer(401, {});
  const audience = parameters.get('audience') ?? 'https://github.com/example';
  const value = federatedToken({ issuer, subject, audience }, key, now);
  return answer(200, { count: value.length, value });
}

function azureDevOpsToken({ headers, parameters }: PlatformRequest, world: PlatformWorld): GraphAnswer {
  const { accessToken, serviceConnectionId, issuer, subject } = world.platforms.azureDevOps;
  if (bearerOf(headers) !== accessToken) return answer(401, {});
  if (parameters.get('serviceConnectionId') !== serviceConnectionId) {
    return answer(404, { message: 'The service connection does not exist, or you have no rights to it.' });
  }
  return answer(200, { oidcToken: federatedToken({ issuer, subject, audience: AUDIENCE }, world.key, world.now) });
}

/** The App Service form of managed identities, api-version 2019-08-01. */
function managedIdentityToken({ headers, parameters }: PlatformRequest, world: PlatformWorld): GraphAnswer {
  const { header, clientId } = world.platforms.managedIdentity;
  if (headers['x-identity-header'] !== header) return answer(401, { statusCode: 401, message: 'Unauthorized' });
  const asked = parameters.get('client_id') ?? clientId;
  const app = world.tenant.apps.find((one) => asked === null || one.clientId === asked);
  if (app === undefined)
    return answer(400, { statusCode: 400, message: 'No User Assigned or Delegated Managed Identity found' });
  const expires = Math.floor(world.now / 1000) + world.tokenLifetime;
  return answer(200, {
    access_token: world.tokens.issue(app, world.tokenLifetime),
    expires_on: String(expires),
    resource: parameters.get('resource') ?? '',
    token_type: 'Bearer',
    client_id: app.clientId,
  });
}

function bearerOf(headers: PlatformRequest['headers']): string | null {
  return /^bearer (.+)$/i.exec(headers['authorization'] ?? '')?.[1] ?? null;
}

function answer(status: number, body: unknown): GraphAnswer {
  return { status, headers: { 'content-type': 'application/json; charset=utf-8' }, body };
}
