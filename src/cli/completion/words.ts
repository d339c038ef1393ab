import type { Argument, Command, Option } from 'commander';

/** What can stand for a value: one of some words, a file, a folder, or anything. */
export type Value =
  | { readonly kind: 'words'; readonly words: readonly string[] }
  | { readonly kind: 'file' | 'folder' | 'any' };

/** An option as a shell offers it. */
export interface OptionWords {
  /** `-f` and `--file`. */
  readonly names: readonly string[];
  readonly says: string;
  /** null for an option without a value. */
  readonly value: Value | null;
  /** Whether the next word is always its value. */
  readonly takesNext: boolean;
}

/** A command as a shell offers it. */
export interface CommandWords {
  /** The words that lead to it, with blanks between them: `groups search`; empty for the program itself. */
  readonly where: string;
  readonly commands: readonly { readonly name: string; readonly says: string }[];
  /** Its own, and those that all commands have. */
  readonly options: readonly OptionWords[];
  /** What its arguments can be; one of them stands for all. */
  readonly argument: Value | null;
}

/** Placeholders of values that are files, as options and arguments call them. */
const FILES = /^(?:file|path|plan|snapshot|cases)\b/;
const FOLDERS = /^(?:dir|folder)\b/;

/** No shell sees anything special in such a word. */
const HARMLESS = /^[A-Za-z0-9][A-Za-z0-9._-]*$|^-[A-Za-z]$|^--[A-Za-z0-9-]+$/;

/** Every command of a program, the program itself first. */
export function commandsOf(program: Command): CommandWords[] {
  const general = program.options.map(optionWords);
  const help: OptionWords = { names: ['-h', '--help'], says: 'print this help', value: null, takesNext: false };
  const visit = (command: Command, where: string): CommandWords[] => {
    const own = command === program ? [] : command.options.map(optionWords);
    const names = new Set(own.flatMap((option) => option.names));
    const others = general.filter((option) => !option.names.some((name) => names.has(name)));
    const inner = command.commands.map((one) => ({ name: harmless(one.name()), says: one.summary() }));
    const isGroup = command === program;
    return [
      {
        where,
        commands: isGroup ? [...inner, { name: 'help', says: 'print the help of a command' }] : inner,
        options: [...own, ...others, help],
        argument: argumentOf(command.registeredArguments),
      },
      ...command.commands.flatMap((one) => visit(one, `${where} ${one.name()}`.trim())),
    ];
  };
  return visit(program, '');
}

function optionWords(option: Option): OptionWords {
  const names = [option.short, option.long].flatMap((name) => (name === undefined ? [] : [harmless(name)]));
  const takes = option.required || option.optional;
  const placeholder = /[<[]([^\]>]+)[\]>]/.exec(option.flags)?.[1] ?? '';
  const value = takes ? valueOf(placeholder, option.argChoices) : null;
  return { names, says: option.description, value, takesNext: option.required };
}

function argumentOf(args: readonly Argument[]): Value | null {
  const [first] = args;
  return first === undefined ? null : valueOf(first.name(), first.argChoices);
}

function valueOf(placeholder: string, choices: readonly string[] | undefined): Value {
  if (choices !== undefined) return { kind: 'words', words: choices.map(harmless) };
  if (FILES.test(placeholder)) return { kind: 'file' };
  return { kind: FOLDERS.test(placeholder) ? 'folder' : 'any' };
}

/** A word goes into a script that a shell runs. */
function harmless(word: string): string {
  if (HARMLESS.test(word)) return word;
  throw new RangeError(`${JSON.stringify(word)} cannot stand in the script of a shell.`);
}
