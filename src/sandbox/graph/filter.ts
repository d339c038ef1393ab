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

/** The service takes more in advanced queries; nobody should rely on it. */
const MOST_VALUES = 15;

/** What is left to read of a $filter, and what was found on the way. */
interface Reader {
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
  const reader: Reader = { tokens: tokensOf(text), position: 0, advanced: false };
  const matches = either(reader);
  const rest = reader.tokens[reader.position];
  if (rest !== undefined) throw badRequest(`Invalid filter clause: unexpected '${rest}'.`);
  return { matches, advanced: reader.advanced };
}

function tokensOf(text: string): string[] {
  return [...text.matchAll(TOKEN)].map(([, literal, word, mark, other]) => {
    if (other !== undefined) throw badRequest(`Invalid filter clause: there is an unexpected '${other}'.`);
    return literal ?? word ?? mark ?? '';
  });
}

function next(reader: Reader): string {
  const token = reader.tokens[reader.position];
  if (token === undefined) throw badRequest('Invalid filter clause: it ends too early.');
  reader.position += 1;
  return token;
}

/** Goes on behind the next token if it is the wanted one, and says whether it was. */
function take(reader: Reader, wanted: string): boolean {
  if (reader.tokens[reader.position]?.toLowerCase() !== wanted) return false;
  reader.position += 1;
  return true;
}

function expect(reader: Reader, wanted: string): void {
  if (!take(reader, wanted)) throw badRequest(`Invalid filter clause: '${wanted}' is missing.`);
}

function either(reader: Reader): Test {
  const tests = [both(reader)];
  while (take(reader, 'or')) tests.push(both(reader));
  return (object) => tests.some((test) => test(object));
}

function both(reader: Reader): Test {
  const tests = [single(reader)];
  while (take(reader, 'and')) tests.push(single(reader));
  return (object) => tests.every((test) => test(object));
}

function single(reader: Reader): Test {
  if (take(reader, 'not')) {
    reader.advanced = true;
    const test = single(reader);
    return (object) => !test(object);
  }
  if (take(reader, '(')) {
    const test = either(reader);
    expect(reader, ')');
    return test;
  }
  const word = next(reader);
  return reader.tokens[reader.position] === '(' ? call(reader, word) : comparison(reader, word);
}

function call(reader: Reader, name: string): Test {
  const wanted = name.toLowerCase();
  if (wanted !== 'startswith' && wanted !== 'endswith') {
    throw unsupportedQuery(`Unsupported Query: the function '${name}' is not supported.`);
  }
  if (wanted === 'endswith') reader.advanced = true;
  expect(reader, '(');
  const property = propertyName(next(reader));
  expect(reader, ',');
  const part = literal(next(reader));
  expect(reader, ')');
  if (typeof part !== 'string') throw badRequest(`Invalid filter clause: ${name} needs a text.`);
  return (object) => {
    const value = folded(valueOf(object, property));
    if (typeof value !== 'string') return false;
    return wanted === 'startswith' ? value.startsWith(part) : value.endsWith(part);
  };
}

function comparison(reader: Reader, word: string): Test {
  const property = propertyName(word);
  const operator = next(reader).toLowerCase();
  if (operator === 'in') {
    const values = listed(reader);
    return (object) => values.includes(folded(valueOf(object, property)));
  }
  const value = literal(next(reader));
  if (operator === 'eq') return (object) => folded(valueOf(object, property)) === value;
  if (operator !== 'ne') throw unsupportedQuery(`Unsupported Query: the operator '${operator}' is not supported.`);
  reader.advanced = true;
  return (object) => folded(valueOf(object, property)) !== value;
}

function listed(reader: Reader): Literal[] {
  expect(reader, '(');
  const values = [literal(next(reader))];
  while (take(reader, ',')) values.push(literal(next(reader)));
  expect(reader, ')');
  if (values.length > MOST_VALUES) {
    const many = `Too many child clauses specified in search filter expression containing 'OR' operators: ${values.length}.`;
    throw badRequest(`${many} Max allowed: ${MOST_VALUES}.`);
  }
  return values;
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
