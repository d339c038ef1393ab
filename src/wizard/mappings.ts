import { dataAt, listEntries } from '../config/edit/list-entries.ts';
import { plain } from '../config/edit/literal.ts';
import { type Data, dataOf, type YamlMap, type YamlValue } from '../config/edit/model.ts';
import { Failure } from '../core/failure.ts';
import { formatPath, parsePath } from '../core/path.ts';
import { fold, foldPath } from '../core/text.ts';

/** The lists of the file whose entries name directory groups. */
export const LISTS = [
  { section: 'rescue', key: 'groups', word: 'mapping' },
  { section: 'goto', key: 'rules', word: 'rule' },
] as const;

export type SectionName = (typeof LISTS)[number]['section'];

/** An entry of `rescue.groups` or `goto.rules`. */
export interface Mapping {
  readonly section: SectionName;
  /** Its place in the list, from 0. */
  readonly index: number;
  readonly line: number | null;
  readonly directoryGroups: readonly string[];
  /** null = it is a rule. */
  readonly rescueGroup: string | null;
  /** Everything that it says, as it is meant: names with "${" where the file has "$${". */
  readonly data: Data;
}

/** Path of the list of a section. */
export function listPath(section: SectionName): string[] {
  const list = LISTS.find((one) => one.section === section);
  return [section, list?.key ?? ''];
}

/** All entries of the file, section by section, in the order of the file. @throws Failure EDIT_NOT_YAML, EDIT_BY_HAND */
export function mappingsOf(text: string): Mapping[] {
  return LISTS.flatMap(({ section }) =>
    listEntries(text, listPath(section)).map(({ data: written, line }, index): Mapping => {
      const data = plain(written);
      const named = dataAt(data, ['directoryGroup']);
      const rescueGroup = dataAt(data, ['rescueGroup']);
      return {
        section,
        index,
        line,
        directoryGroups: textsOf(named),
        rescueGroup: typeof rescueGroup === 'string' ? rescueGroup : null,
        data,
      };
    }),
  );
}

function textsOf(data: Data | undefined): string[] {
  if (typeof data === 'string') return [data];
  return Array.isArray(data) ? data.filter((one: Data) => typeof one === 'string') : [];
}

/** How messages call an entry. */
export function mappingName({ section, index, line, directoryGroups, rescueGroup }: Mapping): string {
  const fed = rescueGroup === null ? '' : ` → ${rescueGroup}`;
  const place = line === null ? '' : `, line ${line}`;
  return `${section} ${index + 1} (${directoryGroups.join(' + ')}${fed}${place})`;
}

/**
 * The one entry that somebody means: by one of its directory groups, its Rescue group, or its number in the list.
 *
 * @param only the sections to look in; empty = all
 * @throws Failure MAPPING_UNKNOWN, MAPPING_AMBIGUOUS
 */
export function findMapping(mappings: readonly Mapping[], which: string, only: readonly string[]): Mapping {
  const looked = mappings.filter(({ section }) => only.length === 0 || only.includes(section));
  const found = looked.filter((mapping) => isMeant(mapping, which));
  const [first] = found;
  if (first !== undefined && found.length === 1) return first;
  if (first === undefined) {
    const message = `No mapping has "${which}" as directory group, Rescue group or number.`;
    throw new Failure('MAPPING_UNKNOWN', message, 'Look at: adsync mapping list');
  }
  const message = `"${which}" means several mappings: ${found.map(mappingName).join('; ')}.`;
  throw new Failure(
    'MAPPING_AMBIGUOUS',
    message,
    'Name another group or the number of one, and its section with --target.',
  );
}

function isMeant({ index, directoryGroups, rescueGroup }: Mapping, which: string): boolean {
  if (which.trim() === String(index + 1)) return true;
  if (directoryGroups.some((group) => fold(group) === fold(which))) return true;
  return rescueGroup !== null && foldPath(parsePath(rescueGroup)) === foldPath(parsePath(which));
}

/** Whether an entry says the same already: the same groups, and the same options but for defaults. */
export function saysTheSame({ directoryGroups, rescueGroup, data }: Mapping, value: YamlMap): boolean {
  const other = dataOf(value);
  const folded = (texts: readonly string[]): string => JSON.stringify(texts.map(fold).toSorted());
  if (folded(directoryGroups) !== folded(textsOf(dataAt(other, ['directoryGroup'])))) return false;
  const path = (text: Data | undefined): string => (typeof text === 'string' ? foldPath(parsePath(text)) : '');
  if (path(rescueGroup ?? undefined) !== path(dataAt(other, ['rescueGroup']))) return false;
  return optionsOf(data) === optionsOf(other);
}

const DEFAULTS: Readonly<Record<string, Data>> = { fullGroup: true, mobileLicense: false };
const NAMES = ['directoryGroup', 'rescueGroup'];

function optionsOf(data: Data): string {
  const entries = Object.entries(data ?? {}).filter(([key, value]) => !NAMES.includes(key) && DEFAULTS[key] !== value);
  return JSON.stringify(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** Where a new entry is put, or an old one moved to. */
export type Position =
  | { readonly kind: 'first' }
  | { readonly kind: 'last' }
  | { readonly kind: 'before'; readonly which: string }
  | { readonly kind: 'after'; readonly which: string };

/**
 * The place in the list of a section, from 0, before which an entry is put.
 *
 * @param mappings of the section
 */
export function placeAt(mappings: readonly Mapping[], position: Position): number {
  if (position.kind === 'first') return 0;
  if (position.kind === 'last') return mappings.length;
  const { index } = findMapping(mappings, position.which, []);
  return position.kind === 'before' ? index : index + 1;
}

/** The same groups as a value of the file: one stands as a text, several as a list. */
export function groupsValue(groups: readonly YamlValue[]): YamlValue {
  const [only] = groups;
  return groups.length === 1 && only !== undefined ? only : groups;
}

/** `formatPath` for callers that have a text: blanks and slashes as the file has them. */
export function pathText(text: string): string {
  return formatPath(parsePath(text));
}
