import { readFile } from 'node:fs/promises';
import { codeOf } from '../../core/errno.ts';
import { Failure } from '../../core/failure.ts';
import { networkAdvice, networkProblem } from './network-problem.ts';
import { field, parseJson } from './json.ts';
import { askForToken, type TokenRequests } from './token-requests.ts';

/** The audience of the CI platform's token that Entra ID expects of a federated credential. */
const AUDIENCE = 'api://AzureADTokenExchange';

/**
 * The token by which GitHub vouches for a job.
 *
 * @see https://docs.github.com/actions/reference/security/oidc
 */
export async function githubAssertion(requests: TokenRequests): Promise<string> {
  const url = variable(requests, 'ACTIONS_ID_TOKEN_REQUEST_URL', GITHUB_ADVICE);
  const token = variable(requests, 'ACTIONS_ID_TOKEN_REQUEST_TOKEN', GITHUB_ADVICE);
  const address = secured(url, 'ACTIONS_ID_TOKEN_REQUEST_URL');
  address.searchParams.set('audience', AUDIENCE);
  const headers = { authorization: `bearer ${token}`, accept: 'application/json; api-version=2.0' };
  return fromPlatform(requests, address, { method: 'GET', headers }, 'value', 'GitHub Actions');
}

/**
 * The token by which Azure DevOps vouches for a service connection.
 *
 * @see https://learn.microsoft.com/rest/api/azure/devops/distributedtask/oidctoken/create
 */
export async function azureDevOpsAssertion(requests: TokenRequests, serviceConnectionId: string): Promise<string> {
  const url = variable(requests, 'SYSTEM_OIDCREQUESTURI', 'This credential only works in a job of Azure Pipelines.');
  const token = variable(
    requests,
    'SYSTEM_ACCESSTOKEN',
    'Map it into the step: `env: { SYSTEM_ACCESSTOKEN: $(System.AccessToken) }`.',
  );
  const address = secured(url, 'SYSTEM_OIDCREQUESTURI');
  address.searchParams.set('api-version', '7.1');
  address.searchParams.set('serviceConnectionId', serviceConnectionId);
  const headers = {
    authorization: `Bearer ${token}`,
    'content-type': 'application/json',
    // Without it the answer to a wrong token is a redirect to a login page.
    'x-tfs-fedauthredirect': 'Suppress',
  };
  return fromPlatform(requests, address, { method: 'POST', headers }, 'oidcToken', 'Azure DevOps');
}

/** The token in the file that Kubernetes and others write and renew. */
export async function fileAssertion(requests: TokenRequests): Promise<string> {
  const path = variable(
    requests,
    'AZURE_FEDERATED_TOKEN_FILE',
    'Give the pod a service account with workload identity (label azure.workload.identity/use: "true").',
  );
  try {
    return (await readFile(path, { encoding: 'utf8', signal: requests.signal })).trim();
  } catch (error) {
    requests.signal.throwIfAborted();
    throw new Failure(
      'ENTRA_FEDERATION_UNAVAILABLE',
      `The token file ${path} cannot be read (${codeOf(error) ?? 'unknown error'}).`,
      'Check AZURE_FEDERATED_TOKEN_FILE and who may read that file.',
      { cause: error },
    );
  }
}

const GITHUB_ADVICE =
  'This credential only works in a job of GitHub Actions with `permissions: { id-token: write, contents: read }`.';

/** @throws Failure when the environment variable is not set */
export function variable({ world }: Pick<TokenRequests, 'world'>, name: string, advice: string): string {
  const value = world.env[name] ?? '';
  if (value !== '') return value;
  throw new Failure('ENTRA_CREDENTIAL_MISSING', `The environment variable ${name} is not set.`, advice);
}

function secured(url: string, name: string): URL {
  if (URL.canParse(url) && new URL(url).protocol === 'https:') return new URL(url);
  throw new Failure(
    'ENTRA_CREDENTIAL_MISSING',
    `The environment variable ${name} holds no https:// address.`,
    'The platform sets it itself; look for what has changed it.',
  );
}

async function fromPlatform(
  requests: TokenRequests,
  url: URL,
  request: { method: string; headers: Record<string, string> },
  name: string,
  platform: string,
): Promise<string> {
  const problem = (text: string, advice: string): Failure =>
    new Failure('ENTRA_FEDERATION_UNAVAILABLE', `${platform} gave no token for this job: ${text}.`, advice);
  const reply = await askForToken(requests, url.href, request).catch((error: unknown) => {
    requests.signal.throwIfAborted();
    if (error instanceof Failure) throw error;
    const trouble = networkProblem(error);
    throw problem(`${url.origin}: ${trouble.text}`, networkAdvice(trouble, 'the settings of the runner'));
  });
  const token = field(parseJson(reply.text), name);
  if (reply.status === 200 && typeof token === 'string' && token !== '') return token;
  // The answer itself is not shown: it may hold half a token.
  throw problem(`${url.origin} answered with HTTP ${reply.status}`, 'Check the permissions of the job.');
}
