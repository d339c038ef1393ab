import type { Plan } from '../core/model.ts';
import type { Settings } from '../core/settings.ts';

/**
 * The holds that were let through, sorted: those of the command line, and those of the file that stand for what is
 * planned.
 *
 * @param given ids of the command line; a plan is only made, or applied, when each of them stands for a held set
 */
export function approvalsUsed({ notices }: Plan, { approve }: Settings, given: readonly string[]): string[] {
  const stale = new Set(notices.filter(({ code }) => code === 'APPROVAL_STALE').map(({ subject }) => subject));
  const ofFile = approve.map(({ id }) => id).filter((id) => !stale.has(id));
  return [...new Set([...given, ...ofFile])].sort();
}
