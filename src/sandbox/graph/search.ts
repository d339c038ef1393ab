import { badRequest, unsupportedQuery } from './answer.ts';
import type { AnyObject } from './objects.ts';
import { valueOf } from './rights.ts';
import { filterable } from './schema.ts';
import type { GraphSwitches } from './switches.ts';

const TOKEN = /\s*(?:"((?:[^"\\]|\\.)*)"|(AND|OR|[()])|(\S))/gy;

type Test = (object: AnyObject) => boolean;
type Token = { readonly clause: string } | string;

/**
 * Reads a $search: clauses in double quotes, joined by AND, OR and parentheses. displayName and description are
 * compared word by word, in any order; other properties by their beginning (Microsoft Graph, "Use the $search query
 * parameter", section on directory objects).
 *
 * @throws GraphError 400
 */
export function parseSearch(text: string, words: GraphSwitches['searchWords']): Test {
  const tokens = [...text.matchAll(TOKEN)].map(([, clause, mark, other]): Token => {
    if (other !== undefined) throw badRequest(`Syntax error: character '${other}' is not valid in '${text}'.`);
    return clause === undefined ? (mark ?? '') : { clause: clause.replace(/\\(.)/g, '$1') };
  });
  let position = 0;

  function take(wanted: string): boolean {
    if (tokens[position] !== wanted) return false;
    position += 1;
    return true;
  }
  function either(): Test {
    const tests = [both()];
    while (take('OR')) tests.push(both());
    return (object) => tests.some((test) => test(object));
  }
  function both(): Test {
    const tests = [single()];
    while (take('AND')) tests.push(single());
    return (object) => tests.every((test) => test(object));
  }
  function single(): Test {
    if (take('(')) {
      const test = either();
      if (!take(')')) throw badRequest(`Syntax error: ')' is missing in '${text}'.`);
      return test;
    }
    const token = tokens[position];
    if (token === undefined || typeof token === 'string') throw badRequest(`Syntax error in '${text}'.`);
    position += 1;
    return clauseTest(token.clause, words);
  }

  const test = either();
  if (position < tokens.length) throw badRequest(`Syntax error in '${text}'.`);
  return test;
}

function clauseTest(clause: string, words: GraphSwitches['searchWords']): Test {
  const colon = clause.indexOf(':');
  const property = clause.slice(0, Math.max(colon, 0));
  if (!filterable.has(property)) {
    throw unsupportedQuery(`Unrecognized search property '${property}' in '${clause}'.`);
  }
  const wanted = clause.slice(colon + 1);
  if (property !== 'displayName' && property !== 'description') {
    const beginning = wanted.toLowerCase();
    return (object) => textOf(object, property).toLowerCase().startsWith(beginning);
  }
  const parts = wordsOf(wanted);
  return (object) => {
    const text = textOf(object, property);
    const found = [...wordsOf(text), ...joined(text)];
    return parts.every((part) => found.some((word) => (words === 'whole' ? word === part : word.startsWith(part))));
  };
}

function textOf(object: AnyObject, property: string): string {
  const value = valueOf(object, property);
  return typeof value === 'string' ? value : '';
}

/** Words as the documentation splits them: at blanks, symbols, numbers, and where lower case turns to upper. */
function wordsOf(text: string): string[] {
  const spaced = text.replace(/(\p{Ll})(?=\p{Lu})/gu, '$1 ');
  return (spaced.match(/[\p{L}\p{M}]+|\p{N}+/gu) ?? []).map((word) => word.toLowerCase());
}

/** Words that only symbols part are one word as well: `hello-world` is found by `helloworld`. */
function joined(text: string): string[] {
  return text.split(/\s+/).map((part) => part.replace(/[^\p{L}\p{M}\p{N}]/gu, '').toLowerCase());
}
