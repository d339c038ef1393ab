import type { Change, Operation } from '../model.ts';

/** Most telling first: a row shows the sign and colour of the first of its operations in this list. */
const OPERATIONS: readonly Operation[] = [
  'disable',
  'suspend',
  'create',
  'enable',
  'resume',
  'move',
  'revoke',
  'grant',
  'update',
];

/** The operations of a change, the most telling one first. */
export function operationsOf({ operations }: Pick<Change, 'operations'>): readonly Operation[] {
  return OPERATIONS.filter((operation) => operations.includes(operation));
}

/** The most telling operation of a change. */
export function mainOperation(change: Pick<Change, 'operations'>): Operation {
  return operationsOf(change)[0] ?? 'update';
}

/** `move, update`; `create group`. */
export function operationWords(change: Pick<Change, 'operations' | 'kind'>): string {
  const words = operationsOf(change).join(', ');
  return change.kind === 'group' ? `${words} group` : words;
}

/** Where rows stand among others by what they do: the most telling operation first. */
export function operationRank(operation: Operation): number {
  return OPERATIONS.indexOf(operation);
}

/** Whether something is taken from a user: no text leaves such a change out, however many there are. */
export function ends({ operations }: Pick<Change, 'operations'>): boolean {
  return operations.includes('disable') || operations.includes('suspend');
}

/** The order of sums: what comes, what changes, what ends. */
export const COUNTED: readonly Operation[] = [
  'create',
  'grant',
  'update',
  'move',
  'enable',
  'resume',
  'revoke',
  'disable',
  'suspend',
];
