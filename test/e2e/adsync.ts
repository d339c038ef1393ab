import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { commandLine } from '../program.ts';

export const EXAMPLES = fileURLToPath(new URL('../../examples/', import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Node warns of this environment, whatever it runs. */
  readonly warned?: true;
  /** Called with everything that stderr has said so far, each time it says more. */
  readonly onStderr?: (text: string, kill: (signal: NodeJS.Signals) => void) => void;
}

/** Runs the built program, or the executable (test/program.ts), without a terminal and without the environment of this process. */
export async function adsync(args: readonly string[], options: RunOptions): Promise<Ended> {
  const env = { PATH: process.env['PATH'] ?? '', NODE_PENDING_DEPRECATION: '1', ...options.env };
  const [program, all] = commandLine(args);
  const child = spawn(program, all, { cwd: options.cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    options.onStderr?.(stderr, (signal) => child.kill(signal));
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  if (options.warned !== true) refuseWarnings(stderr);
  return { code, stdout, stderr };
}

/** Whatever Node says of itself means nothing to users. It warns of more than it would by itself: of what comes next. */
function refuseWarnings(stderr: string): void {
  const [warning] = /^\(node:\d+\).*$/m.exec(stderr) ?? [];
  if (warning !== undefined) throw new Error(`Node ${process.version} warns users: ${warning}`);
}

/** A new folder with some files in it, and a way to be rid of it. */
export async function newFolder(
  files: Readonly<Record<string, string>>,
): Promise<{ path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'adsync-test-'));
  for (const [name, text] of Object.entries(files)) await writeFile(join(path, name), text);
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}
