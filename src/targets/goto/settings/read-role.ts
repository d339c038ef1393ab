import { type Entry, type MapEntry, quoted } from '../../../config/entry.ts';
import type { DiagnosticCode } from '../../../core/codes.ts';
import type { Report } from '../../../config/diagnostic.ts';
import { refusedKey } from '../../../config/keys.ts';
import { didYouMean, suggest } from '../../../config/suggest.ts';
import { compareText } from '../../../core/text.ts';
import type { RoleWish } from '../settings.ts';
import { accountName } from './check-texts.ts';
import { REFUSED } from './refused.ts';
import { PERMISSIONS, ROLES_OF_PERMISSIONS } from './roles.ts';

const NAMES = ['member', 'admin', 'superAdmin'] as const;
const KEYS = ['permissions', 'userGroups', 'custom'];
const FORMS =
  'Possible: member, admin, superAdmin, { permissions: [MANAGE_USERS], userGroups: [Sales] }, { custom: NAME }.';

/**
 * The role that a rule wishes. The schema knows its forms for editors only: what is wrong with it is said here.
 *
 * @returns null where something is wrong with it
 */
export function readRole(entry: Entry, report: Report): RoleWish | null {
  if (entry.faulty) return null;
  const found = entry.kind === 'map' ? roleOfMap(entry, report) : roleOfName(entry, report);
  if (found === null) entry.faulty = true;
  return found;
}

function roleOfName(entry: Entry, report: Report): RoleWish | null {
  const value = entry.kind === 'scalar' ? entry.value : undefined;
  const kind = NAMES.find((name) => name === value);
  if (kind !== undefined) return { kind };
  const hint = typeof value === 'string' ? didYouMean(value, NAMES) : '';
  const what = value === null ? `${entry.path} is empty.` : `${quoted(entry)} is no role.${hint}`;
  report.error('WRONG_VALUE', entry.at, what, FORMS);
  return null;
}

function roleOfMap(entry: MapEntry, report: Report): RoleWish | null {
  const { fields } = entry;
  const unknown = [...fields].filter(([key]) => !KEYS.includes(key));
  for (const [key, field] of unknown) unknownKey(key, field, entry, report);
  const [permissions, userGroups, custom] = KEYS.map((key) => fields.get(key));
  const manager = permissions ?? userGroups;
  if (custom !== undefined && manager !== undefined) {
    const message = `A role is custom, or made of permissions; ${String(manager.key)} has no meaning beside custom.`;
    report.error('WRONG_VALUE', Math.max(custom.keyAt, manager.keyAt), message, 'Keep one of the two.');
    return null;
  }
  if (unknown.length > 0) return null;
  if (custom !== undefined) {
    const name = textOf(custom, report);
    return name === null ? null : { kind: 'custom', name: name.trim() };
  }
  if (permissions === undefined) {
    const advice = `Write what the manager may do: permissions: [MANAGE_USERS]. ${FORMS}`;
    report.error('MISSING_KEY', entry.keyAt, `"permissions" is missing in ${entry.path}.`, advice);
    return null;
  }
  return manages(permissions, userGroups, report);
}

function manages(permissions: Entry, userGroups: Entry | undefined, report: Report): RoleWish | null {
  const may = namesOf(permissions, permissionOf, 'Without a permission the role is "member".', report);
  const all = 'Remove the key where the manager is to manage all users.';
  const of = userGroups === undefined ? [] : namesOf(userGroups, textOf, all, report);
  return may === null || of === null ? null : { kind: 'manager', permissions: may, userGroups: of };
}

/** The names of a list, sorted; null where something is wrong with one of them, or with the list. */
function namesOf(list: Entry, nameOf: typeof textOf, whenEmpty: string, report: Report): string[] | null {
  const items = itemsOf(list, whenEmpty, report);
  const seen = new Set<string>();
  let isWhole = items !== null;
  for (const item of items ?? []) {
    const name = nameOf(item, report)?.trim() ?? null;
    if (name !== null && seen.has(name)) {
      report.error('DUPLICATE_ITEM', item.at, `${list.path} holds an entry twice.`, 'Keep one of the two.');
    }
    isWhole &&= name !== null && !seen.has(name);
    if (name !== null) seen.add(name);
  }
  return isWhole ? [...seen].toSorted(compareText) : null;
}

function permissionOf(entry: Entry, report: Report): string | null {
  const text = textOf(entry, report);
  if (text === null) return null;
  const role = ROLES_OF_PERMISSIONS.get(text.trim().toUpperCase());
  if (role !== undefined) {
    const message = `${quoted(entry)} makes a role of its own, and all other permissions come with it.`;
    report.error('ROLE_AS_PERMISSION', entry.at, message, `Write "role: ${role}" instead of permissions.`);
    return null;
  }
  if (PERMISSIONS.includes(text)) return text;
  const hint = didYouMean(text, PERMISSIONS);
  if (!/^[A-Z][A-Z0-9_]*$/.test(text)) {
    const message = `${quoted(entry)} is no permission.${hint}`;
    report.error('WRONG_VALUE', entry.at, message, `Known: ${PERMISSIONS.join(', ')}.`);
    return null;
  }
  const message = `The service is not known to have the permission ${quoted(entry)}.${hint}`;
  const advice = `If it has it, nothing is to be done. Known: ${PERMISSIONS.join(', ')}.`;
  report.warning('PERMISSION_UNKNOWN', entry.at, message, advice);
  return text;
}

/** The items of a list; null where it is none, or is empty. */
function itemsOf(entry: Entry, whenEmpty: string, report: Report): readonly Entry[] | null {
  if (entry.kind === 'list' && entry.items.length > 0) return entry.items;
  if (entry.faulty) return null;
  const isList = entry.kind === 'list';
  const code: DiagnosticCode = isList ? 'EMPTY' : 'WRONG_TYPE';
  const message = isList ? `${entry.path} is an empty list.` : `${entry.path} must be a list.`;
  report.error(code, entry.at, message, isList ? whenEmpty : 'Write it as a list: [one, two].');
  return null;
}

/** The text of an entry; null where it is none, or no name. */
function textOf(entry: Entry, report: Report): string | null {
  if (entry.faulty) return null;
  if (entry.kind !== 'scalar' || typeof entry.value !== 'string') {
    report.error('WRONG_TYPE', entry.at, `${entry.path} must be a text.`, 'Put it in quotation marks.');
    return null;
  }
  const fault = accountName(entry.value, entry, quoted(entry));
  if (fault === null) return entry.value;
  report.error(fault[0], entry.at, fault[1], fault[2]);
  return null;
}

function unknownKey(key: string, field: Entry, role: MapEntry, report: Report): void {
  const refused = refusedKey(key, REFUSED);
  if (refused !== null) {
    report.error(refused.code, field.keyAt, `"${key}": ${refused.why}`, refused.advice);
    return;
  }
  const near = suggest(key, KEYS);
  const hint = near === null ? '' : ` Did you mean "${near}"?`;
  const message = `"${key}" is not a key of ${role.path}.${hint}`;
  report.error('UNKNOWN_KEY', field.keyAt, message, `Possible here: ${KEYS.join(', ')}.`);
}
