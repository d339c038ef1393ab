import { onlySection } from '../plan/section.ts';
import { groupBy } from '../core/collections.ts';
import { ACCOUNT_GROWS } from '../plan/growth.ts';
import type { Change, Plan } from '../plan/model.ts';
import { terminalText } from './escape.ts';
import { painter } from './paint.ts';
import { changeRows, type Page } from './text-changes.ts';
import { noticeCounts, noticeSection } from './text-notices.ts';
import { wrap } from './width.ts';
import { compareChanges, compareGroups, counted, grouped, isNotInDirectory, leaverWords } from './wording.ts';

export interface TextOptions {
  readonly color: boolean;
  /** Width of the terminal; 0 or Infinity when there is none, and then nothing is wrapped. */
  readonly columns: number;
  /** The most rows shown for one Rescue group, 50 unless given; four times as many altogether. Infinity shows all. */
  readonly limit?: number;
}

const ROWS_A_GROUP = 50;

/**
 * The plan for people, as one text with a newline at the end: who will be changed, grouped by the Rescue group where
 * they stand afterwards, what the plan has to say besides, and the counts as the last line.
 */
export function renderText(plan: Plan, options: TextOptions): string {
  const page = pageOf(options);
  const limit = options.limit ?? ROWS_A_GROUP;
  const lines = [
    ...header(plan, page),
    '',
    ...groupSections(plan, page, limit),
    ...strangerSection(plan, page, limit),
    ...heldSections(plan, page, limit),
    ...noticeSection(plan, page, limit),
    ...licenseLines(plan).flatMap((line) => wrap(line, page.columns)),
    ...wrap(summaryLine(plan), page.columns).map((line) => page.paint('title', line)),
  ];
  return `${lines.join('\n')}\n`;
}

export function pageOf(options: TextOptions): Page {
  return { paint: painter(options.color), columns: options.columns > 0 ? options.columns : Infinity };
}

function header(plan: Plan, page: Page): string[] {
  const { account, organization, url } = onlySection(plan);
  const { directory } = plan;
  const read = `${counted(directory.groups, 'group')}, ${counted(directory.people, 'person', 'people')}`;
  const what = `${counted(plan.changes.length, 'change')} planned; nothing has been changed yet.`;
  const facts = [
    `Directory ${terminalText(directory.name)} (${directory.type}): ${read}`,
    ...(directory.complete ? [] : ['The directory could not be read completely: see the errors below.']),
    ...(plan.changes.length === 0 ? [] : [what]),
  ];
  const title = `Plan for ${terminalText(organization)}, Rescue account ${terminalText(account)} at ${terminalText(url)}`;
  return [
    ...wrap(title, page.columns).map((line) => page.paint('title', line)),
    ...facts.flatMap((fact) => wrap(fact, page.columns)),
    ...firstThings(plan, page),
  ];
}

/** What has to be seen before anything else. */
function firstThings({ notices }: Plan, { paint, columns }: Page): string[] {
  const first = notices.filter(({ code }) => code === ACCOUNT_GROWS);
  return first.flatMap(({ text }) => wrap(terminalText(text), columns).map((line) => paint('warning', line)));
}

function groupSections(plan: Plan, page: Page, limit: number): string[] {
  const free = groupBy(
    plan.changes.filter((change) => change.held === null && !isNotInDirectory(change)),
    ({ group }) => group,
  );
  const sections = [...free].sort(([a], [b]) => compareGroups(a, b));
  const lines: string[] = [];
  let left = limit * 4;
  for (const [index, [group, changes]] of sections.entries()) {
    if (left <= 0) {
      const hidden = sections.slice(index);
      const rows = hidden.reduce((sum, [, unseen]) => sum + unseen.length, 0);
      const others = counted(hidden.length, 'other group');
      lines.push(page.paint('faint', `… and ${grouped(rows)} more in ${others}; see --excel or --json`), '');
      break;
    }
    const most = Math.min(limit, left);
    lines.push(...section(plan, terminalText(group) + sizes(plan, group), changes, page, most));
    left -= Math.min(changes.length, most);
  }
  return lines;
}

/** ` · 12 users, 14 afterwards`, where the plan counts the group. */
function sizes(plan: Plan, group: string): string {
  const count = onlySection(plan).tallies.find((entry) => entry.group === group);
  if (count === undefined) return '';
  const after = count.after === count.present ? '' : `, ${grouped(count.after)} afterwards`;
  return ` · ${counted(count.present, 'user')}${after}`;
}

/** Users of full groups whom nobody in the directory accounts for, apart from leavers. */
function strangerSection(plan: Plan, page: Page, limit: number): string[] {
  const strangers = plan.changes.filter(isNotInDirectory);
  if (strangers.length === 0) return [];
  const title = `Not in the directory · ${counted(strangers.length, 'user')} of mapped groups. Who is to stay must become a member of the directory group, or stand in rescue.protect`;
  return section(plan, title, strangers, page, limit);
}

function heldSections(plan: Plan, page: Page, limit: number): string[] {
  const held = groupBy(
    plan.changes.filter((change) => change.held !== null),
    (change) => change.held?.id ?? '',
  );
  return [...held].flatMap(([id, changes]) => {
    const limits = [...new Set(changes.map((change) => change.held?.limit ?? ''))].join(', ');
    const title = `Held back by the limit ${terminalText(limits)} (${terminalText(id)}): not made unless approved`;
    return section(plan, title, changes, page, limit);
  });
}

function section(plan: Plan, title: string, changes: readonly Change[], page: Page, most: number): string[] {
  const sorted = [...changes].sort(compareChanges);
  const rest = sorted.length - most;
  return [
    ...wrap(title, page.columns).map((line) => page.paint('title', line)),
    ...changeRows(plan, sorted.slice(0, most), page),
    ...(rest > 0 ? [page.paint('faint', `  … and ${grouped(rest)} more here; see --excel or --json`)] : []),
    '',
  ];
}

const BUDGETS: Readonly<Record<string, string>> = { technicians: 'Technicians', mobile: 'Mobile add-ons' };

/** Only where `rescue.licenses` says how many there are. */
function licenseLines(plan: Plan): string[] {
  const lines = onlySection(plan).budgets.flatMap(({ name, held, before, after }) =>
    held === null
      ? []
      : [`${BUDGETS[name] ?? name}: ${grouped(before)} → ${grouped(after)} of ${grouped(held)} licences in use`],
  );
  return lines.length === 0 ? [] : [...lines, ''];
}

function summaryLine(plan: Plan): string {
  const { summary } = plan;
  const errors = plan.notices.filter(({ severity }) => severity === 'error');
  const leavers = leaverWords(plan);
  if (plan.changes.length === 0) {
    if (leavers !== '') return `No changes, but ${leavers}; see the notices above.`;
    if (plan.directory.complete && errors.length === 0)
      return `No changes. The account matches the directory${butFor(plan)}.`;
    return `No changes for what could be read and decided; see the ${noticeCounts(errors) || 'notices'} above.`;
  }
  const users = (['create', 'update', 'move', 'enable', 'disable'] as const)
    .map((operation) => `${grouped(summary[operation])} to ${operation}`)
    .join(', ');
  const updates = summary.updateGroup > 0 ? `, ${grouped(summary.updateGroup)} to update` : '';
  const held = summary.held > 0 ? `; ${grouped(summary.held)} held back` : '';
  return `Plan: ${users}; ${counted(summary.createGroup, 'group')} to create${updates}; ${grouped(summary.unchanged)} unchanged${held}${leavers === '' ? '' : `; ${leavers}`}.`;
}

function butFor({ notices }: Plan): string {
  const warnings = notices.filter(({ severity }) => severity === 'warning');
  return warnings.length === 0 ? '' : `, but for the ${noticeCounts(warnings)} above`;
}
