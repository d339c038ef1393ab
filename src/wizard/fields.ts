import type { Data, YamlValue } from '../config/edit/model.ts';
import type { Asker, Choice } from './ask.ts';
import { type Draft, valueIn, withValue } from './draft.ts';
import { freeVariable } from './variables.ts';

/** A key of the file that is asked for. */
export type Field = TextField | ChoiceField | YesField | SecretField;

interface FieldBase {
  readonly path: readonly string[];
  readonly ask: string;
}

/** A text, a number, or several texts with commas between them. */
export interface TextField extends FieldBase {
  /** A share is a number of users, or a part of them as 10%. */
  readonly kind: 'text' | 'number' | 'list' | 'share';
  readonly example: string;
  /** What counts where the file says nothing: then it is not written. Absent = it must be said, or left out. */
  readonly usual?: string;
  /** What is proposed where the file says nothing. Absent = nothing is. */
  readonly proposed?: string;
  /** Whether the key may be left out: then an empty answer takes it out. */
  readonly optional?: true;
  /** What an answer must look like, and how that is said. */
  readonly form?: readonly [pattern: RegExp, what: string];
}

export interface ChoiceField extends FieldBase {
  readonly kind: 'choice';
  readonly choices: readonly Choice<string>[];
  /** What counts where the file says nothing: then it is not written. */
  readonly usual: string;
}

export interface YesField extends FieldBase {
  readonly kind: 'yes';
  /** What counts where the file says nothing: then it is not written; null = it must be said. */
  readonly usual: boolean | null;
}

/** A secret: the file gets the name of a variable, and nobody gets the value. */
export interface SecretField extends FieldBase {
  readonly kind: 'secret';
  readonly variable: string;
}

type Env = Readonly<Record<string, string | undefined>>;

/** Asks for fields one after the other. @throws Stopped */
export async function askFields(fields: readonly Field[], draft: Draft, asker: Asker, env: Env): Promise<Draft> {
  let now = draft;
  for (const field of fields) now = await askField(field, now, asker, env);
  return now;
}

async function askField(field: Field, draft: Draft, asker: Asker, env: Env): Promise<Draft> {
  const value = valueIn(draft, field.path);
  if (field.kind === 'secret') return await askSecret(field, draft, asker, env);
  if (field.kind === 'yes') {
    const answer = await asker.yes(field.ask, typeof value === 'boolean' ? value : (field.usual ?? false));
    return answer === value || (value === undefined && answer === field.usual)
      ? draft
      : withValue(draft, field.path, answer);
  }
  if (field.kind === 'choice') {
    const now = typeof value === 'string' ? value : field.usual;
    const answer = await asker.choose({ ask: field.ask, choices: field.choices, initial: now });
    return answer === now ? draft : withValue(draft, field.path, answer);
  }
  const { usual } = field;
  const initial = value === undefined ? (field.proposed ?? usual ?? '') : shownText(value);
  const { example } = field;
  const answer = (await asker.text({ ask: field.ask, initial, example, check: (text) => faultOf(field, text) })).trim();
  if (value === undefined && answer === usual) return draft;
  const meant = valueOf(field, answer);
  return isSame(value, meant) ? draft : withValue(draft, field.path, meant);
}

/** A value of the file as it is typed. */
function shownText(value: Data): string {
  if (Array.isArray(value)) return value.map(String).join(', ');
  return typeof value === 'object' ? '' : String(value);
}

/** What is wrong with an answer, as a sentence; null = nothing. */
export function faultOf({ kind, optional, form }: TextField, text: string): string | null {
  const answer = text.trim();
  if (answer === '') return optional === true ? null : 'Something must stand here.';
  if (kind === 'number' && !/^\d{1,7}$/.test(answer)) return 'It must be a whole number.';
  const parts = kind === 'list' ? partsOf(answer) : [answer];
  if (form !== undefined && !parts.every((part) => form[0].test(part))) return form[1];
  return null;
}

/** What an answer means in the file; null = the key is left out. */
export function valueOf({ kind }: TextField, answer: string): YamlValue | null {
  if (answer === '') return null;
  if (kind === 'number' || (kind === 'share' && /^\d+$/.test(answer))) return Number(answer);
  return kind === 'list' ? partsOf(answer) : answer;
}

function partsOf(answer: string): string[] {
  return [...new Set(answer.split(',').map((part) => part.trim()))].filter((part) => part !== '');
}

function isSame(value: Data | undefined, meant: YamlValue | null): boolean {
  return (value === undefined && meant === null) || JSON.stringify(value) === JSON.stringify(meant);
}

const ONE_VARIABLE = /^\$\{([A-Za-z_][A-Za-z0-9_]*)\}$/;

/** What the file says already stays, also where it names another variable, a file or the secret itself. */
async function askSecret({ path, ask, variable }: SecretField, draft: Draft, asker: Asker, env: Env): Promise<Draft> {
  const value = valueIn(draft, path);
  const free = freeVariable(draft, variable);
  const now = value === undefined ? withValue(draft, path, `\${${free}}`) : draft;
  const name = value === undefined ? free : typeof value === 'string' ? ONE_VARIABLE.exec(value)?.[1] : undefined;
  if (name === undefined) return now;
  if ((env[name] ?? '') !== '') {
    asker.say('step', `${ask}: the file refers to \${${name}}, which is set here.`);
    return now;
  }
  const known = draft.secrets.has(name) ? ' Leave it empty to keep what was typed.' : '';
  asker.say('step', `The file only gets \${${name}}. What you type is used for the tries, and forgotten.${known}`);
  const typed = await asker.hidden(ask);
  return typed === '' ? now : { ...now, secrets: new Map([...now.secrets, [name, typed]]) };
}
