import type { Inputs } from '../config/inputs.ts';
import type { Loaded, LoadOptions } from '../config/load.ts';
import type { Purpose } from '../config/section.ts';
import type { Settings } from '../core/settings.ts';
import { proxySecrets } from '../net/proxy.ts';
import type { Context } from './context.ts';
import { planKeySecrets } from '../planfile/key.ts';

/** For what a file is read. */
export interface LoadWishes {
  /** Whether nothing is looked up that the file refers to (`Inputs`). Absent = no. */
  readonly offline?: boolean;
  /** A text that is read as if it stood in the file. */
  readonly instead?: LoadOptions['instead'];
}

/** Reads and checks the YAML file; from then on its secrets are blotted out of everything written. */
export async function load(
  context: Context,
  purpose: Purpose = 'sync',
  { offline = false, instead }: LoadWishes = {},
): Promise<Loaded> {
  const [{ loadSettings }, { TARGET_SECTIONS }, { readFileUpTo }] = await Promise.all([
    import('../config/load.ts'),
    import('../targets/registry.ts'),
    import('../files/read-file.ts'),
  ]);
  const { cwd, env, file, signal } = context;
  context.keepSecret([...proxySecrets(env), ...planKeySecrets(env)]);
  const inputs: Inputs = {
    cwd,
    env,
    offline,
    readFile: (path, limit, kind) => readFileUpTo(path, limit, kind, signal),
    systemAuthorities: async () => (await import('../net/tls.ts')).systemAuthorities(),
  };
  const loaded = await loadSettings(file, inputs, {
    sections: TARGET_SECTIONS,
    purpose,
    ...(instead === undefined ? {} : { instead }),
  });
  // What a signal broke off is no fault of the file.
  signal.throwIfAborted();
  context.keepSecret(loaded.secrets);
  return loaded;
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
  const { formatDiagnostics, logDiagnostics } = await import('./errors.ts');
  const all = loaded.ok ? loaded.warnings : loaded.diagnostics;
  const shown = context.quiet ? all.filter(({ severity }) => severity === 'error') : all;
  const { stderr } = context.terminal;
  logDiagnostics(context.log, shown);
  if (!context.logsOnStderr) stderr.write(formatDiagnostics(shown, stderr.color));
}
