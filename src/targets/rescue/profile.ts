/**
 * How the service of one account answers, as `rescue.profile` of the file says. None of it makes the reading less careful:
 * what it says is demanded, or compared with what comes. What is absent is not known.
 */
export interface RescueProfile {
  /** lineBreaks: a tree without a line break at its end is not whole. none: such a tree is proved as without a profile. */
  readonly treeEnd?: 'lineBreaks' | 'none';
  readonly lineEnd?: 'lf' | 'crlf';
  readonly blankAfterColon?: boolean;
  readonly layout?: 'lines' | 'oneLine';
  readonly rootListed?: boolean;
  /** true: no such call is sent. */
  readonly enabledCallNeedsPasswordOrSsoId?: boolean;
}

/** The values that each key can have. */
export const PROFILE_VALUES = {
  treeEnd: ['lineBreaks', 'none'],
  lineEnd: ['lf', 'crlf'],
  blankAfterColon: [true, false],
  layout: ['lines', 'oneLine'],
  rootListed: [true, false],
  enabledCallNeedsPasswordOrSsoId: [true, false],
} as const satisfies { readonly [Key in keyof Required<RescueProfile>]: readonly RescueProfile[Key][] };

/** Characters of a value that are shown. */
const LONGEST = 60;

/** One sentence about the first mistake in a profile; null where there is none. */
export function profileMistake(given: Readonly<Record<string, unknown>>): string | null {
  const known: Readonly<Record<string, readonly unknown[]>> = PROFILE_VALUES;
  for (const [key, value] of Object.entries(given)) {
    const values = Object.hasOwn(known, key) ? known[key] : undefined;
    if (values === undefined) return `It holds the key ${quoted(key)}, and there are ${Object.keys(known).join(', ')}.`;
    if (!values.includes(value))
      return `${key} is ${quoted(value)}, and can be ${values.map((one) => JSON.stringify(one)).join(' or ')}.`;
  }
  return null;
}

/** A recording of somebody else may hold anything, of any size and depth. */
function quoted(value: unknown): string {
  if (typeof value === 'object' && value !== null) return 'a list or a map';
  const text = JSON.stringify(value);
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}…`;
}
