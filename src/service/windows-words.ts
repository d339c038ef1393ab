/**
 * One argument as programs of Windows split their command line: backslashes count only before a quotation mark, and there
 * each is doubled. See CommandLineToArgvW.
 */
export function windowsWord(word: string): string {
  if (word !== '' && !/[\s"]/.test(word)) return word;
  return `"${word.replaceAll(/(\\*)"/g, '$1$1\\"').replace(/(\\+)$/, '$1$1')}"`;
}
