/** Words that need no quotation marks in a unit file. */
const PLAIN = /^[\w@+=:,./-]+$/;

/** One word of a command line in a unit file: no specifier, no variable, and one word only. */
export function execWord(word: string): string {
  const text = specifierFree(word).replaceAll('$', '$$$$');
  return PLAIN.test(word) ? text : `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

/** A value that is taken as a whole, as a path is: only `%` has a meaning in it. */
export function specifierFree(text: string): string {
  return text.replaceAll('%', '%%');
}
