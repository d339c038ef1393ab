import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { errnoOf } from '../core/errno.ts';
import { LARGEST_FILE } from '../config/load.ts';
import { decodeText } from '../config/inputs.ts';
import { hunksOf } from '../config/edit/diff.ts';
import { Failure } from '../core/failure.ts';
import { replaceUnchanged } from '../files/replace-unchanged.ts';
import { renderDiff } from '../render/file-diff.ts';
import type { Context } from './context.ts';
import { STDIN, STDIN_SHOWN } from './read-stdin.ts';
import { load, printDiagnostics } from './settings.ts';

/** The YAML file as it was read, to be changed. */
export interface FileToEdit {
  readonly path: string;
  /** null = there is no such file. */
  readonly bytes: Uint8Array | null;
  /** Without a byte order mark; empty where there is no such file. */
  readonly text: string;
  /** The byte order mark, or nothing. */
  readonly mark: string;
}

const BYTE_ORDER_MARK = '\uFEFF';

/** @throws Failure FILE_NOT_EDITABLE */
export async function readToEdit({ cwd, file }: Context): Promise<FileToEdit> {
  if (file === STDIN) {
    const message = 'The YAML file comes by standard input, so there is none that could be changed.';
    throw new Failure('FILE_NOT_EDITABLE', message, 'Name the file with --file.');
  }
  const path = resolve(cwd, file);
  const bytes = await readFile(path).catch((cause: unknown) => {
    if (errnoOf(cause) === 'ENOENT') return null;
    throw notEditable(file, 'cannot be read', cause);
  });
  const text = bytes === null ? '' : decodeText(bytes);
  if (text === null) throw notEditable(file, 'is not UTF-8 text');
  const hasMark = bytes !== null && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  return { path, bytes, text, mark: hasMark ? BYTE_ORDER_MARK : '' };
}

/** The text of the file, or of standard input, that is only looked at. @throws Failure FILE_NOT_EDITABLE */
export async function readText(context: Context): Promise<{ readonly shown: string; readonly text: string } | null> {
  if (context.file !== STDIN) {
    const { bytes, text } = await readToEdit(context);
    return bytes === null ? null : { shown: context.file, text };
  }
  const text = decodeText(await context.readStdin(LARGEST_FILE));
  if (text === null) throw notEditable(STDIN_SHOWN, 'is not UTF-8 text');
  return { shown: STDIN_SHOWN, text };
}

function notEditable(file: string, why: string, cause?: unknown): Failure {
  const advice = 'Name the YAML file with --file. adsync init makes a new one.';
  return new Failure('FILE_NOT_EDITABLE', `${file} ${why}, so it cannot be changed.`, advice, { cause });
}

export interface Ending {
  /** Whether the change is only shown. */
  readonly dryRun: boolean;
  /** What was done, as a sentence. */
  readonly done: string;
}

/**
 * Writes the changed file, if it is faultless; secrets that it refers to are not looked up. What is wrong with it goes to
 * stderr.
 *
 * @returns whether it is faultless
 * @throws Failure FILE_CHANGED, and OUTPUT_… when it cannot be written
 */
export async function putEdited(context: Context, old: FileToEdit, text: string, ending: Ending): Promise<boolean> {
  const { file, terminal } = context;
  const bytes = new TextEncoder().encode(old.mark + text);
  const loaded = await load(context, 'sync', { offline: true, instead: { shown: file, bytes } });
  await printDiagnostics(loaded, context);
  if (!loaded.ok) {
    terminal.stderr.write('Nothing was written: with this change the file would have the errors above.\n');
    return false;
  }
  if (ending.dryRun) {
    const hunks = hunksOf(context.mask(old.text), context.mask(text));
    terminal.stdout.write(renderDiff(file, hunks, terminal.stdout, old.bytes === null));
    return true;
  }
  await replaceUnchanged(old.path, old.bytes, old.mark + text);
  terminal.stdout.write(`${ending.done}\n`);
  return true;
}
