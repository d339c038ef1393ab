import type { Plan } from '../plan/model.ts';
import type { LabelsOf } from '../plan/view/labels.ts';
import type { PlanView, ViewOptions } from '../plan/view/view.ts';
import type { MarkdownOptions } from './markdown.ts';
import type { Style } from './page.ts';

/** Where text and documents go: a terminal or a pipe. */
export interface Stream extends Style {
  /** Text for people. */
  write(text: string): void;
  /** A document for programs. */
  writeJson(document: object): void;
}

/** Puts a plan out in one form; `out` is a stream, or the path of a file. */
type Renderer<Out> = (plan: Plan, labelsOf: LabelsOf, out: Out) => Promise<void>;

/** Gives the text, which goes to a stream or to a file. */
type MarkdownRenderer = (plan: Plan, labelsOf: LabelsOf, options: MarkdownOptions) => Promise<string>;

/** @param rest where the reader finds what is left out, in the words of the command */
type TextRenderer = (plan: Plan, labelsOf: LabelsOf, out: Stream, rest: string) => Promise<void>;

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
    const { planDocument } = await import('./json.ts');
    out.writeJson(planDocument(plan));
  },
  /** A workbook. @throws Failure OUTPUT_… when the file cannot be written */
  xlsx: async (plan, labelsOf, path) => {
    const { writeExcel } = await import('./xlsx.ts');
    await writeExcel(await viewed(plan, labelsOf, { most: Infinity }), path);
  },
  /** A comment for reviewers, in Markdown. */
  markdown: async (plan, labelsOf, options) => {
    const { renderMarkdown } = await import('./markdown.ts');
    return renderMarkdown(await viewed(plan, labelsOf, { most: Infinity }), options);
  },
} as const satisfies {
  text: TextRenderer;
  json: Renderer<Stream>;
  xlsx: Renderer<string>;
  markdown: MarkdownRenderer;
};

async function viewed(plan: Plan, labelsOf: LabelsOf, options: ViewOptions): Promise<PlanView> {
  const { viewOf } = await import('../plan/view/view.ts');
  return viewOf(plan, labelsOf, options);
}
