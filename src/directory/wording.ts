/** `1 member`, `1,200 members`. */
export function count(number: number, noun: string): string {
  return `${number.toLocaleString('en')} ${noun}${number === 1 ? '' : 's'}`;
}

/** The first few of a list, in order, and how many more there are. */
export function some(items: readonly string[], limit = 5): string {
  const sorted = [...items].sort();
  return sorted.slice(0, limit).join('; ') + (sorted.length > limit ? `; and ${sorted.length - limit} more` : '');
}
