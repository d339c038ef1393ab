import { resolve } from 'node:path';
import { Failure } from '../core/failure.ts';
import type { Secret } from '../core/secret.ts';
import { mustBeWritable } from '../files/replaceable.ts';
import type { Plan, SavedPlan } from '../plan/model.ts';
import type { LabelsOf } from '../plan/view/labels.ts';
import { RENDERERS } from '../render/renderers.ts';
import type { Context } from './context.ts';
import type { MarkdownWishes } from './markdown-option.ts';
import { writeLine } from './progress.ts';

/** In which forms a plan is put out. */
export interface PlanForms {
  readonly excel: string | null;
  readonly html: string | null;
  /** null where none is asked for. */
  readonly markdown: MarkdownWishes | null;
  readonly out: string | null;
  /** Whether any file may be replaced. */
  readonly force: boolean;
  readonly json: boolean;
}

/**
 * @param made the folder that the plan makes for its records: a form may stand in it, also with the first plan; null = none
 * @throws Failure EXCEL_NAME, HTML_NAME, OUTPUT_TWICE, OUTPUT_…
 */
export async function checkForms({ cwd }: Context, forms: PlanForms, made: string | null): Promise<void> {
  const { excel, html, markdown, out, json, force } = forms;
  if (excel !== null && !/[^/\\]\.xlsx$/i.test(excel)) {
    throw new Failure(
      'EXCEL_NAME',
      `--excel names ${excel}, and Excel opens a workbook only where its name ends in .xlsx.`,
      'Name a file that ends in .xlsx, as plan.xlsx.',
    );
  }
  if (html !== null && !/[^/\\]\.html$/i.test(html)) {
    throw new Failure(
      'HTML_NAME',
      `--html names ${html}, and a browser shows a page only where its name ends in .html.`,
      'Name a file that ends in .html, as plan.html.',
    );
  }
  if (json && markdown?.file === null) {
    throw new Failure(
      'OUTPUT_TWICE',
      '--json and --markdown both print to stdout.',
      'Name a file: --markdown plan.md.',
    );
  }
  const files = [
    { option: '--excel', file: excel, kind: 'workbook' },
    { option: '--html', file: html, kind: 'page' },
    { option: '--markdown', file: markdown?.file ?? null, kind: 'comment' },
    { option: '--out', file: out, kind: 'plan' },
  ] as const;
  const paths = new Map<string, string>();
  for (const { option, file } of files) {
    if (file === null) continue;
    const other = paths.get(resolve(cwd, file));
    if (other !== undefined) {
      throw new Failure('OUTPUT_TWICE', `${other} and ${option} both name ${file}.`, 'Name two files.');
    }
    paths.set(resolve(cwd, file), option);
  }
  for (const { file, kind } of files) {
    if (file !== null) await mustBeWritable(resolve(cwd, file), file, kind, force, made);
  }
}

/**
 * Writes the files that were asked for, and prints the plan.
 *
 * @param key signs the saved plan; null = it is not signed
 */
export async function putOut(
  plan: Plan,
  context: Context,
  forms: PlanForms & { readonly labelsOf: LabelsOf },
  key: Secret | null,
): Promise<void> {
  await writeFiles(plan, context, forms, key);
  const { json, markdown, labelsOf } = forms;
  const { stdout } = context.terminal;
  const masked = context.mask(plan);
  if (json) await RENDERERS.json(masked, labelsOf, stdout);
  else if (markdown?.file === null) stdout.write(await markdownOf(masked, labelsOf, markdown));
  else await RENDERERS.text(masked, labelsOf, stdout, 'see --excel, --html or --json');
}

async function writeFiles(
  plan: Plan,
  context: Context,
  { excel, html, markdown, out, labelsOf }: PlanForms & { readonly labelsOf: LabelsOf },
  key: Secret | null,
): Promise<void> {
  const saved = out === null ? null : await save(plan, context, out, key);
  const masked = context.mask(plan);
  if (excel !== null) {
    await RENDERERS.xlsx(saved === null ? masked : context.mask(saved), labelsOf, resolve(context.cwd, excel), saved);
    const approve =
      saved === null ? '' : ` What is approved in it can be applied: adsync apply ${out ?? ''} --approved ${excel}`;
    writeLine(context, `The plan was written to ${excel}.${approve}`);
  }
  if (html !== null) {
    await RENDERERS.html(masked, labelsOf, resolve(context.cwd, html));
    writeLine(context, `The plan was written to ${html}.`);
  }
  if (markdown !== null && markdown.file !== null) {
    const { writeAtomically } = await import('../files/atomic.ts');
    const text = await markdownOf(masked, labelsOf, markdown);
    // It lists people, as the other files do.
    await writeAtomically(resolve(context.cwd, markdown.file), (file) => file.writeFile(text), 0o600);
    writeLine(context, `The plan was written to ${markdown.file}.`);
  }
}

function markdownOf(plan: Plan, labelsOf: LabelsOf, { limit, link }: MarkdownWishes): Promise<string> {
  return RENDERERS.markdown(plan, labelsOf, { link, ...(limit === null ? {} : { limit }) });
}

async function save(plan: Plan, context: Context, out: string, key: Secret | null): Promise<SavedPlan> {
  const { savePlan } = await import('../planfile/save.ts');
  const saved = await savePlan(plan, resolve(context.cwd, out), key);
  writeLine(context, `The plan was ${key === null ? 'saved' : 'signed and saved'} to ${out}.`);
  return saved;
}
