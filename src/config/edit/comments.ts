import { Lexer } from 'yaml';

/** What the lexer puts before a scalar, which may begin like a comment. */
const SCALAR = '\u001f';

/** All comments of a file, in its order. */
export function commentsOf(text: string): string[] {
  const tokens = [...new Lexer().lex(text)];
  return tokens.filter((token, at) => token.startsWith('#') && tokens[at - 1] !== SCALAR).map((one) => one.trimEnd());
}

/** Whether `after` has every one of `before`, as often and wherever it stands. */
export function keepsAll(before: readonly string[], after: readonly string[]): boolean {
  const counts = new Map<string, number>();
  for (const one of after) counts.set(one, (counts.get(one) ?? 0) + 1);
  return before.every((one) => {
    const left = counts.get(one) ?? 0;
    counts.set(one, left - 1);
    return left > 0;
  });
}
