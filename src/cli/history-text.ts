import { inColumns } from '../render/columns.ts';
import { terminalText } from '../render/escape.ts';
import type { RunSummary } from '../run/run-summary.ts';

/** How a run ended. */
export const ENDS: Readonly<Record<RunSummary['end'], string>> = {
  done: 'ended',
  interrupted: 'interrupted',
  gaveUp: 'given up',
  brokeOff: 'broke off',
  underWay: 'under way',
};

/** A table of runs. */
export function historyLines(runs: readonly RunSummary[]): string[] {
  // Accounts of two types may have one number.
  const several = new Set(runs.map(({ target }) => target)).size > 1;
  // Most targets never wait for anybody.
  const waits = runs.some(({ pending }) => pending > 0);
  const chosen = runs.some(({ notApproved }) => notApproved > 0);
  const counted = ['changes', 'done', ...(waits ? ['pending'] : []), 'failed', 'stale', 'skipped'];
  if (chosen) counted.push('not approved');
  const head = ['run', 'command', 'account', 'plan', ...counted, 'how it ended'];
  const rows = runs.map(({ run, command, target, account, plan, end, ...counts }) => {
    const { changes, done, pending, failed, stale, skipped, notApproved } = counts;
    const made = [changes, done, ...(waits ? [pending] : []), failed, stale, skipped];
    const numbers = [...made, ...(chosen ? [notApproved] : [])].map(String);
    return [run, command, several ? target : account, plan.slice(0, 12), ...numbers, ENDS[end]];
  });
  return inColumns([head, ...rows.map((row) => row.map(terminalText))]);
}
