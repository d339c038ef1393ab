import type { DirectoryReading } from '../core/people.ts';

/** `1 member`, `1,200 members`. */
export function count(number: number, noun: string): string {
  return `${number.toLocaleString('en')} ${noun}${number === 1 ? '' : 's'}`;
}

/** The first few of a list, in order, and how many more there are. */
export function some(items: readonly string[], limit = 5): string {
  const sorted = [...items].sort();
  return sorted.slice(0, limit).join('; ') + (sorted.length > limit ? `; and ${sorted.length - limit} more` : '');
}

// What every directory says while it is read and searched.

export function lookingFor(wanted: readonly unknown[]): string {
  return `Looking for ${count(wanted.length, 'directory group')}`;
}

/** @param level 0 for the wanted groups themselves, 1 for the groups inside them, and so on */
export function readingMembers(groups: readonly unknown[], level: number): string {
  return `Reading the members of ${count(groups.length, 'group')}${level > 0 ? `, level ${level}` : ''}`;
}

export function countingMembers(groups: readonly unknown[]): string {
  return `Counting the members of ${count(groups.length, 'group')}`;
}

/** @param cost what it took, e.g. `3 requests` */
export function readIn({ groups, people }: DirectoryReading, cost: string): string {
  return `Read ${count(groups.size, 'group')} and ${count(people.size, 'account')} in ${cost}`;
}
