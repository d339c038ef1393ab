import { type Document, visit } from 'yaml';
import type { Report } from './diagnostic.ts';

/**
 * What the parser's error codes mean, in our words: its own messages may quote the file, and with it a secret.
 * https://eemeli.org/yaml/#errors
 */
const SENTENCES: Readonly<Record<string, string>> = {
  ALIAS_PROPS: 'An alias (*name) may not have a tag or an anchor.',
  BAD_ALIAS: 'This anchor or alias has no usable name.',
  BAD_COLLECTION_TYPE: 'This tag does not fit the value.',
  BAD_DIRECTIVE: 'This directive (a line that begins with %) is not understood.',
  BAD_DQ_ESCAPE: 'A backslash in double quotes must begin an escape sequence.',
  BAD_INDENT: 'The indentation does not fit, or a bracket is not closed.',
  BAD_PROP_ORDER: 'Anchors and tags must stand after the indicator.',
  BAD_SCALAR_START: 'A value without quotes cannot begin with this character.',
  BLOCK_AS_IMPLICIT_KEY: 'There is a second ": " on this line, or a list where a key should be.',
  BLOCK_IN_FLOW: 'Inside brackets only the bracket notation is possible.',
  KEY_OVER_1024_CHARS: 'A key is longer than 1024 characters.',
  MISSING_CHAR: 'A quotation mark, bracket, comma, colon or dash is missing here or above.',
  MULTILINE_IMPLICIT_KEY: 'A key goes over several lines: a colon is missing, or the indentation does not fit.',
  RESOURCE_EXHAUSTION: 'This is nested too deeply.',
  TAB_AS_INDENT: 'There is a tab in the indentation; YAML allows only blanks.',
  UNEXPECTED_TOKEN: 'This is not expected here.',
};

const ADVICE: Readonly<Record<string, string>> = {
  BAD_DQ_ESCAPE: "Double the backslash, or use single quotes: 'CORP\\adsync'.",
  BAD_SCALAR_START: 'Put the value in quotation marks.',
  BLOCK_AS_IMPLICIT_KEY: 'Put a value that holds ": " in quotation marks, or start a new line.',
  TAB_AS_INDENT: 'Replace the tab by blanks.',
};

const TAG_ADVICE = 'Leave it out, or put the value in quotation marks if the "!" belongs to it.';
export const TAG_MESSAGE = 'YAML tags (words that begin with "!") are not used in this file.';

/**
 * Reports what the parser found. Returns whether the structure can still be trusted: a double key or a tag does not
 * hide other faults, a bracket left open does.
 */
export function reportYamlErrors(document: Document.Parsed, text: string, report: Report): boolean {
  const lines = new Set<number>();
  let quotes: ReadonlyMap<number, number> | null = null;
  for (const { code, pos } of [...document.errors, ...document.warnings]) {
    if (code === 'MISSING_CHAR') quotes ??= quotedTexts(document);
    const opened = code === 'MISSING_CHAR' ? (quotes?.get(pos[0]) ?? null) : null;
    const at = opened ?? pos[0];
    if (code === 'TAG_RESOLVE_FAILED') {
      reportTag(report, at);
    } else if (code === 'MULTIPLE_DOCS') {
      const advice = 'Remove the line "---" (or "...") and what follows; use one file for each account.';
      report.error('YAML_SEVERAL_DOCUMENTS', at, 'A second YAML document begins here.', advice);
    } else if (!lines.has(report.line(at))) {
      // The parser stumbles on over the same fault: once a line is enough.
      lines.add(report.line(at));
      const message = opened === null ? SENTENCES[code] : 'A quotation mark is opened here and never closed.';
      report.error('YAML_SYNTAX', at, message ?? 'This is not valid YAML.', adviceFor(code, at, text));
    }
  }
  return lines.size === 0;
}

/** Where each text in quotation marks begins, by its end. */
function quotedTexts(document: Document.Parsed): ReadonlyMap<number, number> {
  const starts = new Map<number, number>();
  visit(document, {
    Scalar(_key, node) {
      const isQuoted = node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE';
      if (isQuoted && node.range) starts.set(node.range[1], node.range[0]);
    },
  });
  return starts;
}

export function reportTag(report: Report, at: number): void {
  report.error('YAML_TAG', at, TAG_MESSAGE, TAG_ADVICE);
}

function adviceFor(code: string, at: number, text: string): string {
  if (/[{[,:]\s*\$$/.test(text.slice(Math.max(0, at - 20), at)) && text[at] === '{') {
    return 'Inside { } and [ ] a reference needs quotation marks: "${NAME}".';
  }
  return ADVICE[code] ?? 'Look at quotation marks, brackets and indentation on this line and the one above.';
}
