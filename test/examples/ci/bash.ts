import { spawn } from 'node:child_process';
import type { Ended } from '../../e2e/adsync.ts';

export interface BashOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

/** Runs a script as GitHub and Azure DevOps do, with no variables but those that are given. */
export async function bash(script: string, { cwd, env }: BashOptions, ...args: string[]): Promise<Ended> {
  const child = spawn('bash', ['--noprofile', '--norc', '-e', '-c', script, 'bash', ...args], {
    cwd,
    // CI, as every platform sets it: npx then looks for no newer npm.
    env: { PATH: process.env['PATH'] ?? '', HOME: cwd, CI: 'true', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout.on('data', (bytes: Buffer) => stdout.push(bytes));
  child.stderr.on('data', (bytes: Buffer) => stderr.push(bytes));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  return { code, stdout: Buffer.concat(stdout).toString(), stderr: Buffer.concat(stderr).toString() };
}
