import { canonicalJson, digest } from '../core/digest.ts';
import type { Change } from './model.ts';

/** Gives a change its id: a digest of what it does, so that it is the same in two plans of one situation. */
export function withId(change: Change): Change {
  const { kind, role, operations, group, before, after, node, person, marker } = change;
  const id = digest(canonicalJson({ kind, role, operations, group, before, after, node, person, marker }));
  return { ...change, id: id.slice(0, 12) };
}
