import { randomBytes } from 'node:crypto';
import { access, appendFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from '../core/failure.ts';
import {
  loadSandboxAccount,
  newSandboxAccount,
  type RescueSandbox,
  saveSandboxAccount,
  startRescueSandbox,
} from '../sandbox/index.ts';
import type { Context } from './context.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';

export interface ServeOptions {
  readonly account: string;
  readonly init: boolean;
  readonly port: number;
  readonly log: string | null;
}

/** Milliseconds between two looks at what is to be logged. */
const LOG_EVERY = 200;

/**
 * Serves a stand-in account until a signal comes.
 *
 * @throws Failure SANDBOX_…, when the account cannot be read, or the port cannot be had
 */
export async function serveSandbox(context: Context, options: ServeOptions): Promise<ExitCode> {
  const file = resolve(context.cwd, options.account);
  if (options.init) await createAccount(file, options.account);
  const account = await loadSandboxAccount(file);
  const log = options.log === null ? null : resolve(context.cwd, options.log);
  if (log !== null) await append(log, '');
  const sandbox = await start(account, file, options.port);
  try {
    const { stdout, stderr } = context.terminal;
    stdout.write(`${sandbox.url}\n`);
    if (!context.quiet) stderr.write(howTo(sandbox.url, account.apiTokens[0]));
    await serve(sandbox, log, context.signal);
  } finally {
    await sandbox.close();
  }
  return EXIT.done;
}

async function createAccount(file: string, shown: string): Promise<void> {
  const exists = await access(file).then(
    () => true,
    () => false,
  );
  if (exists) {
    const advice = 'Leave --init out to serve it, or name another file.';
    throw new Failure('SANDBOX_FILE_EXISTS', `There is a file ${shown} already.`, advice);
  }
  const account = newSandboxAccount({
    organization: 'Example Corp',
    accountId: 560_961,
    apiToken: `sandbox-${randomBytes(12).toString('hex')}`,
    holder: { name: 'Account Holder', email: 'owner@corp.example', password: randomBytes(12).toString('hex') },
  });
  try {
    await saveSandboxAccount(file, account);
  } catch (cause) {
    const advice = 'Look at the folder and at who may write there.';
    throw new Failure('SANDBOX_FILE_UNWRITABLE', `${shown} cannot be written.`, advice, { cause });
  }
}

async function start(
  account: Awaited<ReturnType<typeof loadSandboxAccount>>,
  file: string,
  port: number,
): Promise<RescueSandbox> {
  try {
    return await startRescueSandbox({ account, file, host: '127.0.0.1', port });
  } catch (cause) {
    if (cause instanceof Failure) throw cause;
    const advice = 'Another program may be using it: choose another --port, or leave it out for any free one.';
    throw new Failure('SANDBOX_PORT', `Cannot listen on port ${port}.`, advice, { cause });
  }
}

/** The stand-in's token is no secret: it opens nothing but this file. */
function howTo(url: string, token: string | undefined): string {
  const credentials = token === undefined ? 'email: …  # the account has no API token' : `apiToken: ${token}`;
  return `Serving the stand-in account; Ctrl-C ends it. To use it, write in the YAML file:\n\nrescue:\n  url: ${url}\n  ${credentials}\n\n`;
}

async function serve(sandbox: RescueSandbox, log: string | null, signal: AbortSignal): Promise<void> {
  let written = 0;
  while (!signal.aborted) {
    await sleep(LOG_EVERY, undefined, { signal }).catch(() => undefined);
    const news = sandbox.log.slice(written);
    written += news.length;
    if (log !== null && news.length > 0) await append(log, news.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
  }
}

async function append(path: string, text: string): Promise<void> {
  try {
    await appendFile(path, text, { mode: 0o600 });
  } catch (cause) {
    const advice = 'Look at the folder and at who may write there.';
    throw new Failure('LOG_UNWRITABLE', `The log ${path} cannot be written.`, advice, { cause });
  }
}
