import { inColumns } from '../render/columns.ts';
import { terminalText } from '../render/escape.ts';
import type { Activity } from '../run/activities.ts';
import { timeText } from '../run/sentences.ts';

/** Changes in columns. */
export function changeRows(changes: readonly Activity[]): string[] {
  const head = ['completed', 'status', 'activity', 'kind', 'user', 'target', 'details'];
  const rows = changes.map(({ at, status, operations, kind, user, target, details }) => [
    at === null ? '' : timeText(at),
    status === 'notReached' ? 'not reached' : status,
    activityWords(operations, user),
    kind ?? '',
    userWords(user),
    target,
    details,
  ]);
  return inColumns([head, ...rows.map((row) => row.map(terminalText))]);
}

function activityWords(operations: Activity['operations'], { type }: Activity['user']): string {
  const words = operations.join(', ');
  return type === 'group' ? `${words} group` : words;
}

function userWords({ type, name, email, group }: Activity['user']): string {
  if (type === 'group') return group;
  return email === null ? name : `${name} <${email}>`;
}

/** A table with a head for spreadsheets: every field in a column of its own. */
export function changeTable(changes: readonly Activity[]): string[][] {
  const head = ['completed', 'activity', 'status', 'kind', 'type', 'name', 'email', 'group', 'target', 'details'];
  const ids = ['person', 'node', 'command', 'run', 'change'];
  const rows = changes.map(({ at, operations, status, kind, user, target, details, command, run, change }) => [
    ...[at ?? '', operations.join(', '), status, kind ?? ''],
    ...[user.type, user.name, user.email ?? '', user.group, target, details],
    ...[user.person ?? '', user.node ?? '', command, run, change],
  ]);
  return [[...head, ...ids], ...rows];
}
