/** One switch of a stand-in: its first position, which others it has, and how a sentence names them. */
export interface Entry<Value> {
  readonly start: Value;
  /** Other positions that are worth a try: all of a choice, and of numbers and texts those that make a difference. */
  readonly others: readonly Value[];
  readonly accepts: (value: unknown) => boolean;
  readonly wanted: string;
}

export type SwitchTable<Switches> = { readonly [Name in keyof Switches]: Entry<Switches[Name]> };

export function choice<Value>(start: Value, ...values: Value[]): Entry<Value> {
  const all = [start, ...values];
  return {
    start,
    others: values,
    accepts: (value) => all.some((one) => one === value),
    wanted: all.map((one) => JSON.stringify(one)).join(' or '),
  };
}

export function text<Value extends string>(start: Value, ...others: Value[]): Entry<Value> {
  return { start, others, accepts: (value) => typeof value === 'string', wanted: 'text' };
}

export function count(start: number, ...others: number[]): Entry<number> {
  return {
    start,
    others,
    accepts: (value) => Number.isSafeInteger(value) && Number(value) >= 0,
    wanted: 'a whole number',
  };
}

export function limit(start: number | null, ...others: (number | null)[]): Entry<number | null> {
  const number = count(0);
  return {
    start,
    others,
    accepts: (value) => value === null || number.accepts(value),
    wanted: 'a whole number or null',
  };
}

/** All switches in their first position. */
export function firstPositions<Switches>(table: SwitchTable<Switches>): Switches {
  const entries: [string, Entry<unknown>][] = Object.entries(table);
  return Object.fromEntries(entries.map(([name, { start }]) => [name, start])) as Switches;
}

/** Every switch with each of its other positions. */
export function otherPositions<Switches>(table: SwitchTable<Switches>): Partial<Switches>[] {
  const entries: [string, Entry<unknown>][] = Object.entries(table);
  return entries.flatMap(([name, { others }]) => others.map((value) => ({ [name]: value }) as Partial<Switches>));
}

/** One sentence about the first mistake in the switches of a file; null when there is none. */
export function switchMistakeIn<Switches>(
  table: SwitchTable<Switches>,
  given: Readonly<Record<string, unknown>>,
): string | null {
  const entries = new Map<string, Entry<unknown>>(Object.entries(table));
  for (const [name, value] of Object.entries(given)) {
    const entry = entries.get(name);
    if (entry === undefined)
      return `there is no switch ${JSON.stringify(name)}; there are ${[...entries.keys()].join(', ')}`;
    if (!entry.accepts(value)) return `switch ${name} must be ${entry.wanted}, not ${JSON.stringify(value)}`;
  }
  return null;
}
