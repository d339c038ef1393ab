import { badRequest, unsupportedQuery } from './answer.ts';
import { type AnyObject } from './objects.ts';
import { valueOf } from './rights.ts';
import { filterable } from './schema.ts';

export interface Filter {
  readonly matches: (object: AnyObject) => boolean;
  /** Whether it asks for more than queries without ConsistencyLevel can do: ne, not, endsWith. */
  readonly advanced: boolean;
}

type Test = Filter['matches'];
type Literal = string | boolean | null;

const TOKEN = /\s*(?:('(?:[^']|'')*')|([A-Za-z][\w./]*)|([(),])|(\S))/gy;

/** The words of a filter, and how far they are read. */
interface Words {
  readonly tokens: readonly string[];
  position: number;
  advanced: boolean;
}

/**
 * Reads a $filter: `eq`, `ne`, `in`, `startswith`, `endswith`, `not`, `and`, `or` and parentheses over texts and flags
 * (OData 4.01, part 2, section 5.1.1). Texts are compared without case, as the directory does.
 *
 * @throws GraphError 400
 */
export function parseFilter(text: string): Filter {
  const tokens = [...text.matchAll(TOKEN)].map(([, literal, word, mark, other]) => {
    if (other !== undefined) throw badRequest(`Invalid filter clause: there is an unexpected '${other}'.`);
    return literal ?? word ?? mark ?? '';
  });
  const words: Words = { tokens, position: 0, advanced: false };
  const matches = either(words);
  const rest = tokens[words.position];
  if (rest !== undefined) throw badRequest(`Invalid filter clause: unexpected '${rest}'.`);
  return { matches, advanced: words.advanced };
}

function next(words: Words): string {
  const token = words.tokens[words.position];
  if (token === undefined) throw badRequest('Invalid filter clause: it ends too early.');
  words.position += 1;
  return token;
}

function take(words: Words, wanted: string): boolean {
  if (words.tokens[words.position]?.toLowerCase() !== wanted) return false;
  words.position += 1;
  return true;
}

function expect(words: Words, wanted: string): void {
  if (!take(words, wanted)) throw badRequest(`Invalid filter clause: '${wanted}' is missing.`);
}

function either(words: Words): Test {
  const tests = [both(words)];
  while (take(words, 'or')) tests.push(both(words));
  return (object) => tests.some((test) => test(object));
}

function both(words: Words): Test {
  const tests = [single(words)];
  while (take(words, 'and')) tests.push(single(words));
  return (object) => tests.every((test) => test(object));
}

function single(words: Words): Test {
  if (take(words, 'not')) {
    words.advanced = true;
    const test = single(words);
    return (object) => !test(object);
  }
  if (take(words, '(')) {
    const test = either(words);
    expect(words, ')');
    return test;
  }
  const word = next(words);
  return words.tokens[words.position] === '(' ? call(words, word) : comparison(words, word);
}

function call(words: Words, name: string): Test {
  const wanted = name.toLowerCase();
  if (wanted !== 'startswith' && wanted !== 'endswith') {
    throw unsupportedQuery(`Unsupported Query: the function '${name}' is not supported.`);
  }
  if (wanted === 'endswith') words.advanced = true;
  expect(words, '(');
  const property = propertyName(next(words));
  expect(words, ',');
  const part = literal(next(words));
  expect(words, ')');
  if (typeof part !== 'string') throw badRequest(`Invalid filter clause: ${name} needs a text.`);
  return (object) => {
    const value = folded(valueOf(object, property));
    if (typeof value !== 'string') return false;
    return wanted === 'startswith' ? value.startsWith(part) : value.endsWith(part);
  };
}

function comparison(words: Words, word: string): Test {
  const property = propertyName(word);
  const operator = next(words).toLowerCase();
  if (operator === 'in') {
    expect(words, '(');
    const values = [literal(next(words))];
    while (take(words, ',')) values.push(literal(next(words)));
    expect(words, ')');
    return (object) => values.includes(folded(valueOf(object, property)));
  }
  const value = literal(next(words));
  if (operator === 'eq') return (object) => folded(valueOf(object, property)) === value;
  if (operator !== 'ne') throw unsupportedQuery(`Unsupported Query: the operator '${operator}' is not supported.`);
  words.advanced = true;
  return (object) => folded(valueOf(object, property)) !== value;
}

function propertyName(name: string): string {
  if (filterable.has(name)) return name;
  throw unsupportedQuery(`Unsupported or invalid query filter clause specified for property '${name}'.`);
}

function literal(token: string): Literal {
  if (token.startsWith("'")) return token.slice(1, -1).replaceAll("''", "'").toLowerCase();
  if (token === 'true' || token === 'false') return token === 'true';
  if (token === 'null') return null;
  throw badRequest(`Invalid filter clause: '${token}' is no literal.`);
}

function folded(value: unknown): Literal {
  if (typeof value === 'string') return value.toLowerCase();
  return typeof value === 'boolean' ? value : null;
}
