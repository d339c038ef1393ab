import type {
  Blocked,
  Change,
  Budget,
  Forecast,
  Hold,
  HeldBy,
  LetThrough,
  Plan,
  PlanBase,
  PlanSummary,
  Prevented,
  Reason,
  SavedPlan,
  Tally,
  TargetSection,
  UserFacts,
} from '../plan/model.ts';
import type { Notice } from '../core/notice.ts';
import { jsonText } from './escape.ts';
import { inBatches, jsonPieces, type LongLists } from './json-pieces.ts';

/**
 * The plan document (`schemas/plan.schema.json`): two blanks of indent, keys in the documented order, a newline at
 * the end. Equal plans give equal bytes, however they were built.
 */
export function renderJson(plan: Plan): string {
  return [...printed(planHead(plan), plan)].join('');
}

/** The same of a plan that is saved, with what belongs to the saving at the end, in pieces that are written one by one. */
export function savedJson(plan: SavedPlan): Iterable<string> {
  const { savedId, digest, signature } = plan;
  return printed({ ...planHead(plan), savedId, digest, ...(signature === undefined ? {} : { signature }) }, plan);
}

function* printed(document: object, plan: Plan): Generator<string> {
  for (const text of inBatches(jsonPieces(document, planLists(plan)))) yield jsonText(text);
}

/** The plan as a value: its keys in the documented order. */
export function planDocument(plan: Plan): object {
  const lists = Object.entries(planLists(plan)).map(([key, items]) => [key, [...items]] as const);
  return { ...planHead(plan), ...Object.fromEntries(lists) };
}

/** The same without the items of {@link planLists}. */
export function planHead(plan: Plan): object {
  const { config, directory } = plan;
  return {
    format: plan.format,
    planId: plan.planId,
    createdAt: plan.createdAt,
    adsyncVersion: plan.adsyncVersion,
    config: inOrder(config, { file: 1, sha256: 1 }),
    ...(plan.base === undefined ? {} : { base: baseDocument(plan.base) }),
    directory: inOrder(directory, { type: 1, name: 1, complete: 1, groups: 1, people: 1 }),
    ...(plan.undoes === undefined ? {} : { undoes: plan.undoes }),
    targets: plan.targets.map((section) => ({
      ...inOrder(section, SECTION),
      summary: inOrder(section.summary, SUMMARY),
      budgets: section.budgets.map((budget) => inOrder(budget, BUDGET)),
      tallies: section.tallies.map((tally) => inOrder(tally, TALLY)),
      ...(section.forecast === undefined ? {} : { forecast: inOrder(section.forecast, FORECAST) }),
    })),
    summary: inOrder(plan.summary, SUMMARY),
    changes: [],
    notices: [],
  } satisfies { [Key in Exclude<keyof Plan, 'base' | 'undoes'>]: unknown };
}

/** The lists of the document that grow with the account. */
export function planLists({ changes, notices }: Plan): LongLists {
  return { changes: mapped(changes, changeDocument), notices: mapped(notices, noticeDocument) };
}

function* mapped<One>(items: Iterable<One>, documentOf: (item: One) => unknown): Generator {
  for (const item of items) yield documentOf(item);
}

function noticeDocument(notice: Notice): object {
  return inOrder<Partial<Notice>>(notice, NOTICE);
}

function baseDocument(base: PlanBase): object {
  const prevented = base.prevented.map((one) => ({
    ...inOrder(one, PREVENTED),
    before: one.before === null ? null : sorted(one.before),
    after: sorted(one.after),
    held: one.held === null ? null : held(one.held),
  }));
  return { ...inOrder(base, BASE), prevented };
}

/** One change, as in the plan document. */
export function changeDocument(change: Change): object {
  const because = Object.entries(sorted(change.because)).map(([field, reason]): [string, unknown] => {
    return [field, inOrder(reason, REASON)];
  });
  return {
    ...inOrder(change, CHANGE),
    before: change.before === null ? null : sorted(change.before),
    after: sorted(change.after),
    facts: change.facts === null ? null : inOrder(change.facts, USER_FACTS),
    reason: inOrder(change.reason, REASON),
    because: Object.fromEntries(because),
    takes: sorted(change.takes),
    held: change.held === null ? null : held(change.held),
    letThrough: change.letThrough.map((one) => inOrder(one, LET_THROUGH)),
    ...(change.blocked === undefined ? {} : { blocked: inOrder(change.blocked, BLOCKED) }),
    native: sorted(change.native),
  };
}

function held(hold: Hold): unknown {
  return { ...inOrder(hold, HOLD), also: hold.also.map((one) => inOrder(one, HELD_BY)) };
}

/** The keys of a type in the order in which they are written; the compiler sees to it that none is forgotten. */
type Keys<T> = Readonly<Record<keyof T, 1>>;

const SUMMARY: Keys<PlanSummary> = {
  create: 1,
  update: 1,
  move: 1,
  enable: 1,
  disable: 1,
  grant: 1,
  revoke: 1,
  resume: 1,
  suspend: 1,
  blocked: 1,
  createGroup: 1,
  updateGroup: 1,
  unchanged: 1,
  held: 1,
  leaversLeft: 1,
  notices: 1,
};
const BUDGET: Keys<Budget> = { name: 1, held: 1, before: 1, after: 1 };
const TALLY: Keys<Tally> = { group: 1, line: 1, wanted: 1, present: 1, after: 1 };
const SECTION: Keys<TargetSection> = {
  id: 1,
  type: 1,
  account: 1,
  organization: 1,
  url: 1,
  names: 1,
  summary: 1,
  budgets: 1,
  tallies: 1,
  forecast: 1,
};
const FORECAST: Keys<Forecast> = { calls: 1, seconds: 1 };
const CHANGE: Keys<Change> = {
  id: 1,
  target: 1,
  kind: 1,
  role: 1,
  operations: 1,
  name: 1,
  email: 1,
  group: 1,
  before: 1,
  after: 1,
  facts: 1,
  reason: 1,
  because: 1,
  evidence: 1,
  stage: 1,
  risk: 1,
  takes: 1,
  held: 1,
  letThrough: 1,
  blocked: 1,
  cause: 1,
  node: 1,
  person: 1,
  native: 1,
  needs: 1,
};
const BASE: Keys<PlanBase> = { file: 1, revision: 1, commit: 1, sha256: 1, prevented: 1 };
const PREVENTED: Keys<Prevented> = {
  id: 1,
  target: 1,
  kind: 1,
  role: 1,
  operations: 1,
  name: 1,
  email: 1,
  group: 1,
  before: 1,
  after: 1,
  held: 1,
  reason: 1,
};
const BLOCKED: Keys<Blocked> = { kind: 1, text: 1 };
const HELD_BY: Keys<HeldBy> = { limit: 1, id: 1 };
const HOLD: Keys<Hold> = { ...HELD_BY, also: 1 };
const LET_THROUGH: Keys<LetThrough> = { ...HELD_BY, by: 1, part: 1 };
const USER_FACTS: Keys<UserFacts> = { name: 1, email: 1, status: 1, link: 1 };
const REASON: Keys<Reason> = { code: 1, text: 1, line: 1, path: 1 };
const NOTICE: Keys<Required<Notice>> = {
  code: 1,
  severity: 1,
  text: 1,
  subject: 1,
  names: 1,
  line: 1,
  target: 1,
  first: 1,
  about: 1,
  cause: 1,
};

/** A map with its keys sorted. */
function sorted<One>(map: Readonly<Record<string, One>>): Record<string, One> {
  const entries = Object.entries(map);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : Number(a > b))));
}

function inOrder<T extends object>(value: T, keys: Keys<T>): Record<string, unknown> {
  const fields = new Map<string, unknown>(Object.entries(value));
  const known = Object.keys(keys).filter((key) => fields.has(key));
  return Object.fromEntries(known.map((key) => [key, fields.get(key)]));
}
