import type { Takes } from '../../../plan/budgets.ts';
import type { Change } from '../../../plan/model.ts';

/** The budgets of a Rescue account: technician licences and mobile add-ons. */
export type BudgetName = 'technicians' | 'mobile';

/** What one change takes of the budgets, or gives back. */
export function takesOf({ kind, role, before, after }: Pick<Change, 'kind' | 'role' | 'before' | 'after'>): Takes {
  const was = before?.status ?? 'disabled';
  const isSeat = kind === 'user' && role === 'technician' && after.status !== undefined && after.status !== was;
  const had = before?.mobile ?? false;
  const takes: Record<BudgetName, number> = {
    technicians: isSeat ? (after.status === 'enabled' ? 1 : -1) : 0,
    mobile: Number(after.mobile ?? had) - Number(had),
  };
  return Object.fromEntries(Object.entries(takes).filter(([, count]) => count !== 0));
}
