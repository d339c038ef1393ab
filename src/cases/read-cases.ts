import { append } from '../core/collections.ts';
import { type Entry, type MapEntry, select, textAt, toData, valueAt } from '../config/entry.ts';
import type { Report } from '../config/diagnostic.ts';
import { didYouMean } from '../config/suggest.ts';
import type { PersonState } from '../core/people.ts';
import type { Value } from '../plan/model.ts';
import type { Case, CaseFile, Expected, Given, GivenGroup, NeverRule, Placed, Wanted, World } from './model.ts';

/** What a file of cases may speak of. */
export interface Known {
  /** The sections of the file that is tested, with the fields of their users. */
  readonly targets: ReadonlyMap<string, readonly string[]>;
  /** What may be counted under `changes`. */
  readonly operations: readonly string[];
}

/** Takes a faultless structure apart; what only makes no sense goes into the report. */
export function readCases(root: Entry, file: string, known: Known, report: Report): CaseFile {
  const reading = { known, report };
  const snapshot = placed(root, 'snapshot', report);
  return {
    file,
    snapshot,
    cases: select(root, 'cases[]').flatMap((entry) => readCase(entry, snapshot, reading)),
    never: select(root, 'never[]').flatMap((entry) => readNever(entry, reading)),
  };
}

interface Reading {
  readonly known: Known;
  readonly report: Report;
}

function readCase(entry: Entry, common: Placed<string> | null, reading: Reading): Case[] {
  const { report } = reading;
  const world = worldOf(entry, common, report);
  if (world === null) return [];
  const expect = select(entry, 'expect[]').flatMap((one) => readExpected(one, world, reading));
  return [{ name: textAt(entry, 'name') ?? '', line: report.line(entry.at), world, expect }];
}

function worldOf(entry: Entry, common: Placed<string> | null, report: Report): World | null {
  const [given] = select(entry, 'given');
  const own = placed(entry, 'snapshot', report);
  if (given !== undefined && own !== null) {
    const message = 'The case has both "given" and "snapshot".';
    report.error('CASE_WORLD', entry.at, message, 'Keep one of the two: a case is about one world.');
    return null;
  }
  if (given !== undefined) return { kind: 'given', given: readGiven(given, report) };
  const snapshot = own ?? common;
  if (snapshot !== null) return { kind: 'snapshot', snapshot };
  const advice = 'Add "given" with people and groups, or "snapshot" with the path of one.';
  report.error('CASE_WORLD', entry.at, 'The case does not say who is there.', advice);
  return null;
}

function readGiven(entry: Entry, report: Report): Given {
  return {
    people: select(entry, 'people[]').map((person) => ({
      name: textAt(person, 'name') ?? '',
      mail: textAt(person, 'mail'),
      upn: textAt(person, 'upn'),
      id: textAt(person, 'id')?.toLowerCase() ?? null,
      state: stateOf(textAt(person, 'state')),
      attributes: textsOf(person, 'attributes'),
      line: report.line(person.at),
    })),
    groups: select(entry, 'groups[]').map((group): GivenGroup => {
      const texts = (path: string): Placed<string>[] =>
        select(group, path).map((one) => ({ value: String(toData(one)), line: report.line(one.at) }));
      return {
        name: textAt(group, 'name') ?? '',
        dn: textAt(group, 'dn'),
        id: textAt(group, 'id')?.toLowerCase() ?? null,
        members: texts('members[]'),
        groups: texts('groups[]'),
        unmapped: valueAt(group, 'unmapped') === true,
        line: report.line(group.at),
      };
    }),
  };
}

function stateOf(text: string | null): PersonState {
  return text === 'disabled' || text === 'expired' ? text : 'enabled';
}

function textsOf(entry: Entry, path: string): Record<string, string> {
  const [map] = select(entry, path);
  if (map?.kind !== 'map') return {};
  return Object.fromEntries([...map.fields].map(([key, value]) => [key, String(toData(value))]));
}

const ASPECTS = ['person', 'changes', 'notice'];

function readExpected(entry: Entry, world: World, reading: Reading): Expected[] {
  if (entry.kind !== 'map') return [];
  const { known, report } = reading;
  const line = report.line(entry.at);
  const found: Expected[] = [];
  const person = textAt(entry, 'person');
  for (const [key, value] of entry.fields) {
    if (key === 'person') continue;
    if (key === 'notice') found.push({ kind: 'notice', code: textAt(entry, 'notice') ?? '', person, line });
    else if (key === 'changes') append(found, readChanges(value, world, reading));
    else if (!known.targets.has(key)) {
      const all = [...ASPECTS, ...known.targets.keys()];
      const message = `"${key}" is nothing that a case can expect.${didYouMean(key, all)}`;
      report.error('CASE_EXPECTED', value.keyAt, message, `Possible here: ${all.join(', ')}.`);
    } else if (person === null) {
      const message = `"${key}" says what becomes of a person, and none is named.`;
      report.error('CASE_EXPECTED', value.keyAt, message, 'Add "person" with a mail, upn, id or name.');
    } else append(found, readPlacement(value, person, { target: key, line }, reading));
  }
  if (found.length === 0 && !report.hasErrors) {
    const message = 'Nothing is expected here.';
    report.error(
      'CASE_EXPECTED',
      entry.at,
      message,
      `Add one of ${[...known.targets.keys(), 'changes', 'notice'].join(', ')}.`,
    );
  }
  return found;
}

function readChanges(entry: Entry, world: World, { known, report }: Reading): Expected[] {
  if (entry.kind !== 'map') return [];
  if (world.kind === 'given') {
    const message = 'Changes can be counted only against a snapshot: "given" has no account.';
    report.error('CASE_EXPECTED', entry.keyAt, message, 'Expect what becomes of people, or name a snapshot.');
    return [];
  }
  for (const [operation, count] of entry.fields) {
    if (known.operations.includes(operation)) continue;
    const message = `"${operation}" is no operation.${didYouMean(operation, known.operations)}`;
    report.error('CASE_EXPECTED', count.keyAt, message, `Possible here: ${known.operations.join(', ')}.`);
  }
  const counts = Object.fromEntries([...entry.fields].map(([key, count]) => [key, Number(toData(count))]));
  return [{ kind: 'changes', counts, line: report.line(entry.keyAt) }];
}

interface Spot {
  readonly target: string;
  readonly line: number;
}

/** `none`, the group in which the user is to stand, or its fields. */
function readPlacement(entry: Entry, person: string, { target, line }: Spot, reading: Reading): Expected[] {
  if (entry.kind === 'map') {
    const wanted = readWanted(entry, target, reading);
    return [{ kind: 'placement', person, target, wanted, line }];
  }
  const text = entry.kind === 'scalar' && typeof entry.value === 'string' ? entry.value : null;
  if (text === null) {
    const advice = 'Write none, the group in which the user is to stand, or a map of fields.';
    reading.report.error('CASE_EXPECTED', entry.at, `"${target}" must be a text or a map.`, advice);
    return [];
  }
  return [{ kind: 'placement', person, target, wanted: text === 'none' ? null : { group: text }, line }];
}

function readWanted(map: MapEntry, target: string, { known, report }: Reading): Wanted {
  const fields = known.targets.get(target) ?? [];
  const wanted: Record<string, Value> = {};
  for (const [field, entry] of map.fields) {
    if (!fields.includes(field)) {
      const message = `"${field}" is no field of a user of ${target}.${didYouMean(field, fields)}`;
      report.error('CASE_FIELD', entry.keyAt, message, `Possible here: ${fields.join(', ')}.`);
      continue;
    }
    const value = valueOf(toData(entry));
    if (value !== undefined) wanted[field] = value;
    else
      report.error(
        'CASE_FIELD',
        entry.at,
        `The value of "${field}" is no text, switch or list of texts.`,
        'Write one.',
      );
  }
  return wanted;
}

function valueOf(data: unknown): Value | undefined {
  if (data === null || typeof data === 'boolean' || typeof data === 'string') return data;
  if (typeof data === 'number') return String(data);
  return Array.isArray(data) && data.every((one) => typeof one === 'string') ? data : undefined;
}

function readNever(entry: Entry, reading: Reading): NeverRule[] {
  const { known, report } = reading;
  const target = textAt(entry, 'target') ?? '';
  const [becomes] = select(entry, 'becomes');
  if (!known.targets.has(target)) {
    const all = [...known.targets.keys()];
    const [at = entry] = select(entry, 'target');
    const message = `"${target}" is no section of the file that is tested.${didYouMean(target, all)}`;
    report.error('CASE_FIELD', at.at, message, `Possible here: ${all.join(', ')}.`);
    return [];
  }
  if (becomes?.kind !== 'map') return [];
  return [
    {
      because: textAt(entry, 'because') ?? '',
      target,
      inside: textAt(entry, 'inside'),
      outside: textAt(entry, 'outside'),
      mail: textAt(entry, 'mail'),
      becomes: readWanted(becomes, target, reading),
      line: report.line(entry.at),
    },
  ];
}

function placed(entry: Entry, path: string, report: Report): Placed<string> | null {
  const [found] = select(entry, path);
  const value = textAt(entry, path);
  return found === undefined || value === null ? null : { value, line: report.line(found.at) };
}
