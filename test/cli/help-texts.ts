import type { Command } from 'commander';
import { COMMANDS } from '../../src/cli/commands.ts';
import { newProgram } from '../../src/cli/program.ts';
import { fakeHost } from './fake-host.ts';

/** The help of one command. */
export interface HelpText {
  /** The words that lead to the command: `adsync groups search`. */
  readonly command: string;
  readonly text: string;
  /** The command lines under "Examples:", without what they are said to do. */
  readonly examples: readonly string[];
}

/** The help of the program, and of every command in it, from the tree itself. */
export function helpTexts(): HelpText[] {
  const { host, stdout } = fakeHost();
  const program = newProgram(host);
  const command = (name: string, summary: string): Command => program.command(name).summary(summary);
  for (const define of COMMANDS) define({ command, action: () => () => Promise.resolve() });
  const visit = (one: Command, words: string): HelpText[] => {
    stdout.length = 0;
    one.outputHelp();
    const text = stdout.join('');
    return [
      { command: words, text, examples: examplesIn(text) },
      ...one.commands.flatMap((inner) => visit(inner, `${words} ${inner.name()}`)),
    ];
  };
  return visit(program, 'adsync');
}

/** Two blanks part a command line from what is said of it; a line that begins further right says more of the one before. */
function examplesIn(text: string): string[] {
  const block = /^Examples:\n((?: {2}.*\n?)+)/m.exec(text)?.[1] ?? '';
  return block.split('\n').flatMap((line) => (/^ {2}\S/.test(line) ? [line.trim().replace(/ {2,}.*$/, '')] : []));
}
