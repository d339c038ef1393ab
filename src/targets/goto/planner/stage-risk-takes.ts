import type { Risk, Stage } from '../../../plan/model.ts';
import type { GotoChange } from './change.ts';
import { unnamedKey } from './licence-names.ts';
import { isPrivileged } from './roles.ts';

/** What of a change says when it is made, what it risks and what it takes. */
type Written = Pick<GotoChange, 'before' | 'after' | 'operations'>;

function products({ before, after }: Pick<Written, 'before' | 'after'>): readonly [gone: string[], come: string[]] {
  const [was, is] = [before?.products ?? [], after.products ?? []];
  return [was.filter((name) => !is.includes(name)), is.filter((name) => !was.includes(name))];
}

/** What gives licences back, and takes none, is made before what takes them. */
export function stageOf(change: Written): Stage {
  const [gone, come] = products(change);
  if (come.length > 0) return 'seat';
  if (gone.length > 0) return 'release';
  return change.before === null ? 'create' : 'change';
}

/** @param isStranger whether nobody in the directory accounts for the user, as far as anybody knows */
export function riskOf({ before, after }: Written, isStranger: boolean): Risk[] {
  const link = before !== null && after.link !== undefined;
  return [
    ...(link && (before.link ?? null) === null ? (['adoption'] as const) : []),
    ...(before !== null && after.email !== undefined ? (['credentials'] as const) : []),
    ...(isPrivileged(before?.role) || isPrivileged(after.role) ? (['privileged'] as const) : []),
    ...(isStranger ? (['stranger'] as const) : []),
    ...(link && (before.link ?? null) !== null ? (['takeover'] as const) : []),
  ];
}

/** Licences that the file names no product for are nobody's budget. */
export function takesOf(change: Pick<Written, 'before' | 'after'>): Record<string, number> {
  const [gone, come] = products(change);
  const named = (names: readonly string[], number: number): [string, number][] =>
    names.filter((name) => unnamedKey(name) === null).map((name) => [name, number]);
  return Object.fromEntries([...named(gone, -1), ...named(come, 1)]);
}
