import { jsonWithoutCommands, withoutMarks } from './log-commands.ts';

/**
 * One helper per output format that lets hostile names come out as harmless text. What each shows instead:
 *
 * - C0 controls and DEL as their control pictures (U+2400 block): escape ␛, tab ␉, line feed ␊, DEL ␡
 * - everything else that is invisible or steers the layout as its number, `<U+202E>`: C1 controls, line and paragraph
 *   separators, bidi overrides, isolates and marks, zero-width characters, soft hyphens, tags, fillers, private-use
 *   characters, the empty pattern of Braille, lone surrogates, noncharacters
 * - blanks that would hide a text or push its end to where another row is looked for: all of a text that has nothing
 *   else, as their numbers, and three or more in a row as the number of the first and how many there are,
 *   `<U+0020 ×200>`
 * - kept: variation selectors, and the zero-width joiner between two emoji
 *
 * In texts for a terminal and in JSON the marks of log commands (`##vso[`) are broken as well; see log-commands.ts.
 */
const HIDDEN =
  /(?!\p{Variation_Selector})[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}\u2800\p{Noncharacter_Code_Point}\p{Default_Ignorable_Code_Point}]/gu;
const BLANKS_ONLY = /^\p{Zs}+$/u;
const GAP = /\p{Zs}{3,}/gu;
const JOINED_EMOJI = /(?<=\p{Extended_Pictographic}[\uFE0F\p{Emoji_Modifier}]?)\u200D(?=\p{Extended_Pictographic})/gu;
/** A private stand-in for a joiner that stays; a name's own U+0001 is replaced before it could be mistaken for one. */
const KEPT_JOINER = '\u0001';

/** The most characters (UTF-16 units) an Excel cell holds: Microsoft, "Excel specifications and limits". */
const EXCEL_CELL = 32_767;

/** One line of text for a terminal or a pipe: no control character, escape sequence, line break or bidi control is left. */
export function terminalText(value: string): string {
  return withoutMarks(visible(value));
}

/** Deeper indentation than this is none of a file or of a stack, but pushes the text to where another row is looked for. */
const INDENTATION = /^ {1,40}(?! )/;

/** A line of a file or of a stack for a terminal, as {@link terminalText}; the blanks that it begins with stay. */
export function indentedText(line: string): string {
  const [blanks = ''] = INDENTATION.exec(line) ?? [];
  return blanks + terminalText(line.slice(blanks.length));
}

/**
 * The text of one Excel cell: the line made visible, and cut to what a cell holds. `_x0041_` is how the file format writes a
 * character by number (ECMA-376 part 1, 22.9.2.19), so a name that contains such a sequence has its underscore written
 * that way. It must be stored as a string, never as a formula.
 */
export function excelText(line: string): string {
  return excelLines([line]);
}

/** As {@link excelText}, with line breaks between the lines. There may be more of them than a function takes arguments. */
export function excelLines(lines: readonly string[]): string {
  let text = '';
  for (const [index, line] of lines.entries()) {
    text += index === 0 ? visible(line) : `\n${visible(line)}`;
    if (text.length > EXCEL_CELL) break;
  }
  const cut = text.length <= EXCEL_CELL ? text : `${text.slice(0, EXCEL_CELL - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
  return cut.replace(/_(?=x[0-9a-f]{4}_)/gi, '_x005F_');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text of an HTML page, also of an attribute in double quotes. */
export function htmlText(value: string): string {
  return visible(value).replace(/[&<>"']/g, (found) => ENTITIES[found] ?? found);
}

/**
 * A value as JSON inside a `<script type="application/json">`: no text of it ends the element, or begins a comment that
 * would swallow its end. Its texts are as {@link htmlText} shows them, for the page puts them in as they are.
 */
export function scriptJson(value: object): string {
  const json = JSON.stringify(value, (_key, one: unknown) => (typeof one === 'string' ? visible(one) : one));
  return json.replace(/[&<>]/g, units);
}

/** JSON text that can be shown on a terminal: the same value, with every invisible character written as `\uXXXX`. */
export function jsonText(json: string): string {
  return jsonWithoutCommands(json.replace(HIDDEN, (found) => (found === '\n' ? found : units(found))));
}

const XML: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };

/** One line of text for an element or an attribute of XML. Characters that XML 1.0 does not know are made visible. */
export function xmlText(value: string): string {
  return terminalText(value).replace(/[&<>"']/g, (character) => XML[character] ?? '');
}

function visible(value: string): string {
  if (BLANKS_ONLY.test(value)) return value.replace(/\p{Zs}/gu, picture);
  if (!needsCare(value)) return value;
  return value
    .replace(GAP, (blanks) => picture(blanks).replace('>', ` ×${blanks.length}>`))
    .replaceAll(KEPT_JOINER, picture)
    .replace(JOINED_EMOJI, KEPT_JOINER)
    .replace(HIDDEN, (found) => (found === KEPT_JOINER ? '\u200D' : picture(found)));
}

function needsCare(value: string): boolean {
  return value.search(HIDDEN) >= 0 || value.search(GAP) >= 0;
}

function picture(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20) return String.fromCodePoint(0x2400 + code);
  if (code === 0x7f) return '␡';
  return `<U+${code.toString(16).toUpperCase().padStart(4, '0')}>`;
}

function units(character: string): string {
  return character.replace(/[\s\S]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
