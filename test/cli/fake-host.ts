import { Readable } from 'node:stream';
import type { Host } from '../../src/cli/context.ts';
import { runCli } from '../../src/cli/run-cli.ts';

export interface Said {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface HostOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly isTTY?: boolean;
  /** What comes by standard input. */
  readonly stdin?: string;
  readonly signal?: AbortSignal;
}

/** A host that keeps what is written to it. */
export function fakeHost(options: HostOptions = {}): { host: Host; stdout: string[]; stderr: string[] } {
  const { env = {}, cwd = '/', isTTY = false, signal = new AbortController().signal } = options;
  const stdout: string[] = [];
  const stderr: string[] = [];
  const output = (lines: string[]): Host['stdout'] => ({
    write: (text) => {
      lines.push(text);
    },
    isTTY,
    columns: isTTY ? 80 : 0,
  });
  const stdin = { isTTY, stream: Readable.from(options.stdin === undefined ? [] : [Buffer.from(options.stdin)]) };
  return { host: { stdin, stdout: output(stdout), stderr: output(stderr), env, cwd, signal }, stdout, stderr };
}

/** Runs a command line in this process. */
export async function adsync(args: readonly string[], options: HostOptions = {}): Promise<Said> {
  const { host, stdout, stderr } = fakeHost(options);
  const code = await runCli(['node', 'adsync', ...args], host);
  return { code, stdout: stdout.join(''), stderr: stderr.join('') };
}
