/** One of several answers. */
export interface Choice<Value> {
  readonly value: Value;
  readonly label: string;
  /** What it means; shown beside the answer that the cursor is on. */
  readonly hint?: string;
}

export interface ChoiceQuestion<Value> {
  readonly ask: string;
  readonly choices: readonly Choice<Value>[];
}

export interface TextQuestion {
  readonly ask: string;
  /** What the answer begins with; empty = nothing. */
  readonly initial: string;
  /** Shown while nothing is typed. */
  readonly example?: string;
  /** What is wrong with an answer, as a sentence; null = nothing. */
  readonly check?: (text: string) => string | null;
}

/**
 * Who asks a person. Texts may hold names from outside: whoever shows them escapes them.
 *
 * Every question throws {@link Stopped} where the person leaves.
 */
export interface Asker {
  choose<Value>(question: ChoiceQuestion<Value> & { readonly initial?: Value }): Promise<Value>;
  /** Any number of the answers, also none. */
  several<Value>(question: ChoiceQuestion<Value>): Promise<readonly Value[]>;
  text(question: TextQuestion): Promise<string>;
  /** What is typed is not shown. */
  hidden(ask: string): Promise<string>;
  yes(ask: string, initial: boolean): Promise<boolean>;
  /** A sentence between questions. */
  say(kind: 'title' | 'step' | 'good' | 'warning' | 'end', text: string): void;
  /** A text of several lines that was laid out, and escaped, for {@link columns}. */
  show(text: string): void;
  /** Cells of a line that {@link show} has room for. */
  readonly columns: number;
}

/** The person has left: nothing is to be written. */
export class Stopped extends Error {
  constructor() {
    super('the wizard was left');
    this.name = 'Stopped';
  }
}
