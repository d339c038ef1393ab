import { canonicalJson, digest } from '../core/digest.ts';
import type { Change } from './model.ts';

/** Gives a change its id: a digest of what it does, so that it is the same in two plans of one situation. */
export function withId<One extends Change>(change: One): One {
  const { target, kind, role, operations, group, before, after, node, person, native } = change;
  const id = digest(canonicalJson({ target, kind, role, operations, group, before, after, node, person, native }));
  return { ...change, id: id.slice(0, 12) };
}
