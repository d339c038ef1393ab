import { compareText, fold, foldPath } from '../core/text.ts';
import { compareFirst } from '../plan/growth.ts';
import type { Change, LetThrough, Operation, Plan, Reason, Value } from '../plan/model.ts';
import type { Notice } from '../core/notice.ts';
import { type GroupPath, parsePath } from '../core/path.ts';

/** What the people's outputs (text, Excel) have in common: words and order. Nothing in here is escaped yet. */

/** Most telling first: a row shows the sign and colour of the first of its operations in this list. */
export const OPERATIONS: readonly Operation[] = ['disable', 'create', 'enable', 'move', 'update'];

export const SEVERITIES: readonly Notice['severity'][] = ['error', 'warning', 'info'];

export const SEVERITY_WORDS: Readonly<Record<Notice['severity'], string>> = {
  error: 'error',
  warning: 'warning',
  info: 'note',
};

export const ROLE_WORDS: Readonly<Record<string, string>> = {
  technician: 'technician',
  administrator: 'administrator',
  masterAdministrator: 'master administrator',
};

/** The operations of a change, the most telling one first. */
export function operationsOf(change: Change): readonly Operation[] {
  return OPERATIONS.filter((operation) => change.operations.includes(operation));
}

/** `move, update`; `create group`. */
export function operationWords(change: Change): string {
  const words = operationsOf(change).join(', ');
  return change.kind === 'group' ? `${words} group` : words;
}

/**
 * A user of a full group who belongs to nobody in the directory, as far as anybody knows: shown apart from leavers,
 * because these are often people who were forgotten in the directory group.
 */
export function isNotInDirectory(change: Change): boolean {
  return change.held === null && change.risk.includes('stranger');
}

export interface Difference {
  readonly field: string;
  /** null where only the new value says something. */
  readonly from: string | null;
  readonly to: string;
}

/**
 * What a change does to the fields of a user, without what its operation already says: the place and name of somebody
 * new, the status of an enable or disable. The place a user is moved from is left to the caller.
 */
export function differences(change: Change): Difference[] {
  const { before, after, operations } = change;
  const found: Difference[] = [];
  if (operations.includes('create')) {
    if (after['ssoId'] !== undefined) found.push({ field: 'SSO id', from: null, to: shown(after['ssoId']) });
    if (after['mobile'] === true) found.push({ field: 'mobile add-on', from: null, to: 'on' });
    return found;
  }
  function compare(field: string, key: 'name' | 'email' | 'ssoId'): void {
    const to = after[key];
    if (to !== undefined) found.push({ field, from: shown(before?.[key]), to: shown(to) });
  }
  compare('name', 'name');
  compare('e-mail', 'email');
  compare('SSO id', 'ssoId');
  if (after['mobile'] !== undefined) {
    found.push({ field: 'mobile add-on', from: onOff(before?.['mobile']), to: onOff(after['mobile']) });
  }
  if (after['password'] !== undefined) found.push({ field: 'password', from: null, to: 'a new one is set' });
  if (after.link !== undefined) found.push({ field: 'link', from: null, to: linkWords(change, after.link) });
  return found;
}

function shown(value: Value | undefined): string {
  return typeof value !== 'string' || value === '' ? '(none)' : value;
}

function onOff(value: Value | undefined): string {
  return value === true ? 'on' : 'off';
}

function linkWords({ kind, before }: Change, after: string | null): string {
  const old = before?.link ?? null;
  if (after === null) return 'removed';
  if (old === null) return kind === 'group' ? 'set to the directory group' : 'set to the person in the directory';
  if (old === after) return 'renewed';
  return kind === 'group' ? 'passes to the other directory group' : 'passes to the new person';
}

/** `member of Night Shift`, with the way through the nested groups where there is one. */
export function reasonWords(reason: Reason): string {
  const way = reason.path.join(' › ');
  return reason.path.length < 2 || reason.text.includes(way) ? reason.text : `${reason.text} (${way})`;
}

/** `let through by sync.yaml:12 (limits.disable)` */
export function letThroughWords(approvals: readonly LetThrough[]): string {
  return approvals.map(({ by, limit, part }) => `let through by ${by} (${limit}${part ? ', in part' : ''})`).join('; ');
}

/** What keeps a change back beside the set under which it is listed; null when nothing does. */
export function alsoHeldWords({ held }: Change): string | null {
  if (held === null || held.also.length === 0) return null;
  return `also held by ${held.also.map(({ limit, id }) => `${limit} (${id})`).join(', ')}`;
}

/** All notices in the order in which they are shown: what has to be seen first, then by severity. */
export function noticesInOrder(notices: readonly Notice[]): Notice[] {
  return [...notices].sort(
    (a, b) => compareFirst(a, b) || SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity),
  );
}

/** `sync.yaml:27`; null where no line is involved. */
export function placeWords(plan: Plan, line: number | null): string | null {
  return line === null ? null : `${plan.config.file}:${line}`;
}

/** The order of the organization tree: its three roots as the Admin Center lists them, parents before children. */
export function compareGroups(a: string, b: string): number {
  const one = parsePath(a);
  const two = parsePath(b);
  return rootRank(one) - rootRank(two) || compareText(foldPath(one), foldPath(two)) || compareText(a, b);
}

const ROOTS: readonly string[] = ['master administrators', 'administrators', 'technicians'];

function rootRank(path: GroupPath): number {
  return ROOTS.indexOf(fold(path[0] ?? ''));
}

/** Groups first, then the most telling operation, then by name; two steps of one user keep the order of the plan. */
export function compareChanges(a: Change, b: Change): number {
  return (
    Number(b.kind === 'group') - Number(a.kind === 'group') ||
    rank(a) - rank(b) ||
    compareText(fold(a.name), fold(b.name))
  );
}

function rank(change: Change): number {
  const [first] = operationsOf(change);
  return first === undefined ? OPERATIONS.length : OPERATIONS.indexOf(first);
}

/** `2 leavers stay enabled`; empty where there are none. */
export function leaverWords({ summary }: Plan): string {
  const { leaversLeft } = summary;
  // Plans of older versions do not count them.
  if (!(leaversLeft > 0)) return '';
  return `${counted(leaversLeft, 'leaver stays', 'leavers stay')} enabled`;
}

/** `1 group`, `2 groups`, `1,000 groups`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${grouped(count)} ${count === 1 ? one : many}`;
}

/** 12345 → `12,345`. */
export function grouped(count: number): string {
  return count.toString().replace(/\B(?=(\d{3})+$)/g, ',');
}
