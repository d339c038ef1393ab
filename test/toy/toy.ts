import type { SectionKind } from '../../src/config/section.ts';
import type { DirectoryGroupId, DirectoryReading, PersonId } from '../../src/core/people.ts';
import type { TargetSettings } from '../../src/core/settings.ts';
import { completeChange } from '../../src/plan/change.ts';
import { countChanges, type CountingRules } from '../../src/plan/members.ts';
import type { FieldRules } from '../../src/plan/fields.ts';
import { holdAgain } from '../../src/plan/hold-again.ts';
import { hold, type Situation, withHold } from '../../src/plan/hold.ts';
import type { Change, Reason, UserChange } from '../../src/plan/model.ts';
import { type PastChange, standingOf } from '../../src/plan/undo/past.ts';
import type { Undoing } from '../../src/plan/undo/undo-plan.ts';
import { orderChanges } from '../../src/plan/order.ts';
import type { Proposed, ProposeInput } from '../../src/plan/propose.ts';
import { sectionOf } from '../../src/plan/section.ts';
import type { Account, Applied, BeginOptions, Target, TargetKind } from '../../src/targets/target.ts';
import { LABELS } from '../plan/view/builders.ts';
import type { Toy } from './world.ts';

export interface ToySettings extends TargetSettings {
  readonly mappings: readonly { readonly line: number; readonly ref: string; readonly rule: string }[];
  /** Attributes of people that it asks for; absent = none. */
  readonly attributes?: readonly string[];
}

const FIELDS: FieldRules = { status: { operation: 'status' }, rules: { operation: 'update' } };
const COUNTING: CountingRules<Change> = {
  doubtLimit: 'toy.doubt',
  parentOf: () => null,
  claimantOf: ({ person }) => person,
  isReaddress: () => false,
  approvedFor: () => ({ create: '', move: '', readdress: '', doubt: [] }),
};
const LOOK = 'look at the mappings';
const WORDS = { readdressed: '', remedies: { doubt: LOOK, create: LOOK, disable: LOOK, move: LOOK, readdress: LOOK } };
export const FACTS = { account: 'T1', organization: 'Toys', url: 'toy:' };
const ID = 'toy:T1';

interface Wanted {
  readonly name: string;
  readonly person: PersonId | null;
  readonly rules: readonly string[];
}

/** Which rules the directory gives to whom, by address. */
function wanted({ mappings }: ToySettings, { roots, groups, people }: DirectoryReading): Map<string, Wanted> {
  const found = new Map<string, Wanted>();
  for (const [index, { group }] of roots.entries()) {
    for (const person of group === null ? [] : (groups.get(group)?.people ?? [])) {
      const { name, mail, state } = people.get(person) ?? { name: '', mail: null, state: 'disabled' };
      const rules = [...(found.get(mail ?? '')?.rules ?? []), mappings[index]?.rule ?? ''];
      if (mail !== null && state === 'enabled') found.set(mail, { name, person, rules });
    }
  }
  return found;
}

function changed(email: string, had: readonly string[] | undefined, { name, person, rules }: Wanted): UserChange {
  const isGone = rules.length === 0;
  const [code, text] = isGone ? (['LEFT', 'in no group'] as const) : (['MEMBER_OF', 'in a group'] as const);
  const reason = { code, text, line: null, path: [] };
  const status = isGone ? ({ status: 'disabled' } as const) : {};
  const before = had === undefined ? null : { rules: had, ...(isGone ? ({ status: 'enabled' } as const) : {}) };
  const facts = had === undefined ? null : ({ name, email, status: 'enabled', link: null } as const);
  const who = { kind: 'user', target: ID, role: 'player', group: 'All', name, email, person, facts } as const;
  const [because, evidence] = isGone
    ? ([{ rules: reason, status: reason }, 'absence'] as const)
    : ([{ rules: reason }, 'said'] as const);
  const rest = { reason, because, evidence, stage: 'change', node: had === undefined ? null : email } as const;
  const none = { risk: [], takes: {}, needs: [], native: {} };
  return completeChange({ ...who, ...rest, ...none, before, after: { rules, ...status } }, FIELDS);
}

function changesOf(should: ReadonlyMap<string, Wanted>, { users }: Toy): UserChange[] {
  return [...new Set([...should.keys(), ...users.keys()])]
    .map((email) => changed(email, users.get(email), should.get(email) ?? { name: email, person: null, rules: [] }))
    .filter(({ before, after }) => String(before?.['rules'] ?? []) !== String(after['rules']));
}

function situationOf(changes: readonly Change[], toy: Toy): Situation {
  const users = [...toy.users].map(([id, { length }]) => ({ id, parent: '', enabled: length > 0 }));
  const lookedAfter = new Set(users.filter(({ enabled }) => enabled).map(({ id }) => id));
  const groupOf = () => ({ path: 'All', share: null, line: null });
  const bases = { account: ID, users: new Map(users.map((user) => [user.id, user])), lookedAfter, groupOf };
  return { members: countChanges(changes, COUNTING, new Map()), bases: { ...bases, isKnownBy: () => true } };
}

function namesIn({ mappings }: ToySettings, { roots }: DirectoryReading): Record<string, DirectoryGroupId> {
  const named = mappings.flatMap(({ ref }, index): [string, DirectoryGroupId][] => {
    const group = roots[index]?.group ?? null;
    return group === null ? [] : [[ref.toLowerCase(), group]];
  });
  return Object.fromEntries(named);
}

function propose({ reading, settings: { limits }, ...input }: ProposeInput, toy: Toy, settings: ToySettings): Proposed {
  const planned = changesOf(wanted(settings, reading), toy);
  const held = hold(situationOf(planned, toy), { ...input, limits, words: WORDS });
  const passed = planned.map((one) => withHold(one, held));
  const changes = orderChanges(passed, FIELDS);
  const unchanged = [...toy.users.keys()].filter((one) => !changes.some(({ email }) => email === one)).length;
  const besides = { unchanged, leaversLeft: 0, budgets: [], tallies: [] };
  const names = namesIn(settings, reading);
  const section = sectionOf({ id: ID, type: 'toy', ...FACTS, names, ...besides }, changes, held.notices);
  const notices = [...reading.notices, ...held.notices];
  const answer = { section, changes, notices, stale: held.stale, open: held.sets, holds: held.shown };
  return { kind: 'section', complete: reading.kind === 'complete', ...answer };
}

function accountOf(toy: Toy, settings: ToySettings): Account {
  return {
    ...FACTS,
    propose: (input) => propose(input, toy, settings),
    readMore: () => Promise.reject(new Error('the toy shows everything')),
    marked: () => [],
    review: (saved, { settings: { limits }, ...input }) => {
      return holdAgain(saved, situationOf(saved.changes, toy), { ...input, limits, words: WORDS });
    },
    undo: (past, reason) => undoing(past, reason, toy),
    carriedOut: (calls) =>
      Promise.resolve(calls.map(({ node, after }) => (sees(toy, node, after['rules']) ? 'yes' : 'no'))),
    begin: (options) => ({ apply: (change) => apply(toy, change, options) }),
  };
}

function undoing(past: readonly PastChange[], reason: Reason, { users }: Toy): Undoing {
  const changes = past.flatMap(({ node, fields }): UserChange[] => {
    const email = node ?? '';
    const known = fields.get('rules');
    const now = users.get(email) ?? [];
    if (known === undefined || standingOf(known, now, (a, b) => String(a) === String(b)) !== 'left') return [];
    const rules = Array.isArray(known.old) ? known.old.map(String) : [];
    const change = changed(email, now, { name: email, person: null, rules });
    return [completeChange({ ...change, reason, because: becauseOf(change, reason) }, FIELDS)];
  });
  const facts = { id: ID, type: 'toy', ...FACTS, unchanged: 0, leaversLeft: 0, budgets: [], tallies: [] };
  return { kind: 'undoing', changes, leftAlone: [], lasting: [], facts };
}

function becauseOf({ after }: UserChange, reason: Reason): Record<string, Reason> {
  return Object.fromEntries(Object.keys(after).map((field) => [field, reason]));
}

function sees({ users }: Toy, email: string | null, rules: unknown): boolean {
  return String(users.get(email ?? '')) === String(rules);
}

async function apply(toy: Toy, change: Change, { journal }: BeginOptions): Promise<Applied> {
  const { id, email, before, after } = change;
  const end = await journal?.begin({ change, method: 'paint', node: email, before: before ?? {}, after: { ...after } });
  toy.users.set(email ?? '', Array.isArray(after['rules']) ? after['rules'].map(String) : []);
  await toy.during(change);
  end?.({ class: 'ok', word: 'OK', node: null });
  return { change: id, result: 'done', text: '' };
}

/** A kind of target with one set-valued field. */
export function toyKind(toy: Toy, section: SectionKind): TargetKind {
  const count = () => ({ mappings: [], groups: 0, ceilings: { groups: 9, membersPerGroup: 9 }, over: false });
  const savedRules = { fields: FIELDS, budgets: [], contradiction: () => null, misfit: () => null };
  return {
    section,
    labels: LABELS,
    savedRules,
    lastingIn: ({ operations }) => (operations.includes('create') ? ['createdUser'] : []),
    configured(given) {
      const settings = given as ToySettings;
      const mappings = settings.mappings.map(({ ref, line, rule }) => ({ ref, line, nested: false, group: rule }));
      const identify = () => toy.identify();
      const read = () => toy.reading().then(() => accountOf(toy, settings));
      const close = () => Promise.resolve();
      const target: Target = { concurrent: 1, identify, read, effectsOf: () => [], close };
      return {
        type: 'toy',
        mappings,
        attributes: settings.attributes ?? [],
        count,
        rehearse: (input) => propose(input, { ...toy, users: new Map() }, settings),
        open: () => Promise.resolve(target),
      };
    },
  };
}
