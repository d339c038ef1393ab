import { commandWords } from './command-words.ts';
import type { Report } from './diagnostic.ts';
import { decodeText, type Inputs, NOT_LOOKED_UP } from './inputs.ts';

/** What the program prints is a line, not a film: bytes. */
const LARGEST_OUTPUT = 64 * 1024;
/** Milliseconds. A vault answers soon, or not at all. */
const PATIENCE = 30_000;

/** Where a reference stands. */
interface Place {
  readonly report: Report;
  /** Offset in the file. */
  readonly at: number;
}

/** Runs the programs of `${cmd:…}`. A command that stands in several places runs once. */
export class Commands {
  readonly #inputs: Inputs;
  readonly #folder: string;
  readonly #values = new Map<string, string>();

  /** @param folder in which programs run: that of the YAML file */
  constructor(inputs: Inputs, folder: string) {
    this.#inputs = inputs;
    this.#folder = folder;
  }

  /**
   * What the program prints, without the line break at its end; null after it was reported that there is nothing. No
   * message has anything that the program has printed.
   */
  async value(text: string, place: Place): Promise<string | null> {
    const parsed = commandWords(text);
    if ('fault' in parsed) return refuse(parsed.fault, place);
    const { runProgram } = this.#inputs;
    if (runProgram === 'never') return NOT_LOOKED_UP;
    if (runProgram === undefined) return forbid(place);
    const known = this.#values.get(text);
    if (known !== undefined) return known;
    const answer = await runProgram(parsed.words, { folder: this.#folder, limit: LARGEST_OUTPUT, patience: PATIENCE });
    const [program] = parsed.words;
    if ('problem' in answer) return report(`The program ${program} ${answer.problem}.`, place);
    const value = decodeText(answer.bytes)?.replace(/\r?\n$/, '');
    if (value === undefined) return report(`The program ${program} printed something that is not UTF-8 text.`, place);
    this.#values.set(text, value);
    return value;
  }
}

function refuse(fault: string, { report, at }: Place): null {
  const advice = 'Write ${cmd:PROGRAM WORD …}: blanks part the words, and words with blanks stand in quotation marks.';
  report.error('COMMAND_SYNTAX', at, `\${cmd:…} names no command. ${fault}`, advice);
  return null;
}

function forbid({ report, at }: Place): null {
  const message = 'The file names a program to be run, and nobody has allowed that from outside of the file.';
  const advice =
    'Read what it runs. Then give --allow-commands, or set ADSYNC_ALLOW_COMMANDS=1; never in jobs for files that nobody has reviewed.';
  report.error('COMMAND_NOT_ALLOWED', at, message, advice);
  return null;
}

function report(message: string, { report: all, at }: Place): null {
  const advice = 'Run it by hand, as the same user and in the folder of this file. What it printed is not shown here.';
  all.error('COMMAND_FAILED', at, message, advice);
  return null;
}
