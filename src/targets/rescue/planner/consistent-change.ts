import { isDay } from '../../../core/calendar.ts';
import { UNCLEAR } from './leave-tag.ts';
import { canonicalJson } from '../../../core/digest.ts';
import { groupBy } from '../../../core/collections.ts';
import { hasControls } from '../../../core/text.ts';
import {
  type Facts,
  isRescueChange,
  type RescueChange,
  rescueChanges,
  type RescueGroupChange,
  type RescueUserChange,
} from './change.ts';
import { ADD_ONS, riskOf, SEATS, stageOf, takesOf } from './stage-risk-takes.ts';
import { FIELDS } from './fields.ts';
import { ROLE_NAMES } from './roles.ts';
import { shownUser } from './shown-user.ts';
import { withId } from '../../../plan/change.ts';
import { UNDO_LIMIT } from '../../../plan/undoes.ts';
import { ADOPT } from './members.ts';
import { HOLD_ID } from '../../../plan/hold-id.ts';
import { fold } from '../../../core/text.ts';
import { formatMarker, parseMarker } from './marker.ts';
import type { Change } from '../../../plan/model.ts';
import type { SavedRules } from '../../../plan/consistent.ts';
import { described } from '../../../plan/consistent.ts';
import { parsePath } from '../../../core/path.ts';

/** A rule that every change of the planner keeps; a sentence where a change breaks it. */
type Rule<One extends RescueChange = RescueChange> = (change: One) => string | null;

/** What the planner's own changes look like, for the reading of a saved plan. */
export const SAVED_RULES: SavedRules = {
  fields: FIELDS,
  budgets: [SEATS, ADD_ONS],
  contradiction: changeContradiction,
  misfit: wrongPasswords,
};

/**
 * Why a change of a plan document is none that the planner makes: what it shows (name, e-mail, place, stage, risk, what
 * it takes) must follow from what is written (before, after, marker, nodes), and its id from both.
 *
 * @returns a sentence without its subject, such as `names a person by no id`; null when nothing is wrong
 */
function changeContradiction(change: Change): string | null {
  if (!isRescueChange(change)) return 'is none of a Rescue account';
  const wrong = wrongShape(change) ?? broken(RULES, change);
  if (wrong !== null) return wrong;
  return change.kind === 'user' ? broken(USER_RULES, change) : broken(GROUP_RULES, change);
}

function broken<One extends RescueChange>(rules: readonly Rule<One>[], change: One): string | null {
  for (const rule of rules) {
    const wrong = rule(change);
    if (wrong !== null) return wrong;
  }
  return null;
}

/** The schema says nothing of what only Rescue knows. */
function wrongShape(change: RescueChange): string | null {
  const { role, native, before, after } = change;
  const parts: Readonly<Record<string, unknown>> = { ...native };
  const isNative = ['fromNode', 'toNode', 'marker'].every(
    (key) => parts[key] === null || typeof parts[key] === 'string',
  );
  if (!isNative) return 'does not say where it is made';
  const whole: Readonly<Record<string, unknown>> = { ...change };
  if (change.kind === 'group' && ['email', 'person', 'facts'].some((key) => whole[key] !== null)) {
    return 'is a group with a person';
  }
  if (change.kind === 'user' && typeof whole['email'] !== 'string') return 'is a user without an e-mail address';
  if (!Object.hasOwn(ROLE_NAMES, role)) return `is about ${JSON.stringify(role)}, which is no role`;
  const values = [...Object.entries(before ?? {}), ...Object.entries(after)];
  const odd = values.find(([field, value]) => !isValue(field, value));
  return odd === undefined ? null : `has a value of ${odd[0]} that it cannot have`;
}

function isValue(field: string, value: unknown): boolean {
  if (field === 'status') return value === 'enabled' || value === 'disabled';
  if (field === 'mobile') return typeof value === 'boolean';
  if (field === 'link') return value === null || typeof value === 'string';
  if (field === 'leaves') return value === null || (typeof value === 'string' && (isDay(value) || value === UNCLEAR));
  return field === 'password' ? value === 'new' : typeof value === 'string';
}

const NODE = /^-?\d{1,18}$/;
const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Reasons for a disable that are concluded from somebody not being where the mappings look. */
const FROM_ABSENCE: ReadonlySet<string> = new Set([
  'LEFT',
  'LEFT_GROUP',
  'LEFT_ENDED',
  'NOT_MAPPED',
  'LEFT_DIRECTORY',
  'NOT_A_MEMBER',
  'ROLE_CHANGED',
  'ROLE_LOWERED',
]);

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

const COMPARED: readonly (keyof Facts)[] = ['group', 'name', 'email', 'status', 'ssoId', 'mobile', 'link', 'leaves'];

const RULES: readonly Rule[] = [
  ({ node, native: { fromNode, toNode } }) =>
    [node, fromNode, toNode].every((id) => id === null || NODE.test(id)) ? null : 'names a node that is no number',
  ({ person, after }) =>
    [person, after.link ?? null].every((id) => id === null || GUID.test(id)) ? null : 'names a person by no id',
  ({ held }) => {
    const all = held === null ? [] : [held, ...held.also];
    if (!all.every(({ id }) => HOLD_ID.test(id))) return 'is held by an id that is none';
    return all.every(({ limit }) => LIMITS.has(limit)) ? null : 'is held by a limit that is none';
  },
  ({ held, letThrough }) => {
    const isReal = letThrough.every(({ id, limit }) => HOLD_ID.test(id) && LIMITS.has(limit));
    if (!isReal) return 'is let through by an id that is none';
    const open = new Set(held === null ? [] : [held, ...held.also].map(({ id }) => id));
    return letThrough.some(({ id }) => open.has(id)) ? 'is held and let through by one approval' : null;
  },
  ({ after: { leaves }, facts }) => {
    if (leaves === undefined) return null;
    if (leaves !== null && !isDay(leaves)) return 'writes a day that is none';
    return leaves !== null && (facts?.link ?? null) === null ? 'has somebody leave who is nobody' : null;
  },
  (change) => (writtenTexts(change).some(hasControls) ? 'holds control characters' : null),
  ({ before, after }) => {
    if (before === null) return null;
    const lone = COMPARED.find((field) => (before[field] === undefined) !== (after[field] === undefined));
    return lone === undefined ? null : `names the ${lone} on one side only`;
  },
  ({ before, after }) => {
    const same = COMPARED.find((field) => before !== null && field !== 'link' && isSame(field, before, after));
    return same === undefined ? null : `changes the ${same} into what it is`;
  },
  ({ native: { marker }, after }) => {
    if (marker === null) return after.link === undefined ? null : 'links without a marker';
    // Only an undo takes a link away.
    if (marker === '') return after.link === null ? null : 'takes a link away without saying so';
    const read = parseMarker(marker);
    return read !== null && formatMarker(read) === marker ? null : 'has a marker that is none';
  },
  ({ before, node, native: { fromNode } }) => {
    if (before === null) return fromNode === null ? null : 'creates something that stands somewhere';
    return node !== null && fromNode !== null ? null : 'changes something without naming it';
  },
  (change) => {
    const isFormer = change.stage === 'former' && change.operations.includes('disable');
    return isFormer || change.stage === stageOf(change) ? null : 'says that it is made at another time than it is';
  },
  (change) => {
    const { before, evidence, facts, person, risk } = change;
    const mayBeStranger = evidence === 'absence' && before !== null && person === null && facts?.link === null;
    const isStranger = mayBeStranger && risk.includes('stranger');
    return riskOf(change, isStranger).join() === risk.join() ? null : 'does not name its risk as it is';
  },
  // A reason says it in words, and the evidence decides which disables the limits count together.
  ({ kind, operations, reason: { code }, evidence, stage, risk }) => {
    if (kind === 'group' || !operations.includes('disable')) return null;
    const isRight =
      (evidence === 'absence') === FROM_ABSENCE.has(code) &&
      (stage === 'former') === (code === 'ROLE_CHANGED') &&
      risk.includes('stranger') === (code === 'NOT_A_MEMBER');
    return isRight ? null : `is made for the reason ${code}, and says something else of what it rests on`;
  },
  (change) =>
    canonicalJson(takesOf(change)) === canonicalJson(change.takes) ? null : 'takes something else than it says',
  (change) => (withId(change).id === change.id ? null : 'has an id that does not fit its content'),
];

const USER_RULES: readonly Rule<RescueUserChange>[] = [
  ({ before, facts }) => ((before === null) === (facts === null) ? null : 'does not say who the user is'),
  ({ before, facts }) => {
    if (before === null || facts === null) return null;
    const other = (['name', 'email', 'status'] as const).find(
      (field) => before[field] !== undefined && before[field] !== facts[field],
    );
    return other === undefined ? null : `does not agree with itself about the ${other} before`;
  },
  // The second step of two finds the link of the first.
  ({ before, after, facts }) =>
    facts === null || after.link === undefined || [before?.link, after.link].includes(facts.link)
      ? null
      : 'does not agree with itself about the link before',
  ({ before, after }) => {
    if (before !== null) return null;
    const whole = [after.group, after.name, after.email].every((text) => text !== undefined && text.trim() !== '');
    return whole && after.status === 'enabled' && after.mobile !== false ? null : 'creates a user that is not whole';
  },
  ({ facts, after, name, email }) => {
    const shown = shownUser(facts, after);
    if (shown.name !== name) return `shows the name ${quote(name)} for ${quote(shown.name)}`;
    return shown.email === email ? null : `shows the e-mail address ${quote(email)} for ${quote(shown.email)}`;
  },
  ({ after, group }) =>
    after.group === undefined || after.group === group ? null : 'shows another place than it takes',
  ({ after, before, native: { fromNode, toNode } }) =>
    before === null || (after.group === undefined) === (fromNode === toNode) ? null : 'moves without saying so',
  ({ before, after }) => {
    if (before?.password !== undefined) return 'says that the user had a new password before';
    if (after.password === undefined) return null;
    const passesOn = before !== null && after.link !== undefined && after.link !== before.link;
    return passesOn ? null : 'sets a password for nobody new';
  },
  ({ native: { marker }, after, facts, person }) => {
    const owner = ownerOf(marker);
    if (after.link !== undefined && (after.link !== owner || after.link !== person)) return 'links to somebody else';
    return owner === null || owner === (after.link ?? facts?.link ?? null) ? null : 'links without saying so';
  },
];

const GROUP_RULES: readonly Rule<RescueGroupChange>[] = [
  ({ after }) =>
    Object.keys(after).every((field) => field === 'name' || field === 'link')
      ? null
      : 'is a group with fields of a user',
  ({ name, group, after }) =>
    name === parsePath(group).at(-1) && name.trim() !== '' && (after.name ?? name) === name
      ? null
      : 'shows another name than it writes',
  ({ before, node, native: { fromNode, toNode }, after }) => {
    if (before === null) return node === null && after.name !== undefined ? null : 'creates a group that is not whole';
    return fromNode === toNode ? null : 'moves a group';
  },
  ({ before, after, native: { marker } }) => {
    const owner = ownerOf(marker);
    if (after.link !== undefined) return after.link === owner ? null : 'links to another group';
    return before === null && owner !== null ? 'links without saying so' : null;
  },
];

function ownerOf(marker: string | null): string | null {
  return marker === null ? null : (parseMarker(marker)?.person ?? null);
}

function isSame(field: keyof Facts, before: Facts, after: Facts): boolean {
  const [was, is] = [before[field], after[field]];
  if (was === undefined || typeof was !== 'string' || typeof is !== 'string') return was !== undefined && was === is;
  return field === 'email' || field === 'ssoId' ? fold(was) === fold(is) : was === is;
}

/**
 * Every text that reaches the account, or names something. Texts that are merely quoted from the account may hold
 * anything.
 */
function writtenTexts({ id, name, email, after, native, needs, letThrough, reason, because }: RescueChange): string[] {
  const values = Object.values(after as Readonly<Record<string, unknown>>).filter((value) => typeof value === 'string');
  return [
    id,
    name,
    email ?? '',
    native.marker ?? '',
    ...values,
    ...needs,
    ...letThrough.map(({ by }) => by),
    ...[reason, ...Object.values(because)].flatMap(({ text, path }) => [text, ...path]),
  ];
}

function quote(text: string | null): string {
  return JSON.stringify(text ?? '');
}

/** The former owner of a user must not be able to log in any more. */
function wrongPasswords(changes: readonly Change[]): string | null {
  const users = rescueChanges(changes).filter(({ kind, before }) => kind === 'user' && before !== null);
  for (const [, steps] of groupBy(users, ({ node }) => node)) {
    const [first] = steps;
    const after = Object.assign({}, ...steps.map((step) => step.after)) as Facts;
    const owner = first?.facts?.link ?? null;
    // A user whose link is taken away passes to nobody.
    if (first === undefined || after.link === undefined || after.link === null || after.link === owner) continue;
    const passesOn = owner === null ? after.status === 'enabled' : Object.keys(after).some((field) => field !== 'link');
    if (passesOn && after.password === undefined)
      return `${described(first)} leaves the former password to whoever had the user.`;
  }
  return null;
}
