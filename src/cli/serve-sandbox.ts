import { appendFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Failure } from '../core/failure.ts';
import { sleep } from '../net/sleep.ts';
import type { Context } from './context.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { mustBeNew } from './new-account-file.ts';
import type { AccountOptions } from './serve-account.ts';
import type { GotoOptions } from './serve-goto.ts';
import type { GraphOptions } from './serve-graph.ts';
import type { Served } from './served.ts';

export interface ServeOptions {
  /** null = none is served; likewise `goto` and `graph`. */
  readonly account: AccountOptions | null;
  readonly goto: GotoOptions | null;
  readonly graph: GraphOptions | null;
  readonly log: string | null;
}

/** Milliseconds between two looks at what is to be logged. */
const LOG_EVERY = 200;

/**
 * Serves stand-ins until a signal comes; the address of each is a line on stdout.
 *
 * @throws Failure SANDBOX_…, when a file cannot be read or written, or a port cannot be had
 */
export async function serveSandbox(context: Context, options: ServeOptions): Promise<ExitCode> {
  checkOptions(options);
  const created = [options.account, options.goto].filter((one) => one !== null).filter(({ init }) => init);
  await mustBeNew(
    context.cwd,
    created.map(({ file }) => file),
  );
  const log = options.log === null ? null : resolve(context.cwd, options.log);
  const served: Served[] = [];
  try {
    if (options.account !== null) {
      const { serveAccount } = await import('./serve-account.ts');
      served.push(await serveAccount(context, options.account));
    }
    if (options.goto !== null) {
      const { serveGoto } = await import('./serve-goto.ts');
      served.push(await serveGoto(context, options.goto));
    }
    if (options.graph !== null) {
      const { serveGraph } = await import('./serve-graph.ts');
      served.push(await serveGraph(context, options.graph));
    }
    if (log !== null) await append(log, '');
    const { stdout, stderr } = context.terminal;
    if (!context.quiet) stderr.write(howTo(served));
    stdout.write(served.map(({ url }) => `${url}\n`).join(''));
    await serve(served, log, context.signal);
  } finally {
    await Promise.all(served.map((one) => one.close()));
  }
  return EXIT.done;
}

function checkOptions({ account, goto, graph }: ServeOptions): void {
  if (account !== null || goto !== null || graph !== null) return;
  const advice =
    'Add --account FILE for a Rescue account, --goto FILE for GoTo, --graph for Entra ID, or several of them.';
  throw new Failure('SANDBOX_NOTHING', 'There is nothing to serve.', advice);
}

function howTo(served: readonly Served[]): string {
  const lines = served.map(({ yaml }) => yaml).join('\n');
  return `Serving; Ctrl-C ends it. To use it, write in the YAML file:\n\n${lines}\n`;
}

async function serve(served: readonly Served[], log: string | null, signal: AbortSignal): Promise<void> {
  const written = new Map<Served, number>();
  while (!signal.aborted) {
    await sleep(LOG_EVERY, signal).catch(() => undefined);
    for (const one of served) {
      const done = written.get(one) ?? 0;
      const news = one.log.slice(done);
      written.set(one, done + news.length);
      if (log !== null && news.length > 0)
        await append(log, news.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
    }
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
