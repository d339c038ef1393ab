import type { SandboxSwitches } from './switches.ts';

/** The answer of a method, before it is put into text. */
export interface Answer {
  readonly word: string;
  /** The id of a new node. */
  readonly id?: number;
  /** One record (getUser, getAccount, …) … */
  readonly record?: Fields;
  /** … or one a node (getHierarchy). */
  readonly blocks?: readonly Fields[];
  /** A new session. */
  readonly cookie?: string;
  /** Whether the account has changed. */
  readonly wrote?: boolean;
}

export type Fields = readonly (readonly [key: string, value: string | number | boolean | null])[];

export const loginPage =
  '<!DOCTYPE html>\r\n<html><head><title>Login</title></head><body><form action="/login.aspx">OK</form></body></html>';

/** Puts an answer into the service's text form, as the switches say. */
export function formatAnswer(answer: Answer, switches: SandboxSwitches): string {
  const eol = switches.lineEnd === 'crlf' ? '\r\n' : '\n';
  const { word, id, record, blocks } = answer;

  function line([key, value]: Fields[number]): string {
    return `${key}:${switches.blankAfterColon ? ' ' : ''}${formatValue(value)}`;
  }
  function formatValue(value: Fields[number][1]): string {
    if (typeof value === 'boolean') return value ? 'True' : 'False';
    const breaks = switches.lineBreaksInValues === 'raw' ? eol : ' ';
    return String(value ?? '').replace(/\r\n|\r|\n/g, breaks);
  }

  const labelled = `${switches.idLabel}${id ?? ''}`;
  if (id !== undefined)
    return switches.idSeparator === 'blank' ? `${word} ${labelled}` : `${word}${eol}${eol}${labelled}${eol}`;
  if (record !== undefined) {
    if (switches.layout === 'oneLine') return [word, ...record.map(line)].join(' ');
    return [word, '', ...record.map(line)].join(eol);
  }
  if (blocks !== undefined) {
    const texts = blocks.map((fields) => fields.map(line).join(eol) + eol + eol);
    const whole = `${word}${eol}${eol}${texts.join('')}`;
    return switches.treeEnd === 'none' ? whole.trimEnd() : whole;
  }
  return word;
}
