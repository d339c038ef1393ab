import { counted, grouped } from '../../core/counted.ts';
import type { Plan } from '../model.ts';
import { noticeSum } from './notices.ts';
import { renewalWords } from './renewal.ts';
import { operationsOf, type PlannedTarget } from './targets.ts';
import { leaverWords } from './words.ts';

/**
 * The plan in one sentence. It never claims more than was read and decided.
 *
 * @param renewed how many of the changes only write a link anew
 * @param rest where everything else stands, seen from the sentence
 */
export function lastLineOf(
  plan: Plan,
  targets: readonly PlannedTarget[],
  renewed: number,
  rest: 'above' | 'below',
): string {
  return plan.changes.length === 0 ? nothingToDo(plan, rest) : sumOf(plan, targets, renewed);
}

function nothingToDo(plan: Plan, rest: string): string {
  if (plan.undoes !== undefined) return nothingToUndo(plan);
  const leavers = leaverWords(plan);
  if (leavers !== '') return `No changes, but ${leavers}; see the notices ${rest}.`;
  const errors = plan.notices.filter(({ severity }) => severity === 'error');
  if (!plan.directory.complete || errors.length > 0)
    return `No changes for what could be read and decided; see the ${noticeSum(errors) || 'notices'} ${rest}.`;
  const warnings = plan.notices.filter(({ severity }) => severity === 'warning');
  const but = warnings.length === 0 ? '' : `, but for the ${noticeSum(warnings)} ${rest}`;
  const match = plan.targets.length > 1 ? 'accounts match' : 'account matches';
  return `No changes. The ${match} the directory${but}.`;
}

function nothingToUndo({ notices }: Plan): string {
  const but = notices.length === 0 ? '' : `, but for the ${noticeSum(notices)} above`;
  return `Nothing to put back${but}.`;
}

function sumOf(plan: Plan, targets: readonly PlannedTarget[], renewed: number): string {
  const { summary } = plan;
  const users = operationsOf(targets)
    .map((operation) => {
      const count = (summary[operation] ?? 0) - (operation === 'update' ? renewed : 0);
      return `${grouped(count)} to ${operation}`;
    })
    .join(', ');
  const knowsGroups = targets.some(({ labels }) => labels.changesGroups);
  const groups = knowsGroups ? `; ${counted(summary.createGroup, 'group')} to create` : '';
  const updates = summary.updateGroup > 0 ? `, ${grouped(summary.updateGroup)} to update` : '';
  const links = renewed > 0 ? `; ${renewalWords(renewed)}` : '';
  const blocked = (summary.blocked ?? 0) > 0 ? `; ${grouped(summary.blocked ?? 0)} blocked` : '';
  const held = summary.held > 0 ? `; ${grouped(summary.held)} held back` : '';
  const leavers = leaverWords(plan);
  const unchanged = plan.undoes === undefined ? `; ${grouped(summary.unchanged)} unchanged` : '';
  return `${plan.undoes === undefined ? 'Plan' : 'Undo'}: ${users}${groups}${updates}${links}${unchanged}${blocked}${held}${leavers === '' ? '' : `; ${leavers}`}.`;
}
