import { readFile } from 'node:fs/promises';
import {
  AzureCliCredential,
  ClientAssertionCredential,
  ClientCertificateCredential,
  ClientSecretCredential,
  ManagedIdentityCredential,
  type TokenCredential,
} from '@azure/identity';
import { codeOf } from '../../core/errno.ts';
import { Failure } from '../../core/failure.ts';
import { Secret } from '../../core/secret.ts';
import type { EntraCredential, EntraSettings } from '../../core/settings.ts';
import { azureDevOpsAssertion, fileAssertion, githubAssertion, variable } from './assertions.ts';
import { decodeMarked } from '../../core/decode.ts';
import { ownCertificateFirst } from './own-certificate.ts';
import { identityHttp, machineHttp, type Trace } from './identity-http.ts';
import type { TokenRequests } from './token-requests.ts';
import type { Env } from './outside-world.ts';

/** Hosts that Azure Identity knows. For any other host it would ask the public cloud whether the host is genuine. */
const KNOWN_AUTHORITIES = new Set(['login.microsoftonline.com', 'login.microsoftonline.us', 'login.chinacloudapi.cn']);

/**
 * A proxy that is never used, since our clients send every request. Without this option Azure Identity reads HTTPS_PROXY
 * by rules of its own, and fails with "Invalid URL" for spellings that every other program takes.
 */
const NO_PROXY_OF_ITS_OWN = { host: 'http://localhost', port: 80 };

type NamedCredential = Exclude<EntraCredential, { readonly kind: 'default' }>;

/** @throws Failure when the environment lacks what the credential needs */
export function newCredential(
  settings: Pick<EntraSettings, 'tenantId' | 'authorityUrl'>,
  credential: NamedCredential,
  requests: TokenRequests,
  trace: Trace,
): TokenCredential {
  const { tenantId, authorityUrl } = settings;
  const options = {
    authorityHost: authorityUrl,
    disableInstanceDiscovery: !KNOWN_AUTHORITIES.has(new URL(authorityUrl).host),
    httpClient: identityHttp(requests, trace),
    proxyOptions: NO_PROXY_OF_ITS_OWN,
    // We repeat requests ourselves.
    retryOptions: { maxRetries: 0 },
  };
  const asserted = (clientId: string, assertion: () => Promise<string>): TokenCredential =>
    new ClientAssertionCredential(tenantId, clientId, () => remembered(assertion, trace), options);

  switch (credential.kind) {
    case 'clientSecret':
      return new ClientSecretCredential(tenantId, credential.clientId, credential.clientSecret.reveal(), options);
    case 'certificate':
      return new ClientCertificateCredential(
        tenantId,
        credential.clientId,
        { certificate: ownCertificateFirst(credential.certificate.reveal()) ?? '' },
        options,
      );
    case 'githubActions':
      return asserted(credential.clientId, () => githubAssertion(requests));
    case 'azureDevOps':
      return asserted(credential.clientId, () => azureDevOpsAssertion(requests, credential.serviceConnectionId));
    case 'workloadIdentity': {
      const advice = 'Set it, or write clientId under directory.';
      return asserted(credential.clientId ?? variable(requests, 'AZURE_CLIENT_ID', advice), () =>
        fileAssertion(requests),
      );
    }
    case 'managedIdentity':
      return new ManagedIdentityCredential({
        authorityHost: authorityUrl,
        httpClient: machineHttp(requests, trace),
        proxyOptions: NO_PROXY_OF_ITS_OWN,
        ...(credential.clientId === null ? {} : { clientId: credential.clientId }),
      });
    case 'azureCli':
      return new AzureCliCredential({ tenantId });
  }
}

/** Keeps the error of an assertion: Azure Identity replaces errors by its own, which say less. */
async function remembered(assertion: () => Promise<string>, trace: Trace): Promise<string> {
  try {
    return await assertion();
  } catch (error) {
    if (error instanceof Failure) trace.failure = error;
    throw error;
  }
}

/** A credential, and where it was found: for the log. */
export interface Choice {
  readonly credential: NamedCredential;
  readonly from: string;
}

/**
 * Chooses for `credential: default` the first kind for which the environment has variables, else the login of the Azure
 * CLI. Nothing is tried out, so the same environment always gives the same identity.
 */
export async function chooseCredential(credential: EntraCredential, env: Env): Promise<Choice> {
  if (credential.kind !== 'default') return { credential, from: 'sync.yaml' };
  const clientId = set(env, 'AZURE_CLIENT_ID');
  const secret = set(env, 'AZURE_CLIENT_SECRET');
  const certificate = set(env, 'AZURE_CLIENT_CERTIFICATE_PATH');
  if (clientId !== null && secret !== null) {
    return {
      credential: { kind: 'clientSecret', clientId, clientSecret: new Secret(secret) },
      from: 'AZURE_CLIENT_SECRET',
    };
  }
  if (clientId !== null && certificate !== null) {
    const pem = new Secret(await readCertificate(certificate));
    return {
      credential: { kind: 'certificate', clientId, certificate: pem },
      from: 'AZURE_CLIENT_CERTIFICATE_PATH',
    };
  }
  if (clientId !== null && set(env, 'ACTIONS_ID_TOKEN_REQUEST_URL') !== null) {
    return { credential: { kind: 'githubActions', clientId }, from: 'ACTIONS_ID_TOKEN_REQUEST_URL' };
  }
  if (set(env, 'AZURE_FEDERATED_TOKEN_FILE') !== null) {
    return { credential: { kind: 'workloadIdentity', clientId }, from: 'AZURE_FEDERATED_TOKEN_FILE' };
  }
  const endpoint = ['IDENTITY_ENDPOINT', 'MSI_ENDPOINT'].find((name) => set(env, name) !== null);
  if (endpoint !== undefined) return { credential: { kind: 'managedIdentity', clientId }, from: endpoint };
  return { credential: { kind: 'azureCli' }, from: 'no AZURE_ variables' };
}

function set(env: Env, name: string): string | null {
  const value = env[name] ?? '';
  return value === '' ? null : value;
}

async function readCertificate(path: string): Promise<string> {
  const pem = decodeMarked(await readCertificateFile(path)) ?? '';
  if (ownCertificateFirst(pem) !== null) return pem;
  throw new Failure(
    'ENTRA_CREDENTIAL_MISSING',
    'The file that AZURE_CLIENT_CERTIFICATE_PATH names holds no private key with a certificate that belongs to it.',
    'It must be one PEM file with both, and the key must not be encrypted.',
  );
}

async function readCertificateFile(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    throw new Failure(
      'ENTRA_CREDENTIAL_MISSING',
      `The file that AZURE_CLIENT_CERTIFICATE_PATH names cannot be read (${codeOf(error) ?? 'unknown error'}).`,
      'Check the variable and who may read that file.',
      { cause: error },
    );
  }
}
