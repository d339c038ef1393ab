/** The words of a command, or why it is none: a sentence. */
export type CommandWords = { readonly words: readonly [string, ...string[]] } | { readonly fault: string };

/** What a shell would act on. Nothing here is a shell: `vault read x | jq …` would hand "|" to vault. */
const OF_SHELLS = /[|&;<>()$`\r\n]/;

/**
 * Takes the command of `${cmd:…}` apart. Blanks part words; what stands in '…' or "…" is taken as it is, blanks
 * included. Nothing else is special: no variable, no pattern and no backslash. What only a shell understands is refused
 * outside of quotation marks.
 */
export function commandWords(text: string): CommandWords {
  const words: string[] = [];
  let word: string | null = null;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text.charAt(at);
    if (sign === '"' || sign === "'") {
      const end = text.indexOf(sign, at + 1);
      if (end < 0) return { fault: `A quotation mark (${sign}) is not closed.` };
      word = `${word ?? ''}${text.slice(at + 1, end)}`;
      at = end;
    } else if (sign === ' ' || sign === '\t') {
      if (word !== null) words.push(word);
      word = null;
    } else if (OF_SHELLS.test(sign)) {
      return {
        fault: `No shell runs the program, so ${JSON.stringify(sign)} has no meaning outside of quotation marks.`,
      };
    } else {
      word = `${word ?? ''}${sign}`;
    }
  }
  if (word !== null) words.push(word);
  const [program = '', ...rest] = words;
  return program.trim() === '' ? { fault: 'It names no program.' } : { words: [program, ...rest] };
}
