import { isUtf8 } from 'node:buffer';
import { Failure } from '../core/failure.ts';
import type { Notice } from '../core/notice.ts';
import type { Person } from '../core/people.ts';
import { calledName } from '../core/text.ts';
import { count } from './wording.ts';

/** A value that is longer is left out: it is a document or a picture, and no department. */
const LONGEST = 1024;

type Carried = Pick<Person, 'attributes' | 'unread'>;

/**
 * What a person carries of the attributes that were asked for.
 *
 * @param valueOf the first value of an attribute; undefined or null where there is none. What is neither text nor bytes
 *   cannot be used.
 */
export function carried(names: readonly string[], valueOf: (name: string) => unknown): Carried {
  if (names.length === 0) return {};
  const read = names.map((name) => ({ name, text: textOf(valueOf(name)) }));
  const unread = read.filter(({ text }) => text === null).map(({ name }) => name);
  const attributes = Object.fromEntries(read.flatMap(({ name, text }) => (text ? [[name, text] as const] : [])));
  return { attributes, ...(unread.length > 0 && { unread }) };
}

/** null for what is there, but is no text that can be used. */
function textOf(value: unknown): string | null {
  if (value === undefined || value === null) return '';
  if (Buffer.isBuffer(value) && !isUtf8(value)) return null;
  if (typeof value !== 'string' && !Buffer.isBuffer(value)) return null;
  const text = value.toString();
  return text.length > LONGEST ? null : text;
}

/** People with what may be said of their attributes, and what there is to say about these. */
export interface Judged<Id> {
  readonly people: ReadonlyMap<Id, Person>;
  readonly notices: readonly Notice[];
}

/**
 * Looks at the attributes of all people together. A directory does not tell an attribute that it does not have, or does
 * not show, from one that is empty. So from an attribute that nobody has nothing is concluded: it counts as not read.
 */
export function judgeAttributes<Id>(people: ReadonlyMap<Id, Person>, names: readonly string[]): Judged<Id> {
  const notices = [...people.values()].flatMap(leftOut);
  const all = [...people.values()];
  const ofNobody = names.filter((name) =>
    all.every(({ attributes = {}, unread = [] }) => lacks(name, attributes, unread)),
  );
  if (ofNobody.length === 0 || all.length === 0) return { people, notices };
  const doubted = [...people].map(([id, person]): [Id, Person] => {
    return [id, { ...person, unread: [...(person.unread ?? []), ...ofNobody] }];
  });
  return { people: new Map(doubted), notices: [...notices, ...ofNobody.map((name) => nobodyHas(name, all.length))] };
}

/** Whether a notice of a reading is about attributes: only who asked for any is told. */
export function isAboutAttributes({ code }: Notice): boolean {
  return ['ATTRIBUTE_LEFT_OUT', 'ATTRIBUTE_OF_NOBODY', 'SNAPSHOT_LACKS_ATTRIBUTE'].includes(code);
}

function lacks(name: string, attributes: Readonly<Record<string, string>>, unread: readonly string[]): boolean {
  return attributes[name] === undefined && !unread.includes(name);
}

function leftOut(person: Person): Notice[] {
  const { unread = [] } = person;
  if (unread.length === 0) return [];
  const who = calledName(person);
  return unread.map((name) => ({
    code: 'ATTRIBUTE_LEFT_OUT',
    severity: 'warning',
    text: `The attribute "${name}" of "${who}" is left out: it is no text of at most ${LONGEST.toLocaleString('en')} characters. Correct it in the directory, or name another attribute.`,
    subject: who,
    line: null,
  }));
}

function nobodyHas(name: string, people: number): Notice {
  return {
    code: 'ATTRIBUTE_OF_NOBODY',
    severity: 'warning',
    text: `The attribute "${name}" is empty or not shown for everybody who was read (${count(people, 'account')}), so nothing is concluded from it. Check how it is spelt in the directory, and who may read it.`,
    subject: name,
    line: null,
  };
}

/** What no directory has: in JavaScript every object seems to have an attribute of such a name. */
const EVERYWHERE: Readonly<Record<string, unknown>> = {};

/**
 * @param pattern the names that this kind of directory can have
 * @throws Failure for the first name that is none
 */
export function refuseOddNames(names: readonly string[], pattern: RegExp, shape: string): void {
  const odd = names.find((name) => !pattern.test(name) || name in EVERYWHERE);
  if (odd === undefined) return;
  throw new Failure(
    'ATTRIBUTE_NAME_INVALID',
    `No attribute of this directory can be called ${JSON.stringify(odd.slice(0, 80))}: ${shape}.`,
    'Write givenName, surname, or the name that the directory itself has for the attribute.',
  );
}
