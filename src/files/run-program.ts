import { spawn, type ChildProcess } from 'node:child_process';
import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { errnoOf } from '../core/errno.ts';
import { findProgram } from './find-program.ts';

/** What a program is given besides its words. */
export interface ProgramWorld {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  /** Ends a program and all that it has started, by the id of its group: `process.kill` of a negative id. */
  readonly endGroup: (pid: number) => void;
  /** Ends the program as soon as it aborts. */
  readonly signal: AbortSignal;
}

/** How a program is to run. */
export interface ProgramBounds {
  /** The folder in which it works; a name with a slash is relative to it. */
  readonly folder: string;
  /** The most bytes that it may print. */
  readonly limit: number;
  /** Milliseconds that it may take. */
  readonly patience: number;
}

/** What it printed; or what became of it, as the end of a sentence. */
export type ProgramAnswer = { readonly bytes: Uint8Array } | { readonly problem: string };

/**
 * Runs a program without a shell, and takes what it prints. It has no stdin and no terminal, so it can ask nobody; what it
 * says on stderr is dropped, for it may hold secrets. With it end all that it has started (in Windows only itself).
 *
 * @param words the program, and what it is given
 */
export async function runProgram(
  [program, ...args]: readonly [string, ...string[]],
  bounds: ProgramBounds,
  world: ProgramWorld,
): Promise<ProgramAnswer> {
  if (world.platform === 'win32' && /\.(?:cmd|bat)$/i.test(program)) return { problem: BATCH };
  const path = await pathOf(program, bounds.folder, world);
  if (path === null) return { problem: /[\\/]/.test(program) ? 'is no program that may be run' : NOT_FOUND };
  const child = spawn(path, args, {
    cwd: bounds.folder,
    env: world.env,
    shell: false,
    windowsHide: true,
    // A group of its own, which can be ended as a whole, and which has no terminal.
    detached: world.platform !== 'win32',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return await answerOf(child, bounds, world);
}

const BATCH = 'is a batch file, which only a shell could run: name the .exe that it starts';
const NOT_FOUND = 'is in no folder of PATH';

async function pathOf(program: string, folder: string, { env, platform }: ProgramWorld): Promise<string | null> {
  if (!/[\\/]/.test(program))
    return await findProgram(program.replace(/\.exe$/i, platform === 'win32' ? '' : '$&'), env, platform);
  const path = resolve(folder, program);
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile() ? path : null;
  } catch {
    return null;
  }
}

function answerOf(
  child: ChildProcess,
  { limit, patience }: ProgramBounds,
  world: ProgramWorld,
): Promise<ProgramAnswer> {
  return new Promise((done) => {
    const chunks: Buffer[] = [];
    let size = 0;
    let problem: string | null = null;
    const stop = (why: string): void => {
      problem ??= why;
      endAll(child, world);
    };
    const timer = setTimeout(() => {
      stop(`took longer than ${patience / 1000} seconds`);
    }, patience);
    const interrupted = (): void => {
      stop('was interrupted');
    };
    world.signal.addEventListener('abort', interrupted, { once: true });
    const end = (answer: ProgramAnswer): void => {
      clearTimeout(timer);
      world.signal.removeEventListener('abort', interrupted);
      done(answer);
    };
    child.stdout?.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > limit) stop(`printed more than ${limit} bytes`);
      else chunks.push(chunk);
    });
    child.once('error', (error) => {
      end({ problem: `could not be started (${errnoOf(error) ?? error.name})` });
    });
    child.once('close', (code, signal) => {
      if (problem !== null) end({ problem });
      else if (code === 0) end({ bytes: Buffer.concat(chunks) });
      else end({ problem: code === null ? `was ended by ${signal ?? 'the system'}` : `ended with exit code ${code}` });
    });
    if (world.signal.aborted) interrupted();
  });
}

function endAll(child: ChildProcess, { platform, endGroup }: ProgramWorld): void {
  if (child.pid === undefined) return;
  try {
    if (platform === 'win32') child.kill('SIGKILL');
    else endGroup(child.pid);
  } catch {
    // It has ended meanwhile.
  }
}
