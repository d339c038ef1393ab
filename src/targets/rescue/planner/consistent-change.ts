import { withId } from '../../../plan/change.ts';
import { ADOPT } from './counted.ts';
import { HOLD_ID } from '../../../plan/hold-id.ts';
import { fold } from '../../../core/text.ts';
import { formatMarker, parseMarker } from './marker.ts';
import type { Change, Facts } from '../../../plan/model.ts';
import { parsePath } from '../../../core/path.ts';
import { hasControls, operationsFrom, shownUser } from '../../../plan/shown.ts';

/** A rule that every change of the planner keeps; a sentence where a change breaks it. */
type Rule = (change: Change) => string | null;

/**
 * Why a change of a plan document is none that the planner makes: what it shows (operations, name, e-mail, place) must
 * follow from what is written (before, after, marker, nodes), and its id from both.
 *
 * @returns a sentence without its subject, such as `says update, but disables`; null when nothing is wrong
 */
export function changeContradiction(change: Change): string | null {
  for (const rule of [...RULES, ...(change.kind === 'user' ? USER_RULES : GROUP_RULES)]) {
    const wrong = rule(change);
    if (wrong !== null) return wrong;
  }
  return null;
}

const NODE = /^-?\d{1,18}$/;
const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The settings that hold something back. */
const LIMITS: ReadonlySet<string> = new Set([
  ADOPT,
  'limits.disable',
  'limits.disablePerGroup',
  'limits.move',
  'limits.readdress',
  'limits.create',
]);

const FIELDS: readonly (keyof Facts)[] = ['group', 'name', 'email', 'status', 'ssoId', 'mobile', 'link'];

const RULES: readonly Rule[] = [
  ({ node, fromNode, toNode }) =>
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
  (change) => (writtenTexts(change).some(hasControls) ? 'holds control characters' : null),
  ({ operations, before, after }) => {
    const made = operationsFrom(before, after);
    const same = made.length > 0 && made.join() === operations.join();
    return same ? null : `says ${operations.join(', ')}, but what it writes is: ${made.join(', ') || 'nothing'}`;
  },
  ({ before, after }) => {
    if (before === null) return null;
    const lone = FIELDS.find((field) => (before[field] === undefined) !== (after[field] === undefined));
    return lone === undefined ? null : `names the ${lone} on one side only`;
  },
  ({ before, after }) => {
    const same = FIELDS.find((field) => before !== null && field !== 'link' && isSame(field, before, after));
    return same === undefined ? null : `changes the ${same} into what it is`;
  },
  ({ marker, after }) => {
    if (marker === null) return after.link === undefined ? null : 'links without a marker';
    const read = parseMarker(marker);
    return read !== null && formatMarker(read) === marker ? null : 'has a marker that is none';
  },
  ({ before, node, fromNode }) => {
    if (before === null) return fromNode === null ? null : 'creates something that stands somewhere';
    return node !== null && fromNode !== null ? null : 'changes something without naming it';
  },
  (change) => (withId(change).id === change.id ? null : 'has an id that does not fit its content'),
];

const USER_RULES: readonly Rule[] = [
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
  ({ after, before, fromNode, toNode }) =>
    before === null || (after.group === undefined) === (fromNode === toNode) ? null : 'moves without saying so',
  ({ before, after }) => {
    if (before?.password !== undefined) return 'says that the user had a new password before';
    if (after.password === undefined) return null;
    const passesOn = before !== null && after.link !== undefined && after.link !== before.link;
    return passesOn ? null : 'sets a password for nobody new';
  },
  ({ marker, after, facts, person }) => {
    const owner = ownerOf(marker);
    if (after.link !== undefined && (after.link !== owner || after.link !== person)) return 'links to somebody else';
    return owner === null || owner === (after.link ?? facts?.link ?? null) ? null : 'links without saying so';
  },
];

const GROUP_RULES: readonly Rule[] = [
  ({ email, person, facts }) =>
    email === null && person === null && facts === null ? null : 'is a group with a person',
  ({ after }) =>
    Object.keys(after).every((field) => field === 'name' || field === 'link')
      ? null
      : 'is a group with fields of a user',
  ({ name, group, after }) =>
    name === parsePath(group).at(-1) && name.trim() !== '' && (after.name ?? name) === name
      ? null
      : 'shows another name than it writes',
  ({ before, node, fromNode, toNode, after }) => {
    if (before === null) return node === null && after.name !== undefined ? null : 'creates a group that is not whole';
    return fromNode === toNode ? null : 'moves a group';
  },
  ({ before, after, marker }) => {
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

/** Everything that reaches the account, or names something: what is merely quoted from it is as it is. */
function writtenTexts({ id, name, email, after, marker, needs, letThrough, reason }: Change): string[] {
  const values = Object.values(after as Readonly<Record<string, unknown>>).filter((value) => typeof value === 'string');
  return [
    id,
    name,
    email ?? '',
    marker ?? '',
    ...values,
    ...needs,
    ...letThrough.map(({ by }) => by),
    reason.text,
    ...reason.path,
  ];
}

function quote(text: string | null): string {
  return JSON.stringify(text ?? '');
}
