import { checkSchema } from '../config/check-schema.ts';
import { aboutFile, type Diagnostic, Report } from '../config/diagnostic.ts';
import { decodeText, type Inputs, readProblem } from '../config/inputs.ts';
import { keysOf } from '../config/keys.ts';
import { readYaml } from '../config/read-yaml.ts';
import { YamlText } from '../config/yaml-text.ts';
import type { CaseFile } from './model.ts';
import { type Known, readCases } from './read-cases.ts';

/** 10,000 cases take less. */
const LARGEST_FILE = 10 * 1024 * 1024;

/** A file of cases, or everything that is wrong with it. */
export type LoadedCases =
  | { readonly ok: true; readonly cases: CaseFile }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

/**
 * Reads a file of cases and holds it against its schema, `schemas/cases.schema.json`.
 *
 * @param path absolute
 * @param file as the user named it
 */
export async function loadCases(
  path: string,
  file: string,
  readFile: Inputs['readFile'],
  known: Known,
): Promise<LoadedCases> {
  const text = await readText(path, file, readFile);
  if (typeof text !== 'string') return { ok: false, diagnostics: [text] };
  const yaml = new YamlText(file, text);
  const report = new Report(yaml);
  const root = readYaml(yaml, report);
  if (root === null) return { ok: false, diagnostics: report.sorted() };
  const { default: validate } = await import('../../generated/validators/cases.cjs');
  checkSchema(root, { validate, keys: keysOf([]), yaml, later: new Set(), report });
  const cases = readCases(root, file, known, report);
  return report.hasErrors ? { ok: false, diagnostics: report.sorted() } : { ok: true, cases };
}

async function readText(path: string, file: string, readFile: Inputs['readFile']): Promise<string | Diagnostic> {
  try {
    const bytes = await readFile(path, LARGEST_FILE, 'any');
    if (bytes.length > LARGEST_FILE)
      return aboutFile(file, 'FILE_TOO_LARGE', 'The file is larger than 10 MiB.', 'Name the right file.');
    const text = decodeText(bytes);
    return text ?? aboutFile(file, 'FILE_NOT_UTF8', 'The file is not UTF-8 text.', 'Save it as UTF-8.');
  } catch (error) {
    return aboutFile(file, 'FILE_UNREADABLE', `The file ${readProblem(error)}.`, 'Name another file of cases.');
  }
}
