import { parseDocument } from 'yaml';
import { byHand, shownPath } from './find-place.ts';
import { type Data, dataOf, type Edit, type EditPath } from './model.ts';

/** More than any real file has; what refers to itself over and over comes to more. */
const MOST_ALIASES = 10_000;

/**
 * What a file means, with aliases and merges followed.
 *
 * @throws Failure EDIT_BY_HAND where that cannot be told
 */
export function meaningOf(text: string): Data {
  try {
    const document = parseDocument(text, { version: '1.2', merge: true, prettyErrors: false, uniqueKeys: false });
    // Through JSON, so that two aliases of one map are two maps.
    return JSON.parse(JSON.stringify(document.toJS({ maxAliasCount: MOST_ALIASES }) ?? null)) as Data;
  } catch {
    throw byHand([], 'refers to itself in a way that cannot be followed');
  }
}

/** What the file is to mean after an edit. @throws Failure EDIT_BY_HAND where there is no place for it */
export function meaningAfter(before: Data, edit: Edit): Data {
  const { path } = edit;
  if (edit.kind === 'set') return changed(before, path, () => dataOf(edit.value));
  if (edit.kind === 'unset') return without(before, path);
  return changed(before, path, (value) => {
    const list = value === undefined || value === null ? [] : value;
    if (!isDataList(list)) throw byHand(path, 'is no list');
    return inList(list, edit);
  });
}

function inList(list: readonly Data[], edit: Exclude<Edit, { kind: 'set' | 'unset' }>): Data[] {
  if (edit.kind === 'insert') return list.toSpliced(edit.at, 0, dataOf(edit.value));
  const at = edit.kind === 'move' ? edit.from : edit.at;
  if (at < 0 || at >= list.length) throw new Error(`${shownPath(edit.path)} has no entry ${at}`);
  const rest = list.toSpliced(at, 1);
  return edit.kind === 'move' ? rest.toSpliced(edit.to, 0, ...list.slice(at, at + 1)) : rest;
}

function changed(data: Data | undefined, path: EditPath, change: (value: Data | undefined) => Data): Data {
  const [step, ...rest] = path;
  if (step === undefined) return change(data);
  if (typeof step === 'number') {
    if (!isDataList(data) || step >= data.length) throw byHand(path, 'is not there');
    return data.with(step, changed(data[step], rest, change));
  }
  if (data !== undefined && data !== null && !isDataMap(data)) throw byHand(path, 'is not in a map');
  const map = data ?? {};
  return { ...map, [step]: changed(Object.hasOwn(map, step) ? map[step] : undefined, rest, change) };
}

/** A map that has nothing left goes with its last key. */
function without(data: Data, path: EditPath): Data {
  const last = path.at(-1);
  if (last === undefined || typeof last === 'number') throw byHand(path, 'is no key');
  return changed(data, path.slice(0, -1), (map) => {
    if (map === undefined || !isDataMap(map) || !Object.hasOwn(map, last)) throw byHand(path, 'is not there');
    return Object.fromEntries(Object.entries(map).filter(([key]) => key !== last));
  });
}

function isDataList(data: Data | undefined): data is readonly Data[] {
  return Array.isArray(data);
}

export function isDataMap(data: Data | undefined): data is { readonly [key: string]: Data } {
  return typeof data === 'object' && data !== null && !Array.isArray(data);
}

/** Whether two files mean the same. The order of keys says nothing. */
export function meansTheSame(a: Data, b: Data): boolean {
  if (isDataList(a)) return isDataList(b) && a.length === b.length && a.every((one, at) => same(one, b[at]));
  if (!isDataMap(a) || !isDataMap(b)) return a === b;
  const [keys, others] = [Object.keys(a), Object.keys(b)];
  return keys.length === others.length && keys.every((key) => Object.hasOwn(b, key) && same(a[key], b[key]));
}

function same(a: Data | undefined, b: Data | undefined): boolean {
  return a !== undefined && b !== undefined && meansTheSame(a, b);
}
