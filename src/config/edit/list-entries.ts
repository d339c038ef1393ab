import { contentsOf, follow, placeOf } from './find-place.ts';
import { meaningOf } from './meaning.ts';
import type { Data, EditPath } from './model.ts';

/** An entry of a list of the file. */
export interface ListEntry {
  readonly data: Data;
  /** 1-based; null where the list is written elsewhere than where it is used. */
  readonly line: number | null;
}

/**
 * The entries of a list of a file, with aliases and merges followed; empty where there is no list.
 *
 * @throws Failure EDIT_NOT_YAML, EDIT_BY_HAND
 */
export function listEntries(text: string, path: EditPath): ListEntry[] {
  const marks = marksOf(text, path);
  const list = dataAt(meaningOf(text), path);
  if (!Array.isArray(list)) return [];
  return list.map((data: Data, index) => ({ data, line: lineAt(text, marks[index]) }));
}

/** The value at a path of plain data; undefined where there is none. */
export function dataAt(data: Data, path: EditPath): Data | undefined {
  let found: Data | undefined = data;
  for (const step of path) {
    if (typeof found !== 'object' || found === null) return undefined;
    found = Object.entries(found).find(([key]) => key === String(step))?.[1];
  }
  return found;
}

function marksOf(text: string, path: EditPath): number[] {
  const root = contentsOf(text);
  try {
    const { node } = follow(root, path);
    return node === null ? [] : placeOf(node, path).slots.map(({ mark }) => mark);
  } catch {
    // Such a list is told all the same; only an edit is refused.
    return [];
  }
}

function lineAt(text: string, mark: number | undefined): number | null {
  return mark === undefined ? null : text.slice(0, mark).split('\n').length;
}
