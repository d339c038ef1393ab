import type { DiagnosticCode } from '../core/codes.ts';
import type { Place } from '../core/failure.ts';
import type { SourceLine, YamlText } from './yaml-text.ts';

/** Something wrong (error) or doubtful (warning) in the YAML file. */
export interface Diagnostic extends Place {
  /** Stable, upper case: UNKNOWN_KEY, VARIABLE_MISSING, … */
  readonly code: DiagnosticCode;
  readonly severity: 'error' | 'warning';
  /** What is wrong and why. Holds no secret and no value that came from outside the file. */
  readonly message: string;
  /** What to do about it. */
  readonly advice: string;
  /** null when the file as a whole is meant (it is missing, no text, …); line and column are 1 then. */
  readonly source: SourceLine | null;
}

type Found = Omit<Diagnostic, 'source'> & { readonly at: number };

/** More faults than anybody reads at once. */
const MOST = 500;

/** Collects what is found wrong in one file; of more than 500 faults those that were found first. */
export class Report {
  readonly #yaml: YamlText;
  readonly #found: Found[] = [];
  readonly #seen = new Set<string>();
  /** Of the faults that were left out the worst; null while there are none. */
  #more: Diagnostic['severity'] | null = null;

  constructor(yaml: YamlText) {
    this.#yaml = yaml;
  }

  /** @param at offset in the text of the file */
  error(code: DiagnosticCode, at: number, message: string, advice: string): void {
    this.#add('error', code, at, message, advice);
  }

  /** @param at offset in the text of the file */
  warning(code: DiagnosticCode, at: number, message: string, advice: string): void {
    this.#add('warning', code, at, message, advice);
  }

  /** Line of an offset, 1-based: for messages that name a second place. */
  line(at: number): number {
    return this.#yaml.position(at).line;
  }

  /** Line and column of an offset, 1-based. */
  place(at: number): { readonly line: number; readonly column: number } {
    const { line, column } = this.#yaml.position(at);
    return { line, column };
  }

  get hasErrors(): boolean {
    return this.#more === 'error' || this.#found.some((diagnostic) => diagnostic.severity === 'error');
  }

  /** Everything found, in the order of the file. */
  sorted(): Diagnostic[] {
    // Lines are quoted only now: what must not be seen on them may have been found after the fault.
    const sorted = this.#found
      .toSorted((a, b) => a.line - b.line || a.column - b.column)
      .map(({ at, ...found }): Diagnostic => ({ ...found, source: this.#yaml.show(at) }));
    if (this.#more === null) return sorted;
    const message = `There are more than ${MOST} faults; the others are not shown.`;
    const more = aboutFile(this.#yaml.file, 'MORE_FAULTS', message, 'Correct these first.');
    return [...sorted, { ...more, severity: this.#more }];
  }

  #add(severity: Diagnostic['severity'], code: DiagnosticCode, at: number, message: string, advice: string): void {
    if (this.#found.length >= MOST) {
      if (this.#more !== 'error') this.#more = severity;
      return;
    }
    const { line, column } = this.#yaml.position(at);
    // A text reached through several aliases is faulty once, although its path is another one each time.
    const key = JSON.stringify([code, line, column, message.replace(/\[\d+\]/g, '[]')]);
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    const { file } = this.#yaml;
    this.#found.push({ code, severity, message, advice, file, line, column, at });
  }
}

/** A diagnostic about the file as a whole. */
export function aboutFile(file: string, code: DiagnosticCode, message: string, advice: string): Diagnostic {
  return { code, severity: 'error', message, advice, file, line: 1, column: 1, source: null };
}
