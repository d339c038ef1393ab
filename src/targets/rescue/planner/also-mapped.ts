import { groupBy } from '../../../core/collections.ts';
import { counted, grouped } from '../../../core/counted.ts';
import type { Notice } from '../../../core/notice.ts';
import type { Person } from '../../../core/people.ts';
import { calledName } from '../../../core/text.ts';
import type { Placement } from './membership.ts';

/** An enabled person whom two mappings have. The first one keeps them. */
export interface AlsoMapped {
  readonly person: Person;
  readonly first: Placement;
  readonly second: Placement;
}

/** So many people of one directory group get a notice each. */
const FEW = 20;
/** So many people, and so many lines of the file, are named in the notice of all others. */
const NAMED = 10;

/**
 * What is said of people whom an earlier mapping keeps: one notice each, or one for all where they are many. A large
 * company may have a million of them.
 *
 * @param all of one directory group that a mapping names, in the order of its members
 */
export function alsoMapped(all: readonly AlsoMapped[]): Notice[] {
  const [first] = all;
  if (first === undefined) return [];
  return all.length > FEW ? [crowd(all, first.second)] : all.map(single);
}

function single({ person, first, second }: AlsoMapped): Notice {
  return {
    code: 'IN_TWO_MAPPINGS',
    severity: 'info',
    text: `${calledName(person)} is also a member of ${second.part.directoryGroup}; the mapping at line ${first.line} comes first and keeps them.`,
    subject: person.label,
    line: second.line,
  };
}

function crowd(all: readonly AlsoMapped[], { part, line }: Placement): Notice {
  const keepers = [...groupBy(all, ({ first }) => first.line)].sort(([a], [b]) => a - b);
  const lines = keepers.map(([at, own]) => `line ${at} keeps ${grouped(own.length)}`);
  const people = all.slice(0, NAMED).map(({ person }) => calledName(person));
  return {
    code: 'IN_TWO_MAPPINGS',
    severity: 'info',
    text: `${counted(all.length, 'person', 'people')} of ${part.directoryGroup} are also members of directory groups whose mappings come first and keep them: ${shortened(lines.slice(0, NAMED), lines.length)}. They are: ${shortened(people, all.length)}.`,
    subject: part.directoryGroup,
    names: all.map(({ person }) => person.label),
    line,
  };
}

function shortened(shown: readonly string[], count: number): string {
  const more = count - shown.length;
  return [...shown, ...(more === 0 ? [] : [`${grouped(more)} more`])].join(', ');
}
