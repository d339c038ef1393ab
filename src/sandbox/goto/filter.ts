import { GotoError } from './call.ts';
import type { GotoSwitches } from './switches.ts';

/** A row as filters see it: values by the name of the field. */
export type FilterRow = Readonly<Record<string, string | undefined>>;
type Test = (row: FilterRow) => boolean;

export interface Filter {
  readonly has: Test;
  /** The only e-mail that it can match; null = it does not say one. */
  readonly email: string | null;
}

const TOKEN = /\s*(?:(?<quoted>"(?:[^"\\]|\\.)*")|(?<sign>[()|&=])|(?<word>[\w.]+))\s*/y;

interface Token {
  readonly kind: 'quoted' | 'sign' | 'word';
  readonly text: string;
}

/**
 * Reads a filter in either form: `email eq "a@x.org" and …`, or `(email="(?i).*x.*") | (key="1")` with regular
 * expressions that match the whole value.
 *
 * @throws GotoError filter.invalid
 */
export function parseFilter(text: string, form: GotoSwitches['filterForm']): Filter {
  const invalid = new GotoError(400, 'filter.invalid', text);
  const tokens = tokensOf(text, invalid);
  let at = 0;

  function takes(...texts: string[]): boolean {
    const token = tokens[at];
    if (token === undefined || token.kind === 'quoted' || !texts.includes(token.text.toLowerCase())) return false;
    at += 1;
    return true;
  }
  function either(): Filter {
    const parts = [both()];
    while (takes('|', 'or')) parts.push(both());
    const email = parts.length === 1 ? emailOf(parts) : null;
    return { email, has: (row) => parts.some(({ has }) => has(row)) };
  }
  function both(): Filter {
    const parts = [one()];
    while (takes('&', 'and')) parts.push(one());
    return { email: emailOf(parts), has: (row) => parts.every(({ has }) => has(row)) };
  }
  function one(): Filter {
    if (takes('(')) {
      const inner = either();
      if (!takes(')')) throw invalid;
      return inner;
    }
    const field = tokens[at];
    at += 1;
    const used = takes('eq') ? 'eq' : takes('=') ? 'regex' : null;
    const value = tokens[at];
    at += 1;
    if (field?.kind !== 'word' || used === null || value?.kind !== 'quoted') throw invalid;
    if (form !== 'both' && form !== used) throw invalid;
    const inside = value.text.slice(1, -1);
    if (used === 'regex') return { email: null, has: matches(field.text, inside, invalid) };
    const text = inside.replace(/\\(.)/gs, '$1');
    return { email: field.text === 'email' ? text : null, has: equals(field.text, text) };
  }

  const filter = either();
  if (at !== tokens.length) throw invalid;
  return filter;
}

/** The address that one of the parts asks for; all of them must hold. */
function emailOf(parts: readonly Filter[]): string | null {
  return parts.find(({ email }) => email !== null)?.email ?? null;
}

function tokensOf(text: string, invalid: GotoError): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const { quoted, sign, word } = TOKEN.exec(text)?.groups ?? {};
    if (quoted !== undefined) tokens.push({ kind: 'quoted', text: quoted });
    else if (sign !== undefined) tokens.push({ kind: 'sign', text: sign });
    else if (word !== undefined) tokens.push({ kind: 'word', text: word });
    else throw invalid;
  }
  return tokens;
}

/** E-mails are compared without case, as the service knows them. */
function equals(field: string, value: string): Test {
  const fold = (text: string | undefined): string | undefined => (field === 'email' ? text?.toLowerCase() : text);
  return (row) => fold(row[field]) === fold(value);
}

function matches(field: string, value: string, invalid: GotoError): Test {
  const folded = value.startsWith('(?i)');
  const pattern = value.slice(folded ? 4 : 0).replace(/\\"/g, '"');
  try {
    const expression = new RegExp(`^(?:${pattern})$`, folded ? 'is' : 's');
    return (row) => expression.test(row[field] ?? '');
  } catch {
    throw invalid;
  }
}
