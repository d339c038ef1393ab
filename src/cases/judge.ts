import type { Notice } from '../core/notice.ts';
import type { DirectoryReading, Person, PersonId } from '../core/people.ts';
import { patternOf } from '../core/pattern.ts';
import { fold } from '../core/text.ts';
import type { PlanSummary, UserChange, Value } from '../plan/model.ts';
import { reasonWords } from '../plan/view/words.ts';
import { matchesPerson } from './given-reading.ts';
import type { Case, Expected, Fault, NeverRule, Wanted } from './model.ts';

/** What the file does with the people of a world. */
export interface WorldResult {
  /** The file that is tested, as the user named it. */
  readonly file: string;
  readonly reading: DirectoryReading;
  /** By the section of the file: what a new account would get, by person. */
  readonly placements: ReadonlyMap<string, ReadonlyMap<PersonId, UserChange>>;
  readonly notices: readonly Notice[];
  /** Everybody in a directory group, direct or through groups inside; null where the world does not know the group whole. */
  readonly membersOf: (ref: string) => ReadonlySet<PersonId> | null;
  /** What could not be read, in sentences: then nothing may be concluded from absence. */
  readonly incomplete: readonly string[];
  /** Counts of the changes in the account of a snapshot; null = there is no account. */
  readonly summary: PlanSummary | null;
}

/** What of a case does not come out as it expects. */
export function judgeCase({ expect }: Pick<Case, 'expect'>, world: WorldResult): Fault[] {
  return expect.flatMap((expected) => faultsOf(expected, world).map((text) => ({ line: expected.line, text })));
}

function faultsOf(expected: Expected, world: WorldResult): string[] {
  switch (expected.kind) {
    case 'placement':
      return placementFaults(expected, world);
    case 'changes':
      return changeFaults(expected.counts, world);
    case 'notice':
      return noticeFaults(expected, world);
  }
}

function placementFaults(expected: Extract<Expected, { kind: 'placement' }>, world: WorldResult): string[] {
  const { person: ref, target, wanted } = expected;
  const [person, other] = peopleOf(world, ref);
  if (person === undefined) return [`Nobody in the mapped groups is called "${ref}".`];
  if (other !== undefined) return [`"${ref}" may mean several people. Name an id or an address.`];
  const change = world.placements.get(target)?.get(person.id);
  if (wanted === null) {
    if (change === undefined) return world.incomplete.map((text) => `Whether ${ref} gets a user is not known: ${text}`);
    return [`${ref} gets a user of ${target} in ${change.group}: ${whyOf(world, change)}.`];
  }
  if (change === undefined) return [`${ref} gets no user of ${target}.${aboutPerson(person, world)}`];
  return Object.entries(wanted).flatMap(([field, value]) => {
    const found = valueOf(change, field);
    if (same(found, value)) return [];
    return [`${ref}: ${field} of ${target} is ${shown(found)}, not ${shown(value)}: ${whyOf(world, change, field)}.`];
  });
}

function peopleOf({ reading }: WorldResult, ref: string): Person[] {
  return matchesPerson(reading.people.values(), ref).flatMap((id) => reading.people.get(id) ?? []);
}

/** A field of a user as it would be created; `group` and `role` say where it stands and what it is. */
function valueOf(change: UserChange, field: string): Value {
  if (field === 'group') return change.after.group ?? change.group;
  return change.after[field] ?? (field === 'role' ? change.role : null);
}

/**
 * Nothing, off, an empty text and an empty set are one: a user that has none of it. Sets have no order. Capitals do not
 * count, as in the file: its role `member` is `Member` in a plan.
 */
function same(a: Value, b: Value): boolean {
  return fold(textOf(a)) === fold(textOf(b));
}

function textOf(value: Value): string {
  if (typeof value === 'object' && value !== null) return value.toSorted().join('\n');
  return value === null || value === false ? '' : String(value);
}

function shown(value: Value): string {
  const text = typeof value === 'object' && value !== null ? value.join(', ') : textOf(value);
  return text === '' ? 'nothing' : `"${text}"`;
}

/** Why, with the line of the mapping: `member of Night Shift, sync.yaml:27`. */
function whyOf({ file }: WorldResult, change: UserChange, field?: string): string {
  const reason = (field === undefined ? undefined : change.because[field]) ?? change.reason;
  return `${reasonWords(reason)}${reason.line === null ? '' : `, ${file}:${reason.line}`}`;
}

/** What the plan says of somebody who gets no user. */
function aboutPerson({ name, mail, upn, state }: Person, { notices }: WorldResult): string {
  if (state !== 'enabled') return ` The person is ${state}.`;
  const names = [name, mail, upn].flatMap((one) => (one === null ? [] : [fold(one)]));
  const said = notices
    .filter(({ subject }) => names.includes(fold(subject)))
    .map(({ code, text }) => ` ${code}: ${text}`);
  return said.length > 0 ? said.join('') : ' No mapping has the person.';
}

function changeFaults(counts: Readonly<Record<string, number>>, { summary }: WorldResult): string[] {
  if (summary === null) return ['There is no account whose changes could be counted.'];
  return Object.entries(counts).flatMap(([operation, wanted]) => {
    const found = new Map<string, number>(Object.entries(summary)).get(operation) ?? 0;
    return found === wanted ? [] : [`The plan has ${found} for ${operation}, not ${wanted}.`];
  });
}

function noticeFaults(expected: Extract<Expected, { kind: 'notice' }>, world: WorldResult): string[] {
  const { code, person: ref } = expected;
  const given = world.notices.filter((notice) => notice.code === code);
  const names =
    ref === null ? [] : [ref, ...peopleOf(world, ref).flatMap(({ name, mail, upn }) => [name, mail ?? '', upn ?? ''])];
  const about = names.map(fold);
  const isAbout = ({ subject, names: all = [] }: Notice): boolean =>
    [subject, ...all].some((one) => about.includes(fold(one)));
  if (given.some((notice) => ref === null || isAbout(notice))) return [];
  const all = [...new Set(world.notices.map((notice) => notice.code))].join(', ');
  const whom = ref === null ? '' : ` about ${ref}`;
  return [`There is no notice ${code}${whom}. The notices are: ${all === '' ? 'none' : all}.`];
}

/** Whom a rule forbids what comes out, and whom nobody could try; null where the world has not the group that the rule speaks of. */
export function judgeRule(rule: NeverRule, world: WorldResult): Fault[] | null {
  const inside = rule.inside === null ? null : world.membersOf(rule.inside);
  const outside = rule.outside === null ? null : world.membersOf(rule.outside);
  if ((rule.inside !== null && inside === null) || (rule.outside !== null && outside === null)) return null;
  const mail = rule.mail === null ? null : patternOf(rule.mail);
  const faults = world.incomplete.map(
    (text): Fault => ({ line: rule.line, text: `The rule was not tried on all: ${text}` }),
  );
  for (const [id, change] of world.placements.get(rule.target) ?? []) {
    const person = world.reading.people.get(id);
    if (person === undefined || inside?.has(id) === false || outside?.has(id) === true) continue;
    if (mail !== null && !mail(fold(person.mail ?? ''))) continue;
    if (!fits(change, rule.becomes)) continue;
    const text = `${person.mail ?? person.name} becomes a user of ${rule.target} in ${change.group}: ${whyOf(world, change)}.`;
    faults.push({ line: rule.line, text });
  }
  return faults;
}

/** Whether all fields fit: a text by its pattern; of a set, and of a list in the rule, one member is enough. */
function fits(change: UserChange, becomes: Wanted): boolean {
  return Object.entries(becomes).every(([field, wanted]) => {
    const found = valueOf(change, field);
    if (typeof wanted === 'boolean' || wanted === null) return same(found, wanted);
    const patterns = (typeof wanted === 'string' ? [wanted] : wanted).map(patternOf);
    const values = typeof found === 'object' && found !== null ? found : [textOf(found)];
    return values.some((value) => patterns.some((pattern) => pattern(fold(value))));
  });
}
