import type { Takes } from '../../../plan/budgets.ts';
import type { Risk, Stage } from '../../../plan/model.ts';
import type { RescueChange } from './change.ts';

/** The budgets of an account, by the names that plans give them. */
export const SEATS = 'technicians';
export const ADD_ONS = 'mobile';

/** How many seats and mobile add-ons a change takes; negative where it gives them back. */
export function takesOf({
  kind,
  role,
  before,
  after,
}: Pick<RescueChange, 'kind' | 'role' | 'before' | 'after'>): Takes {
  if (kind === 'group') return {};
  const was = before?.status ?? 'disabled';
  const changes = role === 'technician' && after.status !== undefined && after.status !== was;
  const seats = changes ? (after.status === 'enabled' ? 1 : -1) : 0;
  const addOns = Number(after.mobile ?? before?.mobile ?? false) - Number(before?.mobile ?? false);
  return { ...(addOns === 0 ? {} : { [ADD_ONS]: addOns }), ...(seats === 0 ? {} : { [SEATS]: seats }) };
}

/** When a change is made, the user of a former role aside. */
export function stageOf({
  kind,
  role,
  operations,
  before,
}: Pick<RescueChange, 'kind' | 'role' | 'operations' | 'before'>): Exclude<Stage, 'former'> {
  if (kind === 'group') return 'groups';
  if (operations.includes('disable') || before?.mobile === true) return 'release';
  const comes = operations.includes('create') || operations.includes('enable');
  if (comes && role === 'technician') return 'seat';
  return operations.includes('create') ? 'create' : 'change';
}

/**
 * What a reviewer has to look at first.
 *
 * @param isStranger whether nobody in the directory accounts for the user, as far as anybody knows
 */
export function riskOf(
  { kind, role, operations, before, after }: Pick<RescueChange, 'kind' | 'role' | 'operations' | 'before' | 'after'>,
  isStranger: boolean,
): Risk[] {
  if (kind === 'group') return [];
  const owner = before?.link ?? null;
  const passes = before !== null && after.link !== undefined && after.link !== null && after.link !== owner;
  const credentials =
    before !== null && (after.password !== undefined || after.email !== undefined || after.ssoId !== undefined);
  const comes = operations.includes('create') || operations.includes('enable');
  const privileged = role !== 'technician' && (comes || passes || credentials);
  return [
    ...(passes && owner === null ? (['adoption'] as const) : []),
    ...(credentials ? (['credentials'] as const) : []),
    ...(privileged ? (['privileged'] as const) : []),
    ...(isStranger ? (['stranger'] as const) : []),
    ...(passes && owner !== null ? (['takeover'] as const) : []),
  ];
}
