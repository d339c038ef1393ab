import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { Failure } from '../core/failure.ts';
import {
  loadSandboxAccount,
  newSandboxAccount,
  type RescueSandbox,
  type SandboxAccount,
  saveSandboxAccount,
  startRescueSandbox,
} from '../sandbox/index.ts';
import { terminalText } from '../render/escape.ts';
import type { Context } from './context.ts';
import { writeNew } from './new-account-file.ts';
import { portTaken } from './port-taken.ts';
import type { Served } from './served.ts';

export interface AccountOptions {
  readonly file: string;
  readonly init: boolean;
  readonly port: number;
}

/**
 * Starts the stand-in Rescue account.
 *
 * @throws Failure SANDBOX_…
 */
export async function serveAccount(context: Context, options: AccountOptions): Promise<Served> {
  const file = resolve(context.cwd, options.file);
  if (options.init) await createAccount(file, options.file);
  const account = await loadSandboxAccount(file);
  const sandbox = await start(account, file, options.port);
  return {
    url: sandbox.url,
    log: sandbox.log,
    yaml: yamlFor(sandbox.url, options.file, account.apiTokens[0]),
    close: () => sandbox.close(),
  };
}

async function createAccount(file: string, shown: string): Promise<void> {
  const account = newSandboxAccount({
    organization: 'Example Corp',
    accountId: 560_961,
    apiToken: `sandbox-${randomBytes(12).toString('hex')}`,
    holder: { name: 'Account Holder', email: 'owner@corp.example', password: randomBytes(12).toString('hex') },
  });
  await writeNew(shown, () => saveSandboxAccount(file, account));
}

async function start(account: SandboxAccount, file: string, port: number): Promise<RescueSandbox> {
  try {
    return await startRescueSandbox({ account, file, exclusive: true, host: '127.0.0.1', port });
  } catch (cause) {
    if (cause instanceof Failure) throw cause;
    throw portTaken(port, '--port', cause);
  }
}

/** The stand-in's token is no secret: it opens nothing but this file. */
function yamlFor(url: string, file: string, token: string | undefined): string {
  const credentials = token === undefined ? 'email: …  # the account has no API token' : `apiToken: ${token}`;
  const offline = `or, without this server: sandbox:${terminalText(file)}`;
  return `rescue:\n  url: ${url}  # ${offline}\n  ${credentials}\n`;
}
