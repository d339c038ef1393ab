import { canonicalJson } from '../../../core/digest.ts';
import { fold, hasControls } from '../../../core/text.ts';
import { withId } from '../../../plan/change.ts';
import { described, type SavedRules } from '../../../plan/consistent.ts';
import { UNDO_LIMIT } from '../../../plan/undoes.ts';
import { HOLD_ID } from '../../../plan/hold-id.ts';
import { type Change, FAILURE_KINDS, type NativeValues } from '../../../plan/model.ts';
import { type GotoChange, isGotoChange } from './change.ts';
import { ADOPT } from './counting.ts';
import { FIELDS } from './fields.ts';
import { isKey } from './keys.ts';
import { fitsText, MEMBER } from './roles.ts';
import { riskOf, stageOf, takesOf } from './stage-risk-takes.ts';
import { shownUser } from './shown-user.ts';
import { evidenceOf } from './wanted-user.ts';

/** A rule that every change of the planner keeps; a sentence where a change breaks it. */
type Rule = (change: GotoChange) => string | null;

/** What the planner's own changes look like, for the reading of a saved plan. Whether the file allows them, forbidden.ts says. */
export const SAVED_RULES: SavedRules = {
  fields: FIELDS,
  budgets: null,
  contradiction: changeContradiction,
  misfit: twoPeople,
};

/**
 * Why a change of a plan document is none that the planner makes: what it shows must follow from what is written, and its
 * id from both.
 *
 * @returns a sentence without its subject; null when nothing is wrong
 */
function changeContradiction(change: Change): string | null {
  if (!isGotoChange(change)) return 'is none of a user of a GoTo account';
  return wrongShape(change) ?? RULES.reduce<string | null>((wrong, rule) => wrong ?? rule(change), null);
}

/** All steps of one user are of one person: of two the first could prove what the second does. */
function twoPeople(changes: readonly Change[]): string | null {
  const known = new Map<string, Change>();
  for (const change of changes) {
    const first = known.get(change.node ?? '') ?? change;
    if (change.person !== first.person)
      return `${described(change)} is for another person than the change ${first.id}.`;
    if (change.node !== null) known.set(change.node, first);
  }
  return null;
}

const SETS: ReadonlySet<string> = new Set(['products', 'attributes']);
const NATIVE_SETS: readonly string[] = ['licences', 'adminRoles', 'managedGroups'];
const NATIVE_TEXTS: readonly string[] = ['fromGroup', 'roleSet', 'group'];

/** The schema says nothing of what only GoTo knows. */
function wrongShape(change: GotoChange): string | null {
  const { native, before, after } = change;
  const parts: NativeValues = native;
  const whole: Readonly<Record<string, unknown>> = { ...change };
  if (whole['role'] !== 'user') return `is about ${JSON.stringify(whole['role'])}, which is no role`;
  if (typeof whole['email'] !== 'string') return 'is a user without an e-mail address';
  const isNative =
    NATIVE_SETS.every((key) => parts[key] === null || isSet(parts[key])) &&
    NATIVE_TEXTS.every((key) => parts[key] === null || typeof parts[key] === 'string');
  if (!isNative) return 'does not say what is sent';
  const values = [...Object.entries(before ?? {}), ...Object.entries(after)];
  const odd = values.find(([field, value]) => !isValue(field, value));
  return odd === undefined ? null : `has a value of ${odd[0]} that it cannot have`;
}

function isValue(field: string, value: unknown): boolean {
  if (field === 'status') return value === 'enabled' || value === 'disabled';
  if (SETS.has(field)) return isSet(value);
  if (field === 'link' || field === 'userGroup') return value === null || typeof value === 'string';
  return typeof value === 'string';
}

/** Texts in their order, each once. */
function isSet(value: unknown): value is readonly string[] {
  if (!Array.isArray(value)) return false;
  const texts = value.filter((one) => typeof one === 'string');
  return texts.length === value.length && canonicalJson([...new Set(texts)].sort()) === canonicalJson(value);
}

const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The settings that hold something back. */
const LIMITS: ReadonlySet<string> = new Set([
  ADOPT,
  'limits.disable',
  'limits.disablePerGroup',
  'limits.move',
  'limits.readdress',
  'limits.create',
  UNDO_LIMIT,
]);

const RULES: readonly Rule[] = [
  ({ node, native }) => {
    const { fromGroup, group, roleSet, licences, managedGroups } = native;
    const texts = [node, fromGroup, group, roleSet].filter((key) => key !== null && key !== '');
    const all = [...texts, ...(licences ?? []), ...(managedGroups ?? [])];
    return all.every((key) => key !== null && isKey(key)) ? null : 'names a key that is none';
  },
  ({ person, after }) =>
    [person, after.link ?? null].every((id) => id === null || GUID.test(id)) ? null : 'names a person by no id',
  ({ held, letThrough }) => {
    const all = [...(held === null ? [] : [held, ...held.also]), ...letThrough];
    if (!all.every(({ id }) => HOLD_ID.test(id))) return 'is held or let through by an id that is none';
    if (!all.every(({ limit }) => LIMITS.has(limit))) return 'is held or let through by a limit that is none';
    const open = new Set(held === null ? [] : [held, ...held.also].map(({ id }) => id));
    return letThrough.some(({ id }) => open.has(id)) ? 'is held and let through by one approval' : null;
  },
  ({ blocked }) => {
    if (blocked === undefined) return null;
    return FAILURE_KINDS.includes(blocked.kind) && !hasControls(blocked.text) ? null : 'is blocked by nothing';
  },
  (change) => (writtenTexts(change).some(hasControls) ? 'holds control characters' : null),
  ({ before, after }) => {
    if (before === null) return null;
    const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    const lone = fields.find((field) => Object.hasOwn(before, field) !== Object.hasOwn(after, field));
    if (lone !== undefined) return `names the ${lone} on one side only`;
    const same = fields.find((field) => isSame(field, before, after));
    return same === undefined ? null : `changes the ${same} into what it is`;
  },
  (change) => (change.before === null ? wrongCreate(change) : wrongUpdate(change)),
  ({ before, facts }) => {
    if (before === null || facts === null) return null;
    if (before.email !== undefined && before.email !== facts.email)
      return 'does not agree with itself about the e-mail before';
    if (before.link !== undefined && before.link !== facts.link)
      return 'does not agree with itself about the link before';
    return null;
  },
  ({ facts, before, after, name, email, needs, blocked }) => {
    // What is blocked shows the user as the changes before it leave it.
    if (blocked !== undefined && needs.length > 0) return null;
    const shown = shownUser(facts, before, after);
    if (shown.email !== email)
      return `shows the e-mail address ${JSON.stringify(email)} for ${JSON.stringify(shown.email)}`;
    return shown.name === name ? null : `shows the name ${JSON.stringify(name)} for ${JSON.stringify(shown.name)}`;
  },
  ({ after, person }) => {
    if (after.link === undefined) return null;
    // A user without a link is found by the address, which people write themselves.
    if (after.link === null) return 'takes a link away';
    return after.link === person ? null : 'links to somebody else';
  },
  (change) => wrongNative(change),
  (change) => (change.stage === stageOf(change) ? null : 'says that it is made at another time than it is'),
  (change) => {
    const { evidence, facts, person, risk } = change;
    const mayBeStranger = evidence === 'absence' && person === null && facts?.link === null;
    const isStranger = mayBeStranger && risk.includes('stranger');
    return riskOf(change, isStranger).join() === risk.join() ? null : 'does not name its risk as it is';
  },
  // The evidence decides which ends the limits count together.
  ({ because, evidence }) =>
    evidenceOf(because) === evidence ? null : 'says something else of what it rests on than its reasons',
  (change) =>
    canonicalJson(takesOf(change)) === canonicalJson(change.takes) ? null : 'takes something else than it says',
  (change) => (withId(change).id === change.id ? null : 'has an id that does not fit its content'),
];

function wrongCreate({ node, facts, after, native }: GotoChange): string | null {
  if (node !== null || facts !== null || native.fromGroup !== null) return 'creates somebody who is there';
  const { firstName, lastName, email, products, role, status } = after;
  const isWhole = [firstName, lastName, email].every((text) => text !== undefined && text.trim() !== '');
  if (!isWhole || status !== 'enabled' || products === undefined || role === undefined)
    return 'creates a user that is not whole';
  return products.length > 0 || role !== MEMBER ? null : 'creates a user that holds nothing';
}

/** What a user that is created cannot get at once stands in a change of its own, for a user that has no key yet. */
function wrongUpdate({ node, facts, native, blocked }: GotoChange): string | null {
  const isNamed = node !== null && facts !== null && native.fromGroup !== null;
  const isOfNew = blocked !== undefined && node === null && facts === null && native.fromGroup === null;
  return isNamed || isOfNew ? null : 'changes a user without naming it';
}

/** What is sent must be what is shown, as far as that is known without the account. */
function wrongNative({ before, after, native }: GotoChange): string | null {
  const { licences, adminRoles, roleSet, managedGroups, group } = native;
  if ((after.products === undefined) !== (licences === null)) return 'sends other licences than it shows';
  if (licences !== null && licences.length !== after.products?.length) return 'sends other licences than it shows';
  if ((after.role === undefined) !== (adminRoles === null)) return 'sends another role than it shows';
  if (after.role !== undefined && !fitsText(after.role, adminRoles ?? [], roleSet))
    return 'sends another role than it shows';
  if (after.role === undefined && (roleSet !== null || managedGroups !== null))
    return 'sends another role than it shows';
  if ((after.userGroup === undefined) !== (group === null)) return 'sends another user group than it shows';
  const holds = (after.products ?? []).length > 0 || (after.role ?? MEMBER) !== MEMBER;
  if (before !== null && after.status === 'disabled' && holds) return 'suspends a user that holds something';
  return before !== null && after.status === 'enabled' && !holds ? 'resumes a user that holds nothing' : null;
}

function isSame(field: string, before: object, after: object): boolean {
  const [was, is] = [before, after].map((side): unknown => (side as Readonly<Record<string, unknown>>)[field]);
  if (typeof was !== 'string' || typeof is !== 'string')
    return canonicalJson(was ?? null) === canonicalJson(is ?? null);
  return field === 'email' ? fold(was) === fold(is) : was === is;
}

/** Every text that reaches the account, or names something. Texts that are merely quoted from it may hold anything. */
function writtenTexts({
  id,
  name,
  email,
  group,
  after,
  needs,
  letThrough,
  reason,
  because,
  native,
}: GotoChange): string[] {
  const values = Object.values(after).flatMap((value) => (value === null ? [] : value));
  return [
    ...[id, name, email, group, ...values, ...needs, ...(native.adminRoles ?? [])],
    ...letThrough.map(({ by }) => by),
    ...[reason, ...Object.values(because)].flatMap(({ text, path }) => [text, ...path]),
  ];
}
