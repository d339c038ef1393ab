import { Document, isCollection, type Node, Pair, Scalar, YAMLMap, YAMLSeq } from 'yaml';
import { firstUnseen } from '../../core/characters.ts';
import { isList, Noted, type YamlMap, type YamlValue } from './model.ts';

const STYLE = { version: '1.2', lineWidth: 0, indent: 2, blockQuote: false, flowCollectionPadding: true } as const;

/** A value on one line, as it may stand behind a key. Lists and maps stand in brackets. */
export function inlineText(value: YamlValue): string {
  // In a list, so that commas and brackets of a text are put in quotation marks.
  const list = new YAMLSeq<Node>();
  list.flow = true;
  list.items.push(nodeOf(value, true));
  return printed(list).slice(1, -1).trim();
}

/** A key with its value on one line. */
export function inlinePair(key: string, value: YamlValue): string {
  return `${keyText(key)}: ${inlineText(value)}`;
}

/** The lines of a list entry, `- ` included, without indentation. */
export function entryLines(value: YamlValue): string[] {
  return linesOf([value]);
}

/** The lines of a key with its value, without indentation. */
export function pairLines(key: string, value: YamlValue): string[] {
  return linesOf({ [key]: value });
}

/** The lines of a value below its key, without indentation; null where it stands behind the key. */
export function blockLines(value: YamlValue): string[] | null {
  return standsBehind(value) ? null : linesOf(value);
}

/** Whether the value is written behind its key: a scalar, or a list of scalars. */
function standsBehind(value: YamlValue): boolean {
  if (value instanceof Noted || typeof value !== 'object') return true;
  if (isList(value)) return value.every((one) => standsBehind(one) && !isList(one));
  return Object.keys(value).length === 0;
}

function linesOf(value: readonly YamlValue[] | YamlMap | YamlValue): string[] {
  const node = nodeOf(value, false);
  if (isCollection(node)) node.flow = false;
  return printed(node).split('\n');
}

/** What cannot be seen stands in quotation marks ({@link textNode}), where YAML takes numbers for it. */
function printed(node: Node): string {
  const text = new Document(node, STYLE).toString(STYLE).replace(/\n$/, '');
  return Array.from(text, (one) =>
    one === ' ' || one === '\n' || firstUnseen(one) === null ? one : numbered(one),
  ).join('');
}

function numbered(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase();
  return code.length > 4 ? `\\U${code.padStart(8, '0')}` : `\\u${code.padStart(4, '0')}`;
}

function nodeOf(value: YamlValue, flow: boolean): Node {
  if (value instanceof Noted) return notedNode(value, flow);
  if (isList(value)) {
    const list = new YAMLSeq<Node>();
    list.items = value.map((one) => nodeOf(one, flow || standsBehind(value)));
    list.flow = flow || standsBehind(value);
    return list;
  }
  if (typeof value === 'object') return mapNode(value, flow);
  return typeof value === 'string' ? textNode(value) : new Scalar(value);
}

function mapNode(value: YamlMap, flow: boolean): Node {
  const map = new YAMLMap<Node, Node>();
  map.items = Object.entries(value).map(([key, one]) => new Pair(textNode(key), nodeOf(one, flow)));
  map.flow = flow || map.items.length === 0;
  return map;
}

function notedNode({ text, note }: Noted, flow: boolean): Node {
  const node = textNode(text);
  const comment = Array.from(note, (one) => (firstUnseen(one) === null ? one : ' ')).join('');
  if (!flow && comment.trim() !== '') node.comment = ` ${comment.trim()}`;
  return node;
}

/** What cannot be seen is written by its number, so that whoever reads the file sees that it is there. */
function textNode(text: string): Scalar {
  const node = new Scalar(text);
  if (hasUnseen(text)) node.type = 'QUOTE_DOUBLE';
  return node;
}

function hasUnseen(text: string): boolean {
  return firstUnseen(text.replaceAll(' ', '')) !== null;
}

function keyText(key: string): string {
  return printed(textNode(key));
}
