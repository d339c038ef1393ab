import { fold, foldPath } from '../core/text.ts';
import type { Change } from './model.ts';
import { parsePath } from '../core/path.ts';

/** The user or group that a change is about. */
export type Subject = Pick<Change, 'kind' | 'node' | 'person' | 'email' | 'group'>;

/** Whether a change of a new plan is about one of the given users and groups: by node, person, e-mail or path. */
export function isAbout(subjects: readonly Subject[]): (change: Subject) => boolean {
  const keys = new Set(subjects.flatMap(subjectKeys));
  return (change) => subjectKeys(change).some((key) => keys.has(key));
}

/** By what it is known again: any of these is enough. */
export function subjectKeys({ kind, node, person, email, group }: Subject): string[] {
  const own = kind === 'group' ? `group ${foldPath(parsePath(group))}` : null;
  return [
    ...(node === null ? [] : [`node ${node}`]),
    ...(person === null || kind === 'group' ? [] : [`person ${person}`]),
    ...(email === null ? [] : [`email ${fold(email)}`]),
    ...(own === null ? [] : [own]),
  ];
}
