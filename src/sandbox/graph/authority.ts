import { randomUUID, timingSafeEqual, type KeyObject } from 'node:crypto';
import type { GraphAnswer } from './answer.ts';
import { isSignedBy, isSignedByCertificate, readJwt } from './jwt.ts';
import type { GraphApp, GraphTenant } from './tenant.ts';
import type { AccessTokens } from './tokens.ts';

export interface Authority {
  readonly tenant: GraphTenant;
  readonly tokens: AccessTokens;
  /** Public key of the stand-in's own issuer of workload identities. */
  readonly issuerKey: KeyObject;
  /** Seconds. */
  readonly tokenLifetime: number;
  /** https://host:port as the client named it. */
  readonly origin: string;
  /** Milliseconds. */
  readonly now: number;
}

/** Roots of Graph that tokens are given for, besides the stand-in itself. */
const GRAPHS = new Set([
  'https://graph.microsoft.com',
  'https://graph.microsoft.us',
  'https://dod-graph.microsoft.us',
  'https://microsoftgraph.chinacloudapi.cn',
]);
const ASSERTION = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const JSON_HEADERS = { 'content-type': 'application/json; charset=utf-8' };

class Refusal extends Error {
  readonly status: number;
  readonly error: string;
  readonly number: number;

  constructor(status: number, error: string, number: number, message: string) {
    super(message);
    this.status = status;
    this.error = error;
    this.number = number;
  }
}

/** `GET /{tenant}/v2.0/.well-known/openid-configuration`: where tokens are to be had. */
export function openIdConfiguration(ref: string, authority: Authority): GraphAnswer {
  return answered(authority, () => {
    checkTenant(ref, authority.tenant);
    const root = `${authority.origin}/${ref}`;
    return {
      issuer: `${root}/v2.0`,
      authorization_endpoint: `${root}/oauth2/v2.0/authorize`,
      token_endpoint: `${root}/oauth2/v2.0/token`,
      device_authorization_endpoint: `${root}/oauth2/v2.0/devicecode`,
      end_session_endpoint: `${root}/oauth2/v2.0/logout`,
      jwks_uri: `${root}/discovery/v2.0/keys`,
      token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt'],
      response_types_supported: ['code'],
      subject_types_supported: ['pairwise'],
      id_token_signing_alg_values_supported: ['RS256'],
    };
  });
}

/** `POST /{tenant}/oauth2/v2.0/token` with grant_type client_credentials (RFC 6749, section 4.4; RFC 7523). */
export function issueToken(ref: string, form: URLSearchParams, authority: Authority): GraphAnswer {
  return answered(authority, () => {
    checkTenant(ref, authority.tenant);
    if (form.get('grant_type') !== 'client_credentials') {
      throw new Refusal(400, 'unsupported_grant_type', 70003, 'The app requested an unsupported grant type.');
    }
    checkScope(form.get('scope') ?? '', authority.origin);
    const clientId = form.get('client_id') ?? '';
    const app = authority.tenant.apps.find((one) => one.clientId.toLowerCase() === clientId.toLowerCase());
    if (app === undefined) {
      const message = `Application with identifier '${clientId}' was not found in the directory '${authority.tenant.domain}'.`;
      throw new Refusal(400, 'unauthorized_client', 700016, message);
    }
    checkCredential(app, form, `${authority.origin}/${ref}/oauth2/v2.0/token`, authority);
    const lifetime = authority.tokenLifetime;
    const token = authority.tokens.issue(app, lifetime);
    return { token_type: 'Bearer', expires_in: lifetime, ext_expires_in: lifetime, access_token: token };
  });
}

function checkTenant(ref: string, { tenantId, domain }: GraphTenant): void {
  if ([tenantId, domain].some((name) => name.toLowerCase() === ref.toLowerCase())) return;
  const message = `Tenant '${ref}' not found. Check to make sure you have the correct tenant ID.`;
  throw new Refusal(400, 'invalid_tenant', 90002, message);
}

function checkScope(scope: string, origin: string): void {
  const resource = /^(\S+)\/\.default$/.exec(scope)?.[1];
  if (resource === undefined) {
    throw new Refusal(400, 'invalid_scope', 1002012, `The provided value for scope ${scope} is not valid.`);
  }
  if (resource === origin || GRAPHS.has(resource)) return;
  const message = `The resource principal named ${resource} was not found in the tenant.`;
  throw new Refusal(400, 'invalid_resource', 500011, message);
}

function checkCredential(app: GraphApp, form: URLSearchParams, audience: string, authority: Authority): void {
  const assertion = form.get('client_assertion');
  if (assertion !== null && form.get('client_assertion_type') === ASSERTION) {
    checkAssertion(app, assertion, audience, authority);
    return;
  }
  const secret = form.get('client_secret');
  if (secret === null) {
    const message = "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.";
    throw new Refusal(401, 'invalid_client', 7000218, message);
  }
  if (app.secret === undefined || !isSame(secret, app.secret)) {
    const message = `Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${app.clientId}'.`;
    throw new Refusal(401, 'invalid_client', 7000215, message);
  }
  if (app.secretExpires !== undefined && Date.parse(app.secretExpires) <= authority.now) {
    const message = `The provided client secret keys for app '${app.clientId}' are expired.`;
    throw new Refusal(401, 'invalid_client', 7000222, message);
  }
}

/** An assertion in which the app vouches for itself is signed with its certificate; any other is somebody else's token. */
function checkAssertion(app: GraphApp, text: string, audience: string, authority: Authority): void {
  const jwt = readJwt(text);
  if (jwt === null) throw new Refusal(401, 'invalid_client', 50027, 'JWT token is invalid or malformed.');
  const { iss, sub, aud, exp, nbf } = jwt.claims;
  const seconds = authority.now / 1000;
  const fresh = typeof exp === 'number' && exp > seconds && (typeof nbf !== 'number' || nbf <= seconds + 300);

  if (iss === sub && iss === app.clientId) {
    if (app.certificate === undefined || !isSignedByCertificate(jwt, app.certificate)) {
      const message = `Client assertion contains an invalid signature. [Reason - The key was not found.] Application '${app.clientId}'.`;
      throw new Refusal(401, 'invalid_client', 700027, message);
    }
    if (aud !== audience) {
      throw new Refusal(401, 'invalid_client', 700023, 'Client assertion audience claim does not match Realm issuer.');
    }
  } else {
    checkFederation(app, jwt.claims);
    if (!isSignedBy(jwt, authority.issuerKey)) {
      throw new Refusal(401, 'invalid_client', 700027, 'Client assertion contains an invalid signature.');
    }
  }
  if (!fresh) {
    throw new Refusal(401, 'invalid_client', 700024, 'Client assertion is not within its valid time range.');
  }
}

function checkFederation(app: GraphApp, { iss, sub, aud }: Readonly<Record<string, unknown>>): void {
  const wanted = app.federated;
  const what = 'No matching federated identity record found for presented assertion';
  if (wanted?.issuer !== iss) throw new Refusal(401, 'invalid_client', 700211, `${what} issuer '${String(iss)}'.`);
  if (wanted?.subject !== sub) throw new Refusal(401, 'invalid_client', 700213, `${what} subject '${String(sub)}'.`);
  if (wanted?.audience !== aud) throw new Refusal(401, 'invalid_client', 700212, `${what} audience '${String(aud)}'.`);
}

function isSame(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

function answered({ now }: Authority, work: () => unknown): GraphAnswer {
  try {
    return { status: 200, headers: JSON_HEADERS, body: work() };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const [trace, correlation] = [randomUUID(), randomUUID()];
    const timestamp = `${new Date(now).toISOString().slice(0, 19).replace('T', ' ')}Z`;
    const body = {
      error: error.error,
      error_description: `AADSTS${error.number}: ${error.message} Trace ID: ${trace} Correlation ID: ${correlation} Timestamp: ${timestamp}`,
      error_codes: [error.number],
      timestamp,
      trace_id: trace,
      correlation_id: correlation,
      error_uri: `https://login.microsoftonline.com/error?code=${error.number}`,
    };
    return { status: error.status, headers: JSON_HEADERS, body };
  }
}
