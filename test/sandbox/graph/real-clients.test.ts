import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AzurePipelinesCredential,
  ClientAssertionCredential,
  ClientCertificateCredential,
  ClientSecretCredential,
  ManagedIdentityCredential,
  type TokenCredential,
  WorkloadIdentityCredential,
} from '@azure/identity';
import { Client } from '@microsoft/microsoft-graph-client';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Agent } from 'undici';
import { type GraphSandbox, startGraphSandbox } from '../../../src/sandbox/graph/index.ts';
import { newClientCertificate } from './client-certificate.ts';
import { addGroup, addUsers, ask, BOTH_ROLES, CLIENT, guid, newTenant, SECRET, TENANT } from './world.ts';

/** Microsoft's own libraries against the stand-in. */

const GITHUB_APP = guid(70);
const DEVOPS_APP = guid(71);
const AUDIENCE = 'api://AzureADTokenExchange';
const certificate = newClientCertificate();

let sandbox: GraphSandbox;
let folder: string;

beforeAll(async () => {
  const tenant = newTenant();
  Object.assign(tenant.apps[0] ?? {}, { certificate: certificate.certificate });
  sandbox = await startGraphSandbox({ tenant });
  const { githubActions, azureDevOps } = sandbox.platforms;
  const trust = ({ issuer, subject }: { issuer: string; subject: string }): object => ({
    issuer,
    subject,
    audience: AUDIENCE,
  });
  tenant.apps.push(
    { clientId: GITHUB_APP, roles: BOTH_ROLES, federated: trust(githubActions) as never },
    { clientId: DEVOPS_APP, roles: BOTH_ROLES, federated: trust(azureDevOps) as never },
  );
  addGroup(tenant, 900, 'Everybody', addUsers(tenant, 2500));
  folder = await mkdtemp(join(tmpdir(), 'adsync-test-'));
});

afterAll(async () => {
  await sandbox.close();
  await rm(folder, { recursive: true, force: true });
});

function options(): { authorityHost: string; disableInstanceDiscovery: true; tlsOptions: { ca: string } } {
  return { authorityHost: sandbox.url, disableInstanceDiscovery: true, tlsOptions: { ca: sandbox.ca } };
}

async function githubToken(): Promise<string> {
  const { requestUrl, requestToken } = sandbox.platforms.githubActions;
  const headers = { authorization: `Bearer ${requestToken}` };
  const { body } = await ask(sandbox, `${requestUrl}&audience=${encodeURIComponent(AUDIENCE)}`, { headers });
  return String(body['value']);
}

/** Whether Graph takes the token. */
async function accepted(credential: TokenCredential): Promise<number> {
  const token = await credential.getToken(`${sandbox.url}/.default`);
  const headers = { authorization: `Bearer ${token?.token ?? ''}` };
  return (await ask(sandbox, `${sandbox.url}/v1.0/groups?$top=1`, { headers })).status;
}

/** Sets environment variables while `work` runs. */
async function withEnvironment<Result>(
  values: Readonly<Record<string, string>>,
  work: () => Promise<Result>,
): Promise<Result> {
  const before = { ...process.env };
  Object.assign(process.env, values);
  try {
    return await work();
  } finally {
    process.env = before;
  }
}

describe('the real @azure/identity gets a token that Graph takes', () => {
  test('with a client secret', async () => {
    const credential = new ClientSecretCredential(TENANT, CLIENT, SECRET, options());

    expect(await accepted(credential)).toBe(200);
  });

  test('with a certificate', async () => {
    const credential = new ClientCertificateCredential(TENANT, CLIENT, { certificate: certificate.both }, options());

    expect(await accepted(credential)).toBe(200);
  });

  test('with a token of GitHub Actions', async () => {
    const credential = new ClientAssertionCredential(TENANT, GITHUB_APP, githubToken, options());

    expect(await accepted(credential)).toBe(200);
  });

  test('with a token in a file, as in Kubernetes', async () => {
    const tokenFilePath = join(folder, 'token');
    await writeFile(tokenFilePath, await githubToken());
    const credential = new WorkloadIdentityCredential({
      ...options(),
      tenantId: TENANT,
      clientId: GITHUB_APP,
      tokenFilePath,
    });

    expect(await accepted(credential)).toBe(200);
  });

  test('from an Azure DevOps pipeline', async () => {
    const { requestUri, accessToken, serviceConnectionId } = sandbox.platforms.azureDevOps;

    const status = await withEnvironment({ SYSTEM_OIDCREQUESTURI: requestUri }, () =>
      accepted(new AzurePipelinesCredential(TENANT, DEVOPS_APP, serviceConnectionId, accessToken, options())),
    );

    expect(status).toBe(200);
  });

  test('with the managed identity of an App Service', async () => {
    const { endpoint, header } = sandbox.platforms.managedIdentity;

    const status = await withEnvironment({ IDENTITY_ENDPOINT: endpoint, IDENTITY_HEADER: header }, () =>
      accepted(new ManagedIdentityCredential({ tlsOptions: { ca: sandbox.ca } })),
    );

    expect(status).toBe(200);
  });

  test.each([
    ['a wrong secret', 7000215, () => new ClientSecretCredential(TENANT, CLIENT, 'wrong', options())],
    ['an unknown app', 700016, () => new ClientSecretCredential(TENANT, guid(99), SECRET, options())],
    [
      'a certificate that is not registered',
      700027,
      () => new ClientCertificateCredential(TENANT, CLIENT, { certificate: newClientCertificate().both }, options()),
    ],
    [
      'a token for an app that does not trust its issuer',
      700211,
      () => new ClientAssertionCredential(TENANT, CLIENT, githubToken, options()),
    ],
  ])('but not with %s', async (_what, number, credential) => {
    const refused = credential().getToken(`${sandbox.url}/.default`);

    await expect(refused).rejects.toThrow(String(number));
  });
});

describe('the real graph client', () => {
  test('reads a large group page by page', async () => {
    const credential = new ClientSecretCredential(TENANT, CLIENT, SECRET, options());
    const { token } = await credential.getToken(`${sandbox.url}/.default`);
    const client = Client.init({
      baseUrl: sandbox.url,
      defaultVersion: 'v1.0',
      customHosts: new Set(['localhost']),
      authProvider: (done) => {
        done(null, token);
      },
      fetchOptions: { dispatcher: new Agent({ connect: { ca: sandbox.ca } }) } as object,
    });

    const ids = new Set<string>();
    let next: string | undefined =
      `/groups/${guid(900)}/transitiveMembers/microsoft.graph.user?$count=true&$select=id&$top=999`;
    while (next !== undefined) {
      const page = (await client.api(next).header('ConsistencyLevel', 'eventual').get()) as {
        value: { id: string }[];
        '@odata.nextLink'?: string;
      };
      for (const { id } of page.value) ids.add(id);
      next = page['@odata.nextLink'];
    }

    expect(ids.size).toBe(2500);
  });
});
