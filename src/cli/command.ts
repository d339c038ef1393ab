import type { Command } from 'commander';
import type { Context } from './context.ts';
import type { ExitCode } from './exit-codes.ts';

/** The command's own options, by their long name in camel case. */
export type Options = Readonly<Record<string, unknown>>;

export type Body = (context: Context, options: Options, args: readonly string[]) => Promise<ExitCode>;

/** How a command differs from the others. */
export interface Conventions {
  /** Whether it has a log on stderr without being asked for it. Absent = no. */
  readonly logs?: boolean;
  /** Whether it writes the file, so that it is not looked for in the folders above. Absent = no. */
  readonly here?: boolean;
  /** Whether it works on several files. Absent = no: more than one is refused. */
  readonly several?: boolean;
}

/** What a command file gets to build its command with. */
export interface Cli {
  /** A command that knows the conventions of adsync; describe it, give it options, then `.action(cli.action(body))`. */
  command(name: string, summary: string): Command;
  /** @param conventions of this command */
  action(body: Body, conventions?: Conventions): (...given: unknown[]) => Promise<void>;
}

/** Each command file exports one of these. It must import nothing heavy: that belongs behind `await import()` in the body. */
export type DefineCommand = (cli: Cli) => Command;

/** The values of an option that may be given several times. */
export function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
