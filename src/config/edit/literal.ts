import { type Data, isList, Noted, type YamlValue } from './model.ts';

/*
 * A name may hold "${". In the file that begins a reference, so a plain one is written as "$${".
 */

/** A value whose texts are names, as the file has to say it: nothing in it refers to anything. */
export function literal(value: YamlValue): YamlValue {
  if (value instanceof Noted) return new Noted(literalText(value.text), value.note);
  if (typeof value === 'string') return literalText(value);
  if (isList(value)) return value.map(literal);
  if (typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, literal(one)]));
}

function literalText(text: string): string {
  return text.replaceAll('${', () => '$${');
}

/** What texts of the file mean that refer to nothing. */
export function plain(data: Data): Data {
  if (typeof data === 'string') return data.replaceAll('$${', () => '${');
  if (Array.isArray(data)) return data.map(plain);
  if (typeof data !== 'object' || data === null) return data;
  return Object.fromEntries(Object.entries(data).map(([key, one]: [string, Data]) => [key, plain(one)]));
}
