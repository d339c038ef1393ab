import MarkdownIt, { type Token } from 'markdown-it';

/**
 * Markdown as a code host shows it: HTML goes through, addresses become links, tables are tables. What it would do with
 * mentions and references is not in here: tests look that none stands outside of code.
 */
const PAGE = new MarkdownIt({ html: true, linkify: true });

export interface MarkdownPage {
  /** The blocks, by their names: `heading_open h3`. */
  readonly blocks: readonly string[];
  /** Names of everything within the blocks but text and code. */
  readonly marks: readonly string[];
  /** HTML, in blocks and in lines. */
  readonly html: readonly string[];
  /** Text outside of code. */
  readonly texts: readonly string[];
  /** What stands in code. */
  readonly codes: readonly string[];
}

export function pageOf(markdown: string): MarkdownPage {
  const tokens = PAGE.parse(markdown, {});
  const inline = tokens.flatMap(({ children }) => children ?? []);
  const ofType = (type: string): string[] => inline.filter((token) => token.type === type).map(contentOf);
  return {
    blocks: tokens.map(({ type, tag }) => `${type} ${tag}`),
    marks: [...new Set(inline.map(({ type }) => type))].filter((type) => type !== 'text' && type !== 'code_inline'),
    html: [...tokens.filter(({ type }) => type === 'html_block').map(contentOf), ...ofType('html_inline')],
    texts: ofType('text'),
    codes: ofType('code_inline'),
  };
}

function contentOf({ content }: Token): string {
  return content;
}

/** How many cells each line of each table has, as a program counts them that knows only escaped pipes. */
export function cellCounts(markdown: string): number[][] {
  return markdown
    .split('\n\n')
    .map((block) => block.split('\n').filter((line) => line.startsWith('|')))
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.map((line) => line.split(/(?<!\\)\|/).length - 2));
}
