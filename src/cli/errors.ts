import type { Diagnostic } from '../config/diagnostic.ts';
import type { SourceLine } from '../config/yaml-text.ts';
import { Failure } from '../core/failure.ts';
import type { Log } from '../log/log.ts';
import { indentedText, terminalText } from '../render/escape.ts';
import { displayWidth } from '../render/width.ts';
import type { Context } from './context.ts';

/** Three colours of our own: chalk would have to be loaded at every start, for what is said at its end at most. */
const RED = 31;
const YELLOW = 33;
const FAINT = 2;

/** Source lines longer than this are shown in part, around the fault. */
const LONGEST_LINE = 160;

/**
 * Says on stderr why a command ended. A `Failure` speaks for itself; anything else is a bug, whose stack is shown
 * with `--verbose`.
 */
export function printError(error: unknown, context: Context): void {
  const { stderr } = context.terminal;
  const aborted = context.signal.aborted && !(error instanceof Failure);
  if (context.log !== null) logError(context.log, error, aborted);
  if (context.logsOnStderr) return;
  if (aborted) stderr.write('Interrupted.\n');
  else if (error instanceof Failure) stderr.write(formatFailure(error, context));
  else stderr.write(formatBug(error, context));
}

function logError(log: Log, error: unknown, aborted: boolean): void {
  if (aborted) {
    log.write({ event: 'told', level: 'error', text: 'Interrupted.' });
    return;
  }
  const { code, text, advice } = failureTexts(error);
  log.write({ event: 'failure', code, text, advice });
  const details = error instanceof Failure ? causesOf(error) : error instanceof Error ? [error.stack ?? ''] : [];
  for (const detail of details) log.write({ event: 'detail', text: detail });
}

function failureTexts(error: unknown): { readonly code: string; readonly text: string; readonly advice: string } {
  if (error instanceof Failure) return { code: error.code, text: error.message, advice: error.advice };
  const text = error instanceof Error ? error.message : String(error);
  return { code: 'INTERNAL', text, advice: 'This is a bug in adsync.' };
}

/** Diagnostics in the log, a line each. */
export function logDiagnostics(log: Log | null, diagnostics: readonly Diagnostic[]): void {
  for (const { file, severity, code, line, column, message, advice } of diagnostics) {
    const level = severity === 'error' ? 'error' : 'warn';
    log?.write({ event: 'diagnostic', level, file, text: message, code, line, column, advice });
  }
}

/** Diagnostics for people: place, code, what is wrong, the line with a mark under the fault, what to do. */
export function formatDiagnostics(diagnostics: readonly Diagnostic[], color: boolean): string {
  return diagnostics.map((diagnostic) => formatDiagnostic(diagnostic, color)).join('');
}

function formatDiagnostic(diagnostic: Diagnostic, color: boolean): string {
  const { file, line, column, severity, code, message, advice, source } = diagnostic;
  const place = source === null ? terminalText(file) : `${terminalText(file)}:${line}:${column}`;
  const word = tint(color, severity === 'error' ? RED : YELLOW, `${severity} ${code}`);
  const head = `${place} ${word} ${terminalText(message)}\n`;
  const quote = source === null ? '' : formatSource(line, source, color);
  return `${head}${quote}  ${terminalText(advice)}\n`;
}

function formatSource(line: number, source: SourceLine, color: boolean): string {
  const from = Math.max(0, Math.min(source.caret - LONGEST_LINE / 2, source.text.length - LONGEST_LINE));
  const before = `${from > 0 ? '…' : ''}${indentedText(source.text.slice(from, source.caret - 1))}`;
  const end = from + LONGEST_LINE;
  const rest = source.text.slice(source.caret - 1, end);
  // Where the caret stands in the indentation, the rest begins with blanks of it.
  const shown = before.trim() === '' ? indentedText(rest) : terminalText(rest);
  const after = `${shown}${source.text.length > end ? '…' : ''}`;
  const margin = tint(color, FAINT, `${String(line).padStart(6)} | `);
  const below = tint(color, FAINT, `${' '.repeat(6)} | `);
  const caret = `${' '.repeat(displayWidth(before))}${tint(color, RED, '^')}`;
  return `${margin}${before}${after}\n${below}${caret}\n`;
}

function formatFailure(failure: Failure, { terminal, verbose }: Context): string {
  const word = tint(terminal.stderr.color, RED, `error ${failure.code}`);
  const causes = verbose ? causesOf(failure).map((text) => `  because: ${text}\n`) : [];
  return `${word} ${lines(failure.message)}\n  ${lines(failure.advice)}\n${causes.join('')}`;
}

function formatBug(error: unknown, { terminal, verbose }: Context): string {
  const word = tint(terminal.stderr.color, RED, 'error INTERNAL');
  const text = error instanceof Error ? error.message : String(error);
  const stack = verbose && error instanceof Error ? `  ${lines(error.stack ?? '')}\n` : '';
  const advice = verbose ? '' : ' Run it with --verbose for the stack.';
  return `${word} ${lines(text)}\n  This is a bug in adsync.${advice}\n${stack}`;
}

function causesOf(error: Error): string[] {
  const texts: string[] = [];
  for (let cause = error.cause; cause instanceof Error && texts.length < 10; cause = cause.cause) {
    texts.push(lines(`${cause.name}: ${cause.message}`));
  }
  return texts;
}

/** Text of several lines, the later ones indented; everything else that could steer a terminal is made visible. */
function lines(text: string): string {
  return text.split(/\r?\n/).map(indentedText).join('\n  ');
}

function tint(color: boolean, code: number, text: string): string {
  return color ? `\u001b[${code}m${text}\u001b[0m` : text;
}
