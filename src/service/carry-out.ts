import { execFile } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { errnoOf } from '../core/errno.ts';
import { Failure } from '../core/failure.ts';
import { writeAtomically } from '../files/atomic.ts';
import { findProgram } from '../files/find-program.ts';
import { makeFolder } from '../files/make-folder.ts';
import { MARKER } from './description.ts';
import type { CommandLine, Step } from './steps.ts';

/** What steps are carried out with. */
export interface Here {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  /** Takes what a program has printed for people. */
  readonly show: (text: string) => void;
}

/** How a program ended; `code` is null where it could not be started. */
interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** More than any of the programs prints. */
const MOST_OUTPUT = 4 * 1024 ** 2;
/** Characters of a reason that are shown. */
const LONGEST_REASON = 1000;

/**
 * Carries steps out, one after the other; the first that fails ends it.
 *
 * @returns whether what a `show` step asked ended well; true without one
 * @throws Failure SERVICE_…, OUTPUT_…
 */
export async function carryOut(steps: readonly Step[], here: Here): Promise<boolean> {
  let well = true;
  for (const step of steps) {
    if (step.do === 'show') {
      const { code, stdout, stderr } = await start(step.command, here);
      here.show(stdout === '' ? stderr : stdout);
      well = code === 0;
    } else await carryOutOne(step, here);
  }
  return well;
}

async function carryOutOne(step: Exclude<Step, { do: 'show' }>, here: Here): Promise<void> {
  switch (step.do) {
    case 'ask-manager':
      await askManager(step.command, here);
      return;
    case 'look-at-file':
      checkOurs(await textOf(step.path), step.path, step.mayMiss);
      return;
    case 'look-at-answer': {
      const { code, stdout } = await start(step.command, here);
      checkOurs(code === 0 ? stdout : null, step.what, step.mayMiss);
      return;
    }
    case 'make-folder':
      await makeFolder(step.path, step.mode);
      return;
    case 'write':
      await write(step);
      return;
    case 'remove':
      await rm(step.path, { force: true });
      return;
    case 'run': {
      const ended = await start(step.command, here);
      if (ended.code !== 0 && step.mayFail !== true) throw failed(step.command, ended);
    }
  }
}

async function askManager(command: CommandLine, here: Here): Promise<void> {
  const { code, stderr } = await start(command, here);
  if (code === 0) return;
  const why = code === null ? `${command[0]} is not there` : (sentence(stderr) ?? `${command[0]} ends with ${code}`);
  throw new Failure(
    'SERVICE_MANAGER',
    `What manages services does not answer: ${why}. Nothing was written.`,
    'Run "adsync run" in a container or under another supervisor, or "adsync run --once" from cron: docs/service.md.',
  );
}

/** @param text null = nothing is there */
function checkOurs(text: string | null, what: string, mayMiss: boolean): void {
  if (text === null) {
    if (mayMiss) return;
    throw new Failure(
      'SERVICE_NOT_INSTALLED',
      `${what} is not there, so no such service is installed.`,
      'Look at --name and --user, or install it with "adsync service install".',
    );
  }
  // Programs of Windows print UTF-16 or one byte a character, as they like.
  if (text.replaceAll('\0', '').includes(MARKER)) return;
  throw new Failure(
    'SERVICE_NOT_OURS',
    `${what} is there, and "adsync service install" has not written it. It stays as it is.`,
    'Choose another name with --name, or remove the other service in the way in which it was made.',
  );
}

async function textOf(path: string): Promise<string | null> {
  try {
    const bytes = await readFile(path);
    return bytes.subarray(0, 2).equals(BYTE_ORDER_MARK) ? bytes.toString('utf16le') : bytes.toString('utf8');
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return null;
    throw error;
  }
}

const BYTE_ORDER_MARK = Buffer.from([0xff, 0xfe]);

async function write({ path, text, encoding }: Extract<Step, { do: 'write' }>): Promise<void> {
  const bytes =
    encoding === 'utf8' ? Buffer.from(text) : Buffer.concat([BYTE_ORDER_MARK, Buffer.from(text, 'utf16le')]);
  // Everybody may read it: it holds paths, and no secret.
  await writeAtomically(path, (file) => file.writeFile(bytes), 0o644, 'replace');
}

function failed([program, ...args]: CommandLine, { code, stdout, stderr }: Ended): Failure {
  const why =
    code === null ? 'it is in no folder of PATH' : (sentence(stderr) ?? sentence(stdout) ?? 'it says no more');
  return new Failure(
    'SERVICE_COMMAND',
    `${[program, ...args].join(' ')} ${code === null ? 'could not be started' : `ended with ${code}`}: ${why}.`,
    'Mend what it says (an administrator has to run it), and run the command again.',
  );
}

/** What a program printed, on one line and without the dot at its end; null where it printed nothing. */
function sentence(text: string): string | null {
  const line = text
    .trim()
    .split(/\s*[\r\n]+\s*/)
    .join(' ')
    .slice(0, LONGEST_REASON);
  return line === '' ? null : line.replace(/\.$/, '');
}

/** Starts a program without a shell, and waits until it has ended. */
async function start([name, ...args]: CommandLine, { env, platform }: Here): Promise<Ended> {
  const program = await findProgram(name, env, platform);
  if (program === null) return { code: null, stdout: '', stderr: '' };
  return await new Promise((done) => {
    const options = { env: { ...env }, maxBuffer: MOST_OUTPUT, windowsHide: true };
    execFile(program, args, options, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 1;
      done({ code, stdout, stderr });
    });
  });
}
