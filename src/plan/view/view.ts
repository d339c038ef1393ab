import { counted } from '../../core/counted.ts';
import { forecastWords, wholeForecast } from '../forecast.ts';
import type { Plan } from '../model.ts';
import { type AttentionGroup, attentionOf } from './attention.ts';
import { type BaseView, baseOf } from './base.ts';
import { type Budget, budgetsOf } from './budgets.ts';
import { type Count, countsOf } from './counts.ts';
import type { LabelsOf } from './labels.ts';
import { lastLineOf } from './last-line.ts';
import { type Notices, noticesOf } from './notices.ts';
import { type Row, rowsOf } from './rows.ts';
import { inTableOrder, type Sections, sectionsOf } from './sections.ts';
import type { Tally } from '../model.ts';
import { type PlannedTarget, targetsOf } from './targets.ts';

/**
 * A plan as people read it, for every output alike: what stands in which section and in which order, what is counted, what
 * is left out, in which words. All texts are as the directory and the account have them; an output escapes them.
 */
export interface PlanView {
  readonly header: Header;
  readonly sections: Sections;
  /** All changes for outputs that show them in one table. */
  readonly rows: readonly Row[];
  /** What a reviewer has to look at, in the order in which it is shown: whole, whatever the limit is. */
  readonly attention: readonly AttentionGroup[];
  /** The mapped groups, in the account's order. */
  readonly tallies: readonly TallyRow[];
  readonly notices: Notices;
  readonly budgets: readonly Budget[];
  readonly counts: readonly Count[];
  /** Against what the plan is compared; null for nothing. */
  readonly base: BaseView | null;
  /** Where whoever reads a cut text finds the rest: `see --excel or --json` */
  readonly rest: string;
  /** The plan in one sentence, for an output that ends with it. */
  readonly lastLine: string;
  /** The same for an output that begins with it. */
  readonly verdict: string;
}

/** How many people stand in a group of one account. */
export interface TallyRow extends Tally {
  readonly target: string;
}

/** What the plan is about. */
export interface Header {
  readonly targets: readonly TargetFacts[];
  readonly source: {
    /** Where it comes from: `Directory`, or `Undoes` for the undo of runs. */
    readonly word: string;
    /** What was read: `DC=corp,DC=example (ldap): 3 groups, 42 people` */
    readonly text: string;
    readonly complete: boolean;
  };
  /** `12 changes planned`; empty when there are none. */
  readonly planned: string;
  /** `about 34 calls, 4 seconds`; empty where nothing is to be made, or nobody knows. */
  readonly forecast: string;
  readonly file: string;
  readonly sha256: string;
  readonly planId: string;
  readonly createdAt: string;
  readonly adsyncVersion: string;
}

/** A target, and what it calls itself. */
export interface TargetFacts {
  readonly id: string;
  readonly account: string;
  readonly organization: string;
  readonly url: string;
  /** `Rescue account` */
  readonly accountWord: string;
  /** `Rescue group` */
  readonly groupWord: string;
}

export interface ViewOptions {
  /** The most rows in one section; four times as many in all groups together. Infinity leaves out none. */
  readonly most: number;
  /** What to do about rows that are left out; each command can do something else. */
  readonly rest?: string;
}

/** Makes the view of a plan; the labels are those of its targets. */
export function viewOf(plan: Plan, labelsOf: LabelsOf, { most, rest = '' }: ViewOptions): PlanView {
  const targets = targetsOf(plan, labelsOf);
  const rows = rowsOf(plan, targets);
  const renewed = rows.filter(({ section }) => section === 'links').length;
  const inOrder = inTableOrder(rows, targets);
  const notices = noticesOf(plan);
  return {
    header: headerOf(plan, targets),
    sections: sectionsOf(rows, targets, most),
    rows: inOrder,
    attention: attentionOf(inOrder, notices.kinds),
    tallies: targets.flatMap(({ id, tallies, labels }) =>
      tallies
        .toSorted((a, b) => labels.compareGroups(a.group, b.group))
        .map((tally): TallyRow => ({ ...tally, target: id })),
    ),
    notices,
    budgets: budgetsOf(targets),
    counts: countsOf(plan, rows, targets),
    base: baseOf(plan, targets),
    rest,
    lastLine: lastLineOf(plan, targets, renewed, 'above'),
    verdict: lastLineOf(plan, targets, renewed, 'below'),
  };
}

function headerOf(plan: Plan, targets: readonly PlannedTarget[]): Header {
  const { config, changes, planId, createdAt, adsyncVersion } = plan;
  return {
    targets: targets.map(({ id, account, organization, url, labels }) => {
      return { id, account, organization, url, accountWord: labels.account, groupWord: labels.group };
    }),
    source: sourceOf(plan),
    planned: changes.length === 0 ? '' : `${counted(changes.length, 'change')} planned`,
    forecast: forecastText(plan),
    file: config.file,
    sha256: config.sha256,
    planId,
    createdAt,
    adsyncVersion,
  };
}

function forecastText(plan: Plan): string {
  const forecast = wholeForecast(plan);
  return forecast === null || forecast.calls === 0 ? '' : `about ${forecastWords(forecast)}`;
}

function sourceOf({ directory, undoes }: Plan): Header['source'] {
  const { name, type, complete, groups, people } = directory;
  if (undoes !== undefined) {
    const text = `the run ${undoes.join(' and the run ')}; the directory was not read`;
    return { word: 'Undoes', text, complete };
  }
  const read = `${counted(groups, 'group')}, ${counted(people, 'person', 'people')}`;
  return { word: 'Directory', text: `${name} (${type}): ${read}`, complete };
}
