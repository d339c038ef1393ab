import type { Inputs } from '../config/inputs.ts';
import { LARGEST_FILE, type Loaded, type LoadOptions, loadSettings } from '../config/load.ts';
import type { Purpose } from '../config/section.ts';
import type { Settings } from '../core/settings.ts';
import { readFileUpTo } from '../files/read-file.ts';
import { proxySecrets } from '../net/proxy.ts';
import { TARGET_SECTIONS } from '../targets/registry.ts';
import type { Context } from './context.ts';
import { STDIN, STDIN_SHOWN } from './read-stdin.ts';
import { planKeySecrets } from '../planfile/key.ts';

/** For what a file is read. */
export interface LoadWishes {
  /** Whether nothing is looked up that the file refers to (`Inputs`). Absent = no. */
  readonly offline?: boolean;
  /** Whether only the form of the file is looked at: no program runs that it names. Absent = no. */
  readonly formOnly?: boolean;
  /** A text that is read as if it stood in the file. */
  readonly instead?: LoadOptions['instead'];
}

/** Reads and checks the YAML file; from then on its secrets are blotted out of everything written. */
export async function load(
  context: Context,
  purpose: Purpose = 'sync',
  { offline = false, formOnly = false, instead }: LoadWishes = {},
): Promise<Loaded> {
  const { cwd, env, file, signal } = context;
  context.keepSecret([...proxySecrets(env), ...planKeySecrets(env)]);
  const byStdin = file === STDIN && instead === undefined;
  const text = byStdin ? { shown: STDIN_SHOWN, bytes: await context.readStdin(LARGEST_FILE) } : instead;
  const inputs: Inputs = {
    cwd,
    env,
    offline,
    readFile: (path, limit, kind) => readFileUpTo(path, limit, kind, signal),
    ...programs(context, formOnly),
    systemAuthorities: async () => (await import('../net/tls.ts')).systemAuthorities(),
  };
  const loaded = await loadSettings(file, inputs, {
    sections: TARGET_SECTIONS,
    purpose,
    ...(text === undefined ? {} : { instead: text }),
  });
  // What a signal broke off is no fault of the file.
  signal.throwIfAborted();
  context.keepSecret(loaded.secrets);
  return loaded;
}

/** Only somebody outside of the file allows what the file runs: it may be that of a pull request. */
function programs({ allowCommands, env, signal }: Context, formOnly: boolean): Pick<Inputs, 'runProgram'> {
  if (formOnly) return { runProgram: 'never' };
  if (!allowCommands) return {};
  return {
    runProgram: async (words, bounds) => {
      const { runProgram } = await import('../files/run-program.ts');
      const endGroup = (pid: number): void => {
        process.kill(-pid, 'SIGKILL');
      };
      return await runProgram(words, bounds, { env, platform: process.platform, signal, endGroup });
    },
  };
}

/**
 * The settings for a command. What is wrong with the file is written to stderr; null when there are errors, and the
 * command should end with `EXIT.failed`.
 *
 * @param purpose see `LoadOptions`
 * @param offline whether nothing is looked up that the file refers to (`Inputs`)
 */
export async function readSettings(
  context: Context,
  purpose: Purpose = 'sync',
  offline = false,
): Promise<Settings | null> {
  const loaded = await load(context, purpose, { offline });
  await printDiagnostics(loaded, context);
  return loaded.ok ? loaded.settings : null;
}

/** Errors, and warnings unless `--quiet`, to stderr. */
export async function printDiagnostics(loaded: Loaded<unknown>, context: Context): Promise<void> {
  const all = loaded.ok ? loaded.warnings : loaded.diagnostics;
  const shown = context.quiet ? all.filter(({ severity }) => severity === 'error') : all;
  if (shown.length === 0) return;
  const { formatDiagnostics, logDiagnostics } = await import('./errors.ts');
  const { stderr } = context.terminal;
  logDiagnostics(context.log, shown);
  if (!context.logsOnStderr) stderr.write(formatDiagnostics(shown, stderr.color));
}
