import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { dirname, join, resolve } from 'node:path';
import { decodeText } from '../config/inputs.ts';
import { errnoOf } from '../core/errno.ts';
import { Failure } from '../core/failure.ts';
import { replaceUnchanged } from '../files/replace-unchanged.ts';
import { indentedText, terminalText } from '../render/escape.ts';
import type { Asker } from '../wizard/ask.ts';
import { Stopped } from '../wizard/ask.ts';
import { clackAsker } from '../wizard/clack.ts';
import type { Draft } from '../wizard/draft.ts';
import { runWizard } from '../wizard/init.ts';
import type { Shop } from '../wizard/shop.ts';
import { envExample, variablesIn } from '../wizard/variables.ts';
import type { Context } from './context.ts';
import { type FileToEdit, readToEdit } from './edit-file.ts';
import { formatDiagnostics } from './errors.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { jobOf } from './job.ts';
import { newReporter } from './reporter.ts';
import { load } from './settings.ts';
import { stateDirOf } from './state-dir.ts';
import { terminalStream } from './terminal-stream.ts';

/** The wizard on a terminal. @throws Failure TERMINAL_MISSING */
export async function showInit(context: Context, fromAccount: boolean): Promise<ExitCode> {
  const { stdin, stderr } = context.terminal;
  if (!stdin.isTTY || !stderr.isTTY) {
    const message = 'adsync init asks questions, and there is no terminal to ask at. Nothing was written.';
    const advice = 'Run it in a terminal. In scripts: adsync mapping add, or start from the file examples/sync.yaml.';
    throw new Failure('TERMINAL_MISSING', message, advice);
  }
  const old = await readToEdit(context);
  const asker = askerOf(context);
  try {
    const before = old.bytes === null ? null : old.text;
    const draft = await runWizard({ asker, shop: shopOf(context), file: context.file, before, fromAccount });
    if (draft === null) asker.say('end', 'Nothing was written: the file says all of it already.');
    else await write(context, old, draft, asker);
    return EXIT.done;
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
    asker.say('end', 'Nothing was written.');
    return EXIT.failed;
  }
}

function askerOf(context: Context): Asker {
  const { stdin, stderr } = context.terminal;
  const input = stdin.stream;
  if (!(input instanceof Readable)) throw new Error('stdin is no stream that can be read');
  return clackAsker({
    input,
    output: terminalStream(context),
    columns: () => stderr.columns || 80,
    signal: context.signal,
  });
}

function shopOf(context: Context): Shop {
  const seen = (env: Shop['env']): Context => ({ ...context, env });
  return {
    env: context.env,
    check: (draft, purpose, env) =>
      load(env === null ? context : seen(env), purpose, {
        offline: env === null,
        instead: { shown: context.file, bytes: new TextEncoder().encode(draft.text) },
      }),
    job: async (settings, env) => ({
      ...(await jobOf(seen(env), settings, [])),
      reporter: newReporter(context),
      stateDir: await stateDirOf(context, undefined),
    }),
    faultsText: (loaded) => formatDiagnostics(loaded.ok ? loaded.warnings : loaded.diagnostics, false),
    failureText(error) {
      if (!(error instanceof Failure)) throw error;
      const lines = [`error ${error.code} ${error.message}`, `  ${error.advice}`].flatMap((text) => text.split('\n'));
      return context.mask(lines.map(indentedText).join('\n'));
    },
    mask: (value) => context.mask(value),
  };
}

/** The file, and the names of the variables that it refers to. */
async function write(context: Context, old: FileToEdit, draft: Draft, asker: Asker): Promise<void> {
  const { file, cwd } = context;
  await replaceUnchanged(old.path, old.bytes, old.mark + draft.text);
  asker.say('good', `Written: ${terminalText(file)}.`);
  const names = variablesIn(draft, null);
  const named = await writeExample(join(dirname(resolve(cwd, file)), '.env.example'), names).catch((error: unknown) => {
    // The file itself is written: that is to be told whatever becomes of this one.
    if (!(error instanceof Failure)) throw error;
    return context.mask(`${error.message} ${error.advice}`);
  });
  if (named !== null)
    asker.say(
      named === '' ? 'good' : 'warning',
      named === '' ? 'Written: .env.example, which names its variables.' : named,
    );
  const missing = names.filter((name) => (context.env[name] ?? '') === '');
  const set = missing.length === 0 ? '' : `Set ${missing.join(', ')}, then run: `;
  asker.say(
    'end',
    `${set}${set === '' ? 'Run: ' : ''}adsync plan${file === 'sync.yaml' ? '' : ` -f ${terminalText(file)}`}`,
  );
}

/** @returns null where it names all variables already, '' where it was written, else why it stays as it is */
async function writeExample(path: string, names: readonly string[]): Promise<string | null> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    if (errnoOf(cause) === 'ENOENT') return null;
    throw new Failure('FILE_NOT_EDITABLE', `${path} cannot be read.`, 'It was to name the variables.', { cause });
  });
  if (bytes !== null && decodeText(bytes) === null) {
    return `.env.example is no UTF-8 text, so it stays as it is. The file refers to ${names.join(', ')}.`;
  }
  const example = envExample(bytes === null ? null : bytes.toString('utf8'), names);
  if (example === null) return null;
  await replaceUnchanged(path, bytes, example);
  return '';
}
