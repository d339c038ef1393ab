import { stringify } from 'yaml';
import type { DirectoryGroup, DirectoryGroupId, DirectoryReading, Person, PersonId } from '../core/people.ts';
import { calledName, compareText, fold } from '../core/text.ts';
import type { Wanted } from './model.ts';

/** How a mapping names a directory group, and which group that is. */
export interface NamedGroup {
  readonly ref: string;
  readonly kind: 'dn' | 'guid' | 'name';
  readonly group: DirectoryGroupId;
}

/** What a case says of one person. */
export interface WrittenCase {
  readonly person: Person;
  readonly groups: readonly WrittenGroup[];
  /** By section of the file; null = no user. */
  readonly expected: ReadonlyMap<string, Wanted | null>;
}

/** A group as it stands in a file of cases. */
export interface WrittenGroup {
  readonly name: string;
  readonly dn?: string;
  readonly id?: string;
  readonly members?: readonly string[];
  readonly groups?: readonly string[];
}

/**
 * The groups by which mappings lead to a person: those that hold them, and the way from a mapped group to each, with
 * nobody else in them.
 *
 * @param named what the mappings name, as far as it was found
 */
export function groupsTo(person: Person, { groups }: DirectoryReading, named: readonly NamedGroup[]): WrittenGroup[] {
  const above = groupsAbove(person.id, groups);
  const seen = new Set(named.flatMap(({ group }) => (above.has(group) ? [group] : [])));
  const on = (id: DirectoryGroupId): DirectoryGroupId[] => groups.get(id)?.groups.filter((one) => above.has(one)) ?? [];
  // A set is walked in order of insertion, which reaches what is added on the way too.
  for (const id of seen) on(id).forEach((inside) => seen.add(inside));
  const kept = [...seen].flatMap((id) => groups.get(id) ?? []).sort((a, b) => compareText(a.name, b.name));
  const written = new Map(kept.map((group) => [group.id, namesOf(group, kept, named)]));
  return kept.flatMap(({ id, people }) => {
    const names = written.get(id);
    if (names === undefined) return [];
    const inside = on(id).flatMap((one) => written.get(one) ?? []);
    return {
      ...names,
      ...(people.includes(person.id) && { members: [callOf(person)] }),
      ...(inside.length > 0 && { groups: inside.map((one) => one.id ?? one.name) }),
    };
  });
}

/** Every group that holds the person, directly or through others. */
function groupsAbove(id: PersonId, groups: DirectoryReading['groups']): ReadonlySet<DirectoryGroupId> {
  const all = [...groups.values()];
  const above = new Set(all.flatMap((group) => (group.people.includes(id) ? [group.id] : [])));
  for (const inside of above) {
    for (const group of all) if (group.groups.includes(inside)) above.add(group.id);
  }
  return above;
}

/** By what mappings find the group in a case; groups of one name get their ids, which tell them apart. */
function namesOf(
  { id, name, label }: DirectoryGroup,
  kept: readonly DirectoryGroup[],
  named: readonly NamedGroup[],
): Pick<WrittenGroup, 'name' | 'dn' | 'id'> {
  const own = named.filter(({ group }) => group === id);
  const [dn, otherDn] = distinct(own, 'dn');
  const [guid] = distinct(own, 'guid');
  const [alias] = distinct(own, 'name');
  const isTwin = kept.some((one) => one.id !== id && fold(one.name) === fold(name));
  const ref = guid ?? (isTwin ? id : undefined);
  return {
    name: alias ?? (name.trim() === '' ? label : name),
    // Of two spellings a case can have one; without any the name in the DN counts, which is in both.
    ...(dn !== undefined && otherDn === undefined && { dn }),
    ...(ref !== undefined && { id: ref }),
  };
}

function distinct(named: readonly NamedGroup[], kind: NamedGroup['kind']): string[] {
  const refs = named.flatMap((one) => (one.kind === kind ? [one.ref] : []));
  return refs.filter((ref, index) => refs.findIndex((other) => fold(other) === fold(ref)) === index);
}

/** By what the case names the person. */
export function callOf({ mail, upn, name, label }: Person): string {
  return [mail, upn, name].find((one) => one !== null && one.trim() !== '') ?? label;
}

/** Characters that nobody sees, or that steer a terminal; a line break can only be one of the document's own. */
const HIDDEN =
  /(?![\n\p{Variation_Selector}])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}\u2800\p{Noncharacter_Code_Point}\p{Default_Ignorable_Code_Point}]/gu;
const LONGEST_NAME = 200;

/** A file of one case, in YAML. All texts stand in quotation marks, where no name can be anything but a name. */
export function writeCase({ person, groups, expected }: WrittenCase): string {
  const { mail, upn, state, attributes = {} } = person;
  const name = person.name.trim() === '' ? person.label : person.name;
  const given = {
    name,
    ...(isText(mail) && { mail }),
    ...(isText(upn) && { upn }),
    ...(state !== 'enabled' && { state }),
    ...(Object.keys(attributes).length > 0 && { attributes }),
  };
  const sections = [...expected].map(([section, wanted]) => [section, wanted ?? 'none'] as const);
  const title = Array.from(`What becomes of ${calledName(person)}`)
    .slice(0, LONGEST_NAME)
    .join('');
  const document = {
    version: 1,
    cases: [
      {
        name: title,
        given: { people: [given], groups },
        expect: [{ person: callOf(person), ...Object.fromEntries(sections) }],
      },
    ],
  };
  const text = stringify(document, {
    defaultStringType: 'QUOTE_DOUBLE',
    defaultKeyType: 'PLAIN',
    lineWidth: 0,
    doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER,
    aliasDuplicateObjects: false,
  });
  return text.replace(HIDDEN, (character) => {
    const code = (character.codePointAt(0) ?? 0).toString(16);
    return code.length <= 4 ? `\\u${code.padStart(4, '0')}` : `\\U${code.padStart(8, '0')}`;
  });
}

function isText(text: string | null): boolean {
  return text !== null && text !== '';
}
