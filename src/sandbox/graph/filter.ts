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
  let position = 0;
  let advanced = false;

  function next(): string {
    const token = tokens[position];
    if (token === undefined) throw badRequest('Invalid filter clause: it ends too early.');
    position += 1;
    return token;
  }
  function take(...wanted: string[]): boolean {
    if (!wanted.includes(tokens[position]?.toLowerCase() ?? '')) return false;
    position += 1;
    return true;
  }
  function expect(wanted: string): void {
    if (!take(wanted)) throw badRequest(`Invalid filter clause: '${wanted}' is missing.`);
  }

  function either(): Test {
    const tests = [both()];
    while (take('or')) tests.push(both());
    return (object) => tests.some((test) => test(object));
  }
  function both(): Test {
    const tests = [single()];
    while (take('and')) tests.push(single());
    return (object) => tests.every((test) => test(object));
  }
  function single(): Test {
    if (take('not')) {
      advanced = true;
      const test = single();
      return (object) => !test(object);
    }
    if (take('(')) {
      const test = either();
      expect(')');
      return test;
    }
    const word = next();
    return tokens[position] === '(' ? call(word) : comparison(word);
  }
  function call(name: string): Test {
    const wanted = name.toLowerCase();
    if (wanted !== 'startswith' && wanted !== 'endswith') {
      throw unsupportedQuery(`Unsupported Query: the function '${name}' is not supported.`);
    }
    if (wanted === 'endswith') advanced = true;
    expect('(');
    const property = propertyName(next());
    expect(',');
    const part = literal(next());
    expect(')');
    if (typeof part !== 'string') throw badRequest(`Invalid filter clause: ${name} needs a text.`);
    return (object) => {
      const value = folded(valueOf(object, property));
      if (typeof value !== 'string') return false;
      return wanted === 'startswith' ? value.startsWith(part) : value.endsWith(part);
    };
  }
  function comparison(word: string): Test {
    const property = propertyName(word);
    const operator = next().toLowerCase();
    if (operator === 'in') {
      expect('(');
      const values = [literal(next())];
      while (take(',')) values.push(literal(next()));
      expect(')');
      return (object) => values.includes(folded(valueOf(object, property)));
    }
    const value = literal(next());
    if (operator === 'eq') return (object) => folded(valueOf(object, property)) === value;
    if (operator !== 'ne') throw unsupportedQuery(`Unsupported Query: the operator '${operator}' is not supported.`);
    advanced = true;
    return (object) => folded(valueOf(object, property)) !== value;
  }

  const matches = either();
  if (position < tokens.length) throw badRequest(`Invalid filter clause: unexpected '${tokens[position] ?? ''}'.`);
  return { matches, advanced };
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
