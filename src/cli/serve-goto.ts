import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { Failure } from '../core/failure.ts';
import {
  type GotoAccountFile,
  type GotoSandbox,
  loadGotoAccount,
  newGotoAccount,
  saveGotoAccount,
  startGotoSandbox,
} from '../sandbox/goto/index.ts';
import type { Context } from './context.ts';
import { writeNew } from './new-account-file.ts';
import { portTaken } from './port-taken.ts';
import type { Served } from './served.ts';

export interface GotoOptions {
  readonly file: string;
  readonly init: boolean;
  readonly port: number;
}

/**
 * Starts the stand-in GoTo account: OAuth and the Admin API at one address.
 *
 * @throws Failure SANDBOX_…
 */
export async function serveGoto(context: Context, options: GotoOptions): Promise<Served> {
  const file = resolve(context.cwd, options.file);
  if (options.init) await createAccount(file, options.file);
  const account = await loadGotoAccount(file);
  const sandbox = await start(account, file, options.port);
  return { url: sandbox.url, log: sandbox.log, yaml: yamlFor(sandbox), close: () => sandbox.close() };
}

async function createAccount(file: string, shown: string): Promise<void> {
  const secret = (kind: string): string => `sandbox-${kind}-${randomBytes(12).toString('hex')}`;
  const account = newGotoAccount({ clientSecret: secret('secret'), pat: secret('pat') });
  await writeNew(shown, () => saveGotoAccount(file, account));
}

async function start(account: GotoAccountFile, file: string, port: number): Promise<GotoSandbox> {
  try {
    return await startGotoSandbox({ account, file, host: '127.0.0.1', port });
  } catch (cause) {
    if (cause instanceof Failure) throw cause;
    throw portTaken(port, '--goto-port', cause);
  }
}

/** The secrets of the stand-in are none: they open nothing but this file. JSON texts are YAML texts as well. */
function yamlFor({ url, account }: GotoSandbox): string {
  const [client] = account.clients;
  const [token] = account.tokens;
  const lines = [
    `url: ${url}`,
    `authUrl: ${url}`,
    `account: ${JSON.stringify(account.accountKey)}`,
    `clientId: ${quoted(client?.clientId)}`,
    `clientSecret: ${quoted(client?.clientSecret)}`,
    `personalAccessToken: ${quoted(token?.pat)}`,
    `domains: [${account.validatedDomains.map(quoted).join(', ')}]`,
    'products:',
    ...account.licences.map(({ key, description }) => `  ${quoted(description)}: ${JSON.stringify(key)}`),
  ];
  return `goto:\n${lines.map((line) => `  ${line}\n`).join('')}`;
}

function quoted(text: string | undefined): string {
  if (text === undefined) return '…  # the account has none';
  return /^[A-Za-z][\w.-]*$/.test(text) ? text : JSON.stringify(text);
}
