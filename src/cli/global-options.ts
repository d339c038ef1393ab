import { realpathSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { Failure } from '../core/failure.ts';
import { terminalText } from '../render/escape.ts';
import type { Host } from './context.ts';
import { FILE_NAME, findFile } from './find-file.ts';
import type { GlobalOptions } from './new-context.ts';

/** Takes a sentence for stderr, as soon as something is to be said: it may come before the log is open. */
type Say = (text: string, severity: 'warning' | 'info') => void;

/** What the options that all commands have say, on a command line that was read. */
export function globalOptionsOf(command: Command, host: Host, say: Say): GlobalOptions {
  const options = command.optsWithGlobals();
  const isNamed = !['default', undefined].includes(command.getOptionValueSourceWithGlobals('file'));
  let found: string | null = null;
  return {
    file: isNamed ? [options['file']].flat().map(String) : () => (found ??= search(host, say)),
    color: typeof options['color'] === 'boolean' ? options['color'] : null,
    input: options['input'] === true,
    allowCommands: options['allowCommands'] === true,
    verbose: options['verbose'] === true,
    quiet: options['quiet'] === true,
  };
}

/** Says which file is used, where it is not the one of this folder. */
function search({ cwd, env }: Host, say: Say): string {
  const home = env['USERPROFILE'] ?? env['HOME'] ?? null;
  const { file, passedOver } = findFile(real(cwd), { uid: process.geteuid?.() ?? null, home });
  if (passedOver !== null) {
    const shown = terminalText(passedOver.file);
    const advice = `To use it all the same, name it: --file ${shown}`;
    say(`warning FILE_OF_OTHERS ${shown} is not used: it ${passedOver.why}.\n  ${advice}\n`, 'warning');
  } else if (file !== FILE_NAME) {
    say(`The file is ${terminalText(file)}.\n`, 'info');
  }
  return file;
}

function real(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    return folder;
  }
}

/**
 * The host, as seen from the folder that -C names.
 *
 * @throws Failure CHDIR_FAILED
 */
export function hostIn(host: Host, folder: unknown): Host {
  if (typeof folder !== 'string') return host;
  const path = resolve(host.cwd, folder);
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw new Failure(
      'CHDIR_FAILED',
      `-C names ${folder}, and there is no such folder.`,
      'Check the path: it is relative to the folder in which adsync was started.',
    );
  }
  return {
    get stdin() {
      return host.stdin;
    },
    stdout: host.stdout,
    stderr: host.stderr,
    env: host.env,
    cwd: real(path),
    signal: host.signal,
    onHangup: (listener) => host.onHangup?.(listener),
  };
}
