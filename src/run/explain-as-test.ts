import { loadCases } from '../cases/load-cases.ts';
import { givenReading } from '../cases/given-reading.ts';
import type { Given, Wanted } from '../cases/model.ts';
import { groupsTo, type NamedGroup, writeCase, type WrittenCase } from '../cases/write-case.ts';
import { Failure } from '../core/failure.ts';
import type { Person } from '../core/people.ts';
import type { TargetId } from '../core/target-id.ts';
import { fold } from '../core/text.ts';
import { readRef } from '../directory/ad/group-ref.ts';
import type { Explanation } from '../plan/explain/explanation.ts';
import type { UserChange, Value } from '../plan/model.ts';
import type { ProposeInput } from '../plan/propose.ts';
import type { ChosenTarget } from './chosen-targets.ts';
import type { Job } from './job.ts';
import { knownOf, runCases } from './test-cases.ts';
import { rehearsed } from './test-worlds.ts';
import { wantedOf } from './wanted-groups.ts';

type Explained = Extract<Explanation, { kind: 'explained' }>;
type Inputs = ReadonlyMap<TargetId, ProposeInput>;

/** A case for `adsync test`, and where it is not what today's plan has. */
export interface CaseOfToday {
  /** A whole file of cases, in YAML. */
  readonly text: string;
  /** Sections in which today's decision rests on more than the case has: other people, or groups that were not read. */
  readonly otherwise: readonly string[];
}

/**
 * Writes the case of the person that an explanation is about: their groups, and what the file makes of them. The case is
 * tried before it is given back.
 *
 * @param inputs what the accounts were planned from
 * @throws Failure CASE_PERSON_UNKNOWN, CASE_UNWRITABLE
 */
export async function explainAsTest(explained: Explained, inputs: Inputs, job: Job): Promise<CaseOfToday> {
  const person = explained.person?.person ?? null;
  if (person === null) {
    throw new Failure(
      'CASE_PERSON_UNKNOWN',
      `For "${explained.asked}" no person of the directory was found, so there is no case to write.`,
      'Name a person whom the directory has.',
    );
  }
  const sections = job.targets.flatMap((target) => {
    const [found] = [...inputs].filter(([id]) => id.startsWith(`${target.type}:`));
    return found === undefined ? [] : [{ target, id: found[0], input: found[1] }];
  });
  const [first] = sections;
  if (first === undefined) throw new Error('nothing is planned');
  const named = sections.flatMap(({ target, input }) => namedBy(target, input));
  const groups = groupsTo(person, first.input.reading, named);
  const alone = placedAlone(person, groups, job);
  const expected = new Map<string, Wanted | null>();
  const otherwise: string[] = [];
  for (const { target, id, input } of sections) {
    const change = alone.get(target.type) ?? null;
    const today = explained.targets.find((one) => one.target === id);
    expected.set(target.type, change === null ? null : wantedBy(change, target));
    // In a group that was not read they may stand, too.
    if (input.reading.kind === 'partial' || !agree(change, today)) otherwise.push(target.type);
  }
  const text = writeCase({ person, groups, expected });
  await tryCase(text, job);
  return { text, otherwise };
}

function namedBy({ mappings }: ChosenTarget, { reading }: ProposeInput): NamedGroup[] {
  return mappings.flatMap(({ ref }, index) => {
    const group = reading.roots[index]?.group ?? null;
    return group === null ? [] : [{ ref, kind: readRef(ref).kind, group }];
  });
}

/** What the file makes of the person where nobody else is there, by section. */
function placedAlone(
  person: Person,
  groups: WrittenCase['groups'],
  { settings, targets }: Job,
): ReadonlyMap<string, UserChange> {
  const line = 1;
  const given: Given = {
    people: [{ ...person, id: null, attributes: person.attributes ?? {}, line }],
    groups: groups.map(({ name, dn = null, id = null, members = [], groups: inside = [] }) => ({
      name,
      dn,
      id: id?.toLowerCase() ?? null,
      members: members.map((value) => ({ value, line })),
      groups: inside.map((value) => ({ value, line })),
      unmapped: false,
      line,
    })),
  };
  const { reading, faults } = givenReading(given, wantedOf(targets), '');
  const [fault] = faults;
  if (fault !== undefined) throw unwritable(fault.text);
  const { placements } = rehearsed(reading, { settings, targets });
  return new Map(
    [...placements].flatMap(([type, changes]) => [...changes.values()].map((one) => [type, one] as const)),
  );
}

/** Every field that a case may name and that the user gets, but for the name, which the directory alone decides. */
function wantedBy(change: UserChange, target: ChosenTarget): Wanted {
  const fields = knownOf([target]).targets.get(target.type) ?? [];
  const own = fields.flatMap((field): [string, Value][] => {
    if (field === 'name') return [];
    if (field === 'group')
      return target.kind.labels.changesGroups ? [[field, change.after[field] ?? change.group]] : [];
    const value = change.after[field] ?? (field === 'role' ? change.role : null);
    return isNothing(value) ? [] : [[field, value]];
  });
  return Object.fromEntries(own);
}

function isNothing(value: Value): boolean {
  return value === null || value === false || value === '' || (Array.isArray(value) && value.length === 0);
}

/** Whether the case alone comes to what the whole directory and the account come to today. */
function agree(change: UserChange | null, today: Explained['targets'][number] | undefined): boolean {
  const placement = today?.placement ?? null;
  if (change === null || placement === null) return change === null && placement === null;
  if (fold(placement.group) !== fold(change.after['group']?.toString() ?? change.group)) return false;
  return (today?.expected ?? []).every(({ field, value }) => {
    const found = change.after[field];
    return found === undefined || textOf(found) === textOf(value);
  });
}

function textOf(value: Value): string {
  return fold(typeof value === 'object' && value !== null ? value.toSorted().join('\n') : String(value));
}

/** @throws Failure CASE_UNWRITABLE where the text is not read, or not judged, as it is meant */
async function tryCase(text: string, job: Job): Promise<void> {
  const bytes = new TextEncoder().encode(text);
  const loaded = await loadCases('', 'the case', () => Promise.resolve(bytes), knownOf(job.targets));
  if (!loaded.ok) throw unwritable(loaded.diagnostics[0]?.message ?? 'it cannot be read');
  const verdicts = await runCases([loaded.cases], { job, cwd: '' });
  const [fault] = verdicts.flatMap(({ faults }) => faults);
  if (fault !== undefined) throw unwritable(fault.text);
}

function unwritable(why: string): Failure {
  const text = `No case can be written that says what becomes of this person: ${why}`;
  return new Failure('CASE_UNWRITABLE', text, 'Write the case by hand, as docs/testing.md shows.');
}
