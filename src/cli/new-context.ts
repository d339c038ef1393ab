import type { Secret } from '../core/secret.ts';
import type { Context, Host, Output } from './context.ts';
import { scrub } from './scrub.ts';

export interface GlobalOptions {
  readonly file: string;
  readonly color: boolean;
  readonly verbose: boolean;
  readonly quiet: boolean;
}

/** What a command is given: the host, seen through the global options. */
export function newContext(host: Host, options: GlobalOptions): Context {
  const secrets: Secret[] = [];
  const output = (stream: Host['stdout']): Output => ({
    write: (text) => {
      stream.write(scrub(text, secrets));
    },
    isTTY: stream.isTTY,
    columns: stream.columns,
    color: options.color && wantsColor(stream, host.env),
  });
  return {
    terminal: {
      get stdin() {
        return host.stdin;
      },
      stdout: output(host.stdout),
      stderr: output(host.stderr),
    },
    env: host.env,
    cwd: host.cwd,
    signal: host.signal,
    file: options.file,
    verbose: options.verbose,
    quiet: options.quiet,
    keepSecret: (more) => {
      secrets.push(...more);
    },
  };
}

/** https://no-color.org: any text in NO_COLOR switches colours off. */
function wantsColor(stream: Host['stdout'], env: Host['env']): boolean {
  return stream.isTTY && (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb';
}
