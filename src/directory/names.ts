/**
 * Text in the form in which directories compare names: lower case, character by character. Neither a language's own
 * rules (Turkish i, final sigma) nor ß = ss count, as in the directory itself. Composed and decomposed letters are the same:
 * nobody sees which of them a keyboard or a program writes.
 */
export function foldCase(text: string): string {
  // Nearly all text is ASCII, for which there are no such rules.
  if (/^[ -~]*$/.test(text)) return text.toLowerCase();
  return text.normalize('NFC').replace(/\p{Lu}|\p{Lt}/gu, (letter) => letter.toLowerCase());
}

/** The text as it is written, composed and decomposed: a server may keep and compare any of them. Each once. */
export function spellings(text: string): string[] {
  return [...new Set([text, text.normalize('NFC'), text.normalize('NFD')])];
}

/** A test for groups that have this name, whole, in any case; blanks around names do not count. */
export function called(name: string): (group: { readonly names: readonly string[] }) => boolean {
  const wanted = foldCase(name.trim());
  return ({ names }) => names.some((own) => foldCase(own.trim()) === wanted);
}

/** Those groups that have the name to the last blank, in any case: they tell names apart that differ in outer blanks only. */
export function calledExactly(name: string): (group: { readonly names: readonly string[] }) => boolean {
  const wanted = foldCase(name);
  return ({ names }) => names.some((own) => foldCase(own) === wanted);
}
