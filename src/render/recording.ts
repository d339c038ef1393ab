import type { Answered, RawAnswer } from '../core/observation.ts';
import { counted } from '../core/counted.ts';
import { indentedText, terminalText } from './escape.ts';
import { wrap } from './width.ts';

const WIDTH = 100;
/** So many lines of an answer are shown, and so many characters of a line. */
const LINES = 14;
const LINE = 160;

/** One answer to each open question, the open ones last. */
export function questionsText(title: string, questions: readonly Answered[]): string {
  const answered = questions.filter(({ answer }) => answer !== null);
  const open = questions.filter(({ answer }) => answer === null);
  const lines = [
    `${terminalText(title)}: ${answered.length} of ${counted(questions.length, 'open question')} are answered.`,
    ...answered.flatMap(({ question, answer, text }) => entry(`${question} ${String(answer)}`, text)),
    ...(open.length === 0 ? [] : ['', `${terminalText(title)}: what stays open:`]),
    ...open.flatMap(({ question, text }) => entry(question, text)),
  ];
  return `${lines.join('\n')}\n`;
}

function entry(head: string, text: string): string[] {
  return [`  ${terminalText(head)}`, ...wrap(terminalText(text), WIDTH - 6).map((line) => `      ${line}`)];
}

/** A profile as it can stand in the YAML file; empty where there is none. */
export function profileText(type: string, profile: Readonly<Record<string, string | boolean>> | null): string {
  const entries = Object.entries(profile ?? {});
  if (entries.length === 0) return '';
  const values = entries.map(([key, value]) => `${key}: ${String(value)}`).join(', ');
  return `\n${terminalText(`In the file: ${type}: { profile: { ${values} } }`)}\n`;
}

/** What a recording would hold of one account, for somebody who is to agree to it. */
export function answersText(answers: readonly RawAnswer[]): string {
  return answers.map(answerText).join('');
}

function answerText({ purpose, call, sent, status, headers, encoding, body }: RawAnswer): string {
  const lines = body.split(/\r\n|\n|\r/);
  const parameters = Object.entries(sent).map(([name, value]) => `${name}=${value}`);
  const shown = lines
    .slice(0, LINES)
    .map((line) => `      ${indentedText(line.length > LINE ? `${line.slice(0, LINE)}…` : line)}`);
  const left = lines.length - LINES;
  const head = [
    `  ${terminalText(`${call} (${purpose}): HTTP ${status}, ${counted(body.length, 'character')}`)}`,
    `    sent: ${parameters.length === 0 ? 'nothing' : terminalText(parameters.join(', '))}`,
    `    headers: ${terminalText(
      Object.entries(headers)
        .map(([name, value]) => `${name}: ${value}`)
        .join('; '),
    )}`,
    ...(encoding === 'utf-8' ? [] : ['    its bytes are no UTF-8']),
  ];
  return `${[...head, ...shown, ...(left > 0 ? [`      … and ${counted(left, 'more line')}`] : [])].join('\n')}\n`;
}
