import type { Plan } from '../plan/model.ts';
import type { LabelsOf } from '../plan/view/labels.ts';
import type { PlanView, ViewOptions } from '../plan/view/view.ts';
import type { LongLists } from './json-pieces.ts';
import type { MarkdownOptions } from './markdown.ts';
import type { Style } from './page.ts';
import type { WholeSheet } from './sheet.ts';
import type { SavedMark } from './sheet-summary.ts';

/** Where text and documents go: a terminal or a pipe. */
export interface Stream extends Style {
  /** Text for people. */
  write(text: string): void;
  /** A document for programs. @param lists of the document that are written item by item */
  writeJson(document: object, lists?: LongLists): void;
}

/** Puts a plan out in one form; `out` is a stream, or the path of a file. */
type Renderer<Out> = (plan: Plan, labelsOf: LabelsOf, out: Out) => Promise<void>;

/** Gives the text, which goes to a stream or to a file. */
type MarkdownRenderer = (plan: Plan, labelsOf: LabelsOf, options: MarkdownOptions) => Promise<string>;

/** @param rest where the reader finds what is left out, in the words of the command */
type TextRenderer = (plan: Plan, labelsOf: LabelsOf, out: Stream, rest: string) => Promise<void>;

/** @param saved the saved plan whose changes can be approved in the workbook; null = it is only to be read */
type WorkbookRenderer = (plan: Plan, labelsOf: LabelsOf, path: string, saved?: SavedMark | null) => Promise<void>;

/**
 * Every form in which a plan is put out. Each loads its code when it is used: a command does not pay for the forms that
 * it does not print.
 */
export const RENDERERS = {
  /** For people, on a terminal. */
  text: async (plan, labelsOf, out, rest) => {
    const { MOST_ROWS, renderText } = await import('./text.ts');
    out.write(renderText(await viewed(plan, labelsOf, { most: MOST_ROWS, rest }), out));
  },
  /** The plan document itself, for programs. */
  json: async (plan, _labelsOf, out) => {
    const { planHead, planLists } = await import('./json.ts');
    out.writeJson(planHead(plan), planLists(plan));
  },
  /** A workbook. @throws Failure OUTPUT_… when the file cannot be written */
  xlsx: async (plan, labelsOf, path, saved = null) => {
    const { writeExcel } = await import('./xlsx.ts');
    await writeExcel(await wholeView(plan, labelsOf), path, saved);
  },
  /** One page for a browser. @throws Failure OUTPUT_… when the file cannot be written */
  html: async (plan, labelsOf, path) => {
    const { pageViewOf } = await import('../plan/view/page.ts');
    const { writeHtml } = await import('./html.ts');
    await writeHtml(pageViewOf(plan, labelsOf), path);
  },
  /** A comment for reviewers, in Markdown. */
  markdown: async (plan, labelsOf, options) => {
    const { renderMarkdown } = await import('./markdown.ts');
    return renderMarkdown(await wholeView(plan, labelsOf), options);
  },
} as const satisfies {
  text: TextRenderer;
  json: Renderer<Stream>;
  xlsx: WorkbookRenderer;
  html: Renderer<string>;
  markdown: MarkdownRenderer;
};

/**
 * The cells of the workbook in which changes of a saved plan are approved, as it was written.
 *
 * @param plan as it was put out: with its secrets blotted out
 */
export async function approvingSheets(plan: Plan, labelsOf: LabelsOf, saved: SavedMark): Promise<WholeSheet[]> {
  const { wholeSheetsOf } = await import('./sheets.ts');
  return wholeSheetsOf(await wholeView(plan, labelsOf), saved);
}

async function wholeView(plan: Plan, labelsOf: LabelsOf): Promise<PlanView> {
  return await viewed(plan, labelsOf, { most: Infinity });
}

async function viewed(plan: Plan, labelsOf: LabelsOf, options: ViewOptions): Promise<PlanView> {
  const { viewOf } = await import('../plan/view/view.ts');
  return viewOf(plan, labelsOf, options);
}
