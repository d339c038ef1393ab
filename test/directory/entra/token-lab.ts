import { Secret } from '../../../src/core/secret.ts';
import type { EntraCredential, EntraSettings } from '../../../src/core/settings.ts';
import { openEntra } from '../../../src/directory/entra/entra.ts';
import type { Env } from '../../../src/directory/entra/outside-world.ts';
import type { GraphApp } from '../../../src/sandbox/graph/index.ts';
import { newClientCertificate } from '../../sandbox/graph/client-certificate.ts';
import { addGroup, addUsers, CLIENT, guid, newTenant, SECRET } from '../../sandbox/graph/world.ts';
import { type Lab, newLab, readOptions, wantedOf } from './fixture.ts';

/** Microsoft's own Azure Identity against the stand-in authority, over https. */

export const AUDIENCE = 'api://AzureADTokenExchange';
export const certificate = newClientCertificate();

export async function newTenantLab(app: Partial<GraphApp> = {}): Promise<Lab> {
  const tenant = newTenant();
  Object.assign(tenant.apps[0] ?? {}, app);
  addGroup(tenant, 900, 'Helpdesk', addUsers(tenant, 3));
  return newLab(tenant);
}

/** Reads as the program does; resolves to how many people there are. */
export async function read(lab: Lab, overrides: Partial<EntraSettings>, env: Env = {}): Promise<number> {
  const world = { ...lab.world, env };
  const directory = openEntra(lab.settings(overrides), env, world);
  const reading = await directory.read(wantedOf([guid(900)]), readOptions(lab.said));
  return reading.people.size;
}

export function by(credential: EntraCredential): Partial<EntraSettings> {
  return { credential };
}

export const bySecret = {
  kind: 'clientSecret',
  clientId: CLIENT,
  clientSecret: new Secret(SECRET),
} satisfies EntraCredential;
export const byCertificate = {
  kind: 'certificate',
  clientId: CLIENT,
  certificate: new Secret(certificate.both),
} satisfies EntraCredential;

/** The variables that GitHub sets for a job. */
export function githubEnv({ sandbox }: Lab): Env {
  const { requestUrl, requestToken } = sandbox.platforms.githubActions;
  return { ACTIONS_ID_TOKEN_REQUEST_URL: requestUrl, ACTIONS_ID_TOKEN_REQUEST_TOKEN: requestToken };
}

/** Makes the app trust the tokens of a platform. */
export function trust(lab: Lab, platform: 'githubActions' | 'azureDevOps'): void {
  const { issuer, subject } = lab.sandbox.platforms[platform];
  Object.assign(lab.sandbox.tenant.apps[0] ?? {}, { federated: { issuer, subject, audience: AUDIENCE } });
}
