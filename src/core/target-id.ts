import type { Brand } from './brand.ts';

/** One account of one kind of target, as `rescue:560961`: what locks, journals, names and spent plans are keyed by. */
export type TargetId = Brand<'TargetId'>;

/**
 * @param type the kind of target, as in the plan: `rescue`
 * @param account the account's own id, as the service says it
 */
export function targetId(type: string, account: string): TargetId {
  return `${type}:${account}` as TargetId;
}

/** The account's own id, for people. */
export function accountOf(target: TargetId): string {
  return target.slice(target.indexOf(':') + 1);
}

/**
 * The name of its files, without an ending: `rescue-560961`. Windows has no colon in names; whatever else a service may
 * call an account stays one name, inside its folder.
 */
export function fileNameOf(target: TargetId): string {
  const type = target.slice(0, target.indexOf(':'));
  return `${type}-${encodeURIComponent(accountOf(target)).replaceAll('*', '%2A')}`;
}

/**
 * How adsync named the files of an account while Rescue was the only target: by the account's number alone. null where
 * there were none.
 */
export function formerFileNameOf(target: TargetId): string | null {
  const account = accountOf(target);
  return target === targetId('rescue', account) && /^-?\d+$/.test(account) ? account : null;
}
