import { InvalidArgumentError } from 'commander';
import { type Options } from './command.ts';

export const MARKDOWN = [
  '--markdown [file]',
  'write the plan as a comment for a pull request, or print it instead of the text',
] as const;

export const MARKDOWN_LIMIT = [
  '--markdown-limit <bytes>',
  'the most bytes of --markdown, from 10000: 65000 unless given, which GitHub takes as a comment; 1000000 for a step summary',
  limit,
] as const;

export const MARKDOWN_LINK = [
  '--markdown-link <url>',
  'where the whole plan is kept, as the page of the CI run: named by --markdown where it has no room for all',
  link,
] as const;

/** What is asked for as Markdown. */
export interface MarkdownWishes {
  /** null for stdout. */
  readonly file: string | null;
  /** Bytes; null for what a comment may have. */
  readonly limit: number | null;
  readonly link: string | null;
}

/** @returns null where no Markdown is asked for */
export function markdownWishes({ markdown, markdownLimit, markdownLink }: Options): MarkdownWishes | null {
  if (markdown === undefined) return null;
  return {
    file: typeof markdown === 'string' ? markdown : null,
    limit: typeof markdownLimit === 'number' ? markdownLimit : null,
    link: typeof markdownLink === 'string' ? markdownLink : null,
  };
}

/** As LEAST_LIMIT in render/markdown.ts, which a command line need not load. */
const LEAST = 10_000;
/** More than any service takes. */
const MOST = 100_000_000;

/** @throws InvalidArgumentError */
function limit(text: string): number {
  const bytes = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (bytes >= LEAST && bytes <= MOST) return bytes;
  throw new InvalidArgumentError(`Give a whole number of bytes from ${LEAST} to ${MOST}.`);
}

/** @throws InvalidArgumentError */
function link(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url !== null && /^https?:$/.test(url.protocol) && !/[<>\s`\\]/.test(url.href) && url.href.length <= 1000)
    return url.href;
  throw new InvalidArgumentError('Give an address that begins with https:// and has at most 1000 characters.');
}
