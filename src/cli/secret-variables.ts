import { Secret } from '../core/secret.ts';
import type { Host } from './context.ts';

/** Variables that adsync, or a library it uses, reads a secret from. What they hold is masked in everything written. */
const SECRET_VARIABLES = [
  'ADSYNC_PLAN_KEY',
  'ADSYNC_PSEUDONYM_KEY',
  'ACTIONS_ID_TOKEN_REQUEST_TOKEN',
  'AZURE_CLIENT_SECRET',
  'AZURE_CLIENT_CERTIFICATE_PASSWORD',
  'AZURE_PASSWORD',
  'IDENTITY_HEADER',
  'MSI_SECRET',
  'SYSTEM_ACCESSTOKEN',
] as const;

export function secretsOf(env: Host['env']): Secret[] {
  return SECRET_VARIABLES.flatMap((name) => {
    const value = env[name]?.trim() ?? '';
    return value === '' ? [] : [new Secret(value)];
  });
}
