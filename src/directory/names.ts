/**
 * Text in the form in which directories compare names: lower case, character by character. Neither a language's own
 * rules (Turkish i, final sigma) nor ß = ss count, as in the directory itself.
 */
export function foldCase(text: string): string {
  // Nearly all text is ASCII, for which there are no such rules.
  if (/^[ -~]*$/.test(text)) return text.toLowerCase();
  return text.replace(/\p{Lu}|\p{Lt}/gu, (letter) => letter.toLowerCase());
}

/** A test for groups that have this name, whole, in any case; blanks around names do not count. */
export function called(name: string): (group: { readonly names: readonly string[] }) => boolean {
  const wanted = foldCase(name.trim());
  return ({ names }) => names.some((own) => foldCase(own.trim()) === wanted);
}
