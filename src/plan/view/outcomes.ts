import { groupBy } from '../../core/collections.ts';
import { counted, grouped } from '../../core/counted.ts';
import { type Change, FAILURE_KINDS, type Operation, type Outcome, type Plan } from '../model.ts';
import { KIND_WORDS } from './kinds.ts';
import { COUNTED, ends, operationWords } from './operations.ts';
import { renewsLink } from './renewal.ts';
import { type Spent, spentWords } from './spent.ts';
import { ofAccount } from './targets.ts';
import { leaverWords } from './words.ts';

export type Result = Outcome['result'];

/** In the order in which they are counted. */
export const RESULTS: readonly Result[] = ['done', 'pending', 'failed', 'stale', 'skipped', 'notApproved'];
const PROBLEMS = ['failed', 'stale', 'skipped'] as const;

/** What became of a plan, as people read it. Texts are not escaped. */
export interface OutcomesView {
  /** One row for each kind of change that was tried. */
  readonly counts: readonly OutcomeCount[];
  /** What was not made, and what was made but not without a remark. */
  readonly sections: readonly OutcomeSection[];
  /** Which approvals have let something through: `2 changes by sync.yaml:12: limits.disable (d2-0f)` */
  readonly letThrough: readonly string[];
  readonly lastLine: string;
}

export interface OutcomeCount {
  /** `disable users` */
  readonly words: string;
  readonly results: Readonly<Record<Result, number>>;
}

export interface OutcomeSection {
  readonly result: Result;
  readonly title: string;
  /** What to do about all of them, in sentences; empty where the rows say it. */
  readonly remedy: string;
  readonly rows: readonly OutcomeRow[];
  /** Rows that the limit leaves out. */
  readonly left: number;
}

export interface OutcomeRow {
  /** `disable: Ada <ada@corp.example> in Technicians/Helpdesk` */
  readonly what: string;
  readonly why: string;
}

interface Tried {
  readonly change: Change;
  readonly outcome: Outcome;
}

/**
 * @param most the most rows a result, but for those who should be disabled or suspended: they are all shown
 * @param spent what it took; null where nobody knows
 */
export function outcomesOf(
  plan: Plan,
  outcomes: readonly Outcome[],
  most: number,
  spent: Spent | null = null,
): OutcomesView {
  const byId = new Map(plan.changes.map((change) => [change.id, change]));
  const tried = outcomes.flatMap((outcome): Tried[] => {
    const change = byId.get(outcome.change);
    return change === undefined ? [] : [{ change, outcome }];
  });
  const remarked = tried.filter(({ outcome }) => outcome.text !== '');
  return {
    counts: countsOf(tried),
    sections: [
      ...PROBLEMS.flatMap((result) => sectionOf(plan, tried, result, most)),
      ...sectionOf(plan, tried, 'pending', most),
      ...sectionOf(plan, remarked, 'done', most),
      ...sectionOf(plan, tried, 'notApproved', most),
    ],
    letThrough: letThroughLines(plan, outcomes),
    lastLine: `${lastLineOf(plan, tried)}${spent === null ? '' : ` ${spentWords(spent)}`}`,
  };
}

const KINDS: readonly (readonly [kind: Change['kind'], operation: Operation])[] = [
  ...COUNTED.map((operation) => ['user', operation] as const),
  ['group', 'create'],
  ['group', 'update'],
];

function countsOf(tried: readonly Tried[]): OutcomeCount[] {
  const renewals = tried.filter(({ change }) => renewsLink(change));
  const others = tried.filter(({ change }) => !renewsLink(change));
  return [
    ...KINDS.map(([kind, operation]) => {
      const own = others.filter(({ change }) => change.kind === kind && change.operations.includes(operation));
      return { words: `${operation} ${kind}s`, own };
    }),
    { words: 'renew links', own: renewals },
  ].flatMap(({ words, own }) =>
    own.length === 0 ? [] : [{ words, results: resultsOf(own.map(({ outcome }) => outcome)) }],
  );
}

export function resultsOf(outcomes: readonly Outcome[]): Record<Result, number> {
  const count = (result: Result): number => outcomes.filter((outcome) => outcome.result === result).length;
  return {
    done: count('done'),
    pending: count('pending'),
    failed: count('failed'),
    stale: count('stale'),
    skipped: count('skipped'),
    notApproved: count('notApproved'),
  };
}

const TITLES: Readonly<Record<Result, string>> = {
  done: 'Remarks on what was made',
  pending: 'Waiting for the person',
  failed: 'Failed',
  stale: 'Stale, no longer true when it was to be made',
  skipped: 'Skipped',
  notApproved: 'Not approved, and left out',
};

function sectionOf({ targets }: Plan, tried: readonly Tried[], result: Result, most: number): OutcomeSection[] {
  const own = tried.filter(({ outcome }) => outcome.result === result);
  const untold = own.filter(({ outcome }) => outcome.kind === undefined);
  return [
    ...FAILURE_KINDS.flatMap((kind) => {
      const { title, remedy } = KIND_WORDS[kind];
      const again = `Then run: adsync retry --kind ${kind}`;
      const alike = own.filter(({ outcome }) => outcome.kind === kind);
      return withRows(alike, { result, title, remedy: `${remedy} ${again}` }, targets, most);
    }),
    ...withRows(untold, { result, title: TITLES[result], remedy: '' }, targets, most),
  ];
}

function withRows(
  own: readonly Tried[],
  head: Pick<OutcomeSection, 'result' | 'title' | 'remedy'>,
  targets: Plan['targets'],
  most: number,
): OutcomeSection[] {
  if (own.length === 0) return [];
  const rows = own.filter(({ change }, index) => index < most || ends(change)).map((one) => rowOf(one, targets));
  return [{ ...head, rows, left: own.length - rows.length }];
}

function rowOf({ change, outcome }: Tried, targets: Plan['targets']): OutcomeRow {
  const who = change.email === null ? change.name : `${change.name} <${change.email}>`;
  // A group's own place says it all.
  const what = change.kind === 'group' ? change.group : `${who} in ${change.group}`;
  return { what: ofAccount(change.target, `${operationWords(change)}: ${what}`, targets), why: outcome.text };
}

function letThroughLines({ changes }: Plan, outcomes: readonly Outcome[]): string[] {
  const left = new Set(outcomes.filter(({ result }) => result === 'notApproved').map(({ change }) => change));
  const free = changes.filter(({ id, held }) => held === null && !left.has(id)).flatMap(({ letThrough }) => letThrough);
  return [...groupBy(free, ({ id, by }) => `${id} ${by}`).values()].flatMap((all) =>
    all.slice(0, 1).map(({ by, limit, id }) => `${counted(all.length, 'change')} by ${by}: ${limit} (${id})`),
  );
}

function lastLineOf(plan: Plan, tried: readonly Tried[]): string {
  const results = resultsOf(tried.map(({ outcome }) => outcome));
  const left = new Set(tried.flatMap(({ change, outcome }) => (outcome.result === 'notApproved' ? [change.id] : [])));
  const wanted = plan.changes.filter(({ id }) => !left.has(id));
  const held = wanted.filter((change) => change.held !== null).length;
  const missed = plan.changes.length - tried.length - held;
  const parts = [
    `${grouped(results.done)} of ${counted(wanted.length, left.size > 0 ? 'approved change' : 'change')} made`,
    ...(results.pending > 0 ? [`${grouped(results.pending)} waiting for the person`] : []),
    ...PROBLEMS.filter((result) => results[result] > 0).map((result) => `${grouped(results[result])} ${result}`),
    ...(held > 0 ? [`${grouped(held)} held back`] : []),
    ...(missed > 0 ? [`${grouped(missed)} not tried`] : []),
    ...(left.size > 0 ? [`${grouped(left.size)} not approved and left out`] : []),
  ];
  const leavers = leaverWords(plan);
  return `${plan.undoes === undefined ? 'Apply' : 'Undo'}: ${parts.join(', ')}${leavers === '' ? '' : `; ${leavers}`}.`;
}
