import { groupBy } from '../core/collections.ts';
import { counted, grouped } from '../core/counted.ts';
import { ATTENTION_TITLES, type AttentionGroup, attentionKinds } from '../plan/view/attention.ts';
import { type BaseView, causeWords, isOwn } from '../plan/view/base.ts';
import { renewalWords } from '../plan/view/renewal.ts';
import type { Row } from '../plan/view/rows.ts';
import type { Section } from '../plan/view/sections.ts';
import { ofAccount } from '../plan/view/targets.ts';
import type { Header, PlanView } from '../plan/view/view.ts';
import { comparedLines, preventedGroup } from './markdown-base.ts';
import { code, commentText, htmlCode, words } from './markdown-escape.ts';
import { bytesOf, fit, type Fitted, type Group } from './markdown-fit.ts';
import { changeTable, isOfEnding, NEEDS_NOTHING, noticeList, rankOf } from './markdown-rows.ts';

/**
 * The most bytes of a comment. GitHub refuses more than 65,536 characters ("Body is too long (maximum is 65536
 * characters)"); a character has at least one byte.
 */
export const COMMENT_LIMIT = 65_000;
/** Whatever the names are, what is shown of every plan takes less. */
export const LEAST_LIMIT = 10_000;

export interface MarkdownOptions {
  /** The most bytes of the whole text, in UTF-8; at least {@link LEAST_LIMIT}. Absent = what a comment may have. */
  readonly limit?: number;
  /** Where the whole plan is kept, an address of the web; null where nobody said. */
  readonly link: string | null;
}

/** Of the names at the top and bottom, which always have room. */
const SHORT = 60;

/**
 * The plan as a comment of a pull request. First a hidden marker by which the comment is found again, then what the plan
 * comes to, what needs attention, and all other changes in a fold for each place. Where there is no room for everything, it says
 * what is missing and where that is; whoever is disabled or suspended goes last.
 */
export function renderMarkdown(view: PlanView, { limit = COMMENT_LIMIT, link }: MarkdownOptions): string {
  const groups = [...attention(view), ...budgets(view), ...places(view)];
  const [top, foot] = [topOf(view), footOf(view)];
  const room = limit - bytesOf(top) - bytesOf(foot);
  const whole = fit(groups, room);
  const notice = cutNotice(groups, whole, link);
  if (notice === '') return top + whole.text + foot;
  // The longest that it can be: what nothing is shown of.
  const longest = cutNotice(groups, { text: '', shown: new Map() }, link);
  const cut = fit(groups, room - bytesOf(longest));
  return top + cutNotice(groups, cut, link) + cut.text + foot;
}

/** The first line of every comment. Another account or another file has another one, so that neither replaces the other. */
export function markerOf({ targets, file }: Pick<Header, 'targets' | 'file'>): string {
  const ids = targets.map(({ id }) => commentText(id)).join(',');
  return `<!-- adsync plan ${ids} ${commentText(file)} -->`;
}

function topOf({ header, attention: groups, base, verdict }: PlanView): string {
  const organizations = [...new Set(header.targets.map(({ organization }) => organization))];
  const names = organizations.map((name) => code(name, 'line', SHORT)).join(' and ');
  const look = lookAt(groups, base);
  return [
    markerOf(header),
    `## adsync plan for ${names}`,
    '',
    `${signOf(groups, base)} **${verdict}**`,
    '',
    ...comparedLines(base),
    ...(header.source.complete ? [] : ['The directory could not be read completely: see the errors.', '']),
    ...(look === '' ? [] : [`Look at: ${look}.`, '']),
    '',
  ].join('\n');
}

/** `Errors (1), Held back (3)`: every heading below, with how many changes, or else notices, stand there. */
function lookAt(groups: readonly AttentionGroup[], base: BaseView | null): string {
  const prevented = base?.prevented.length ?? 0;
  return [
    ...[...groupBy(groups, ({ kind }) => kind)].map(([kind, own]) => {
      const rows = own.reduce((sum, group) => sum + group.rows.length, 0);
      const notices = own.flatMap((group) => group.notices).reduce((sum, { count }) => sum + count, 0);
      return `${ATTENTION_TITLES[kind]} (${grouped(rows === 0 ? notices : rows)})`;
    }),
    ...(prevented === 0 ? [] : [`No longer planned (${grouped(prevented)})`]),
  ].join(', ');
}

/** A plan that has only something to remark needs nobody. */
function signOf(groups: readonly AttentionGroup[], base: BaseView | null): string {
  if (groups.some(({ kind }) => kind === 'errors')) return '⛔';
  const isRemark = ({ kind, notices }: AttentionGroup): boolean =>
    kind === 'notices' && notices.every(({ severity }) => severity === 'info');
  return groups.every(isRemark) && (base?.prevented ?? []).length === 0 ? '✅' : '⚠️';
}

/** What is no longer planned stands before what is only remarked. */
function attention(view: PlanView): Group[] {
  const isRemark = ({ kind }: AttentionGroup): boolean => kind === 'notices';
  const groupsOf = (all: readonly AttentionGroup[]): Group[] => all.map((group) => attentionGroup(group, view));
  const { attention: all, base } = view;
  return [
    ...groupsOf(all.filter((group) => !isRemark(group))),
    ...preventedGroup(base),
    ...groupsOf(all.filter(isRemark)),
  ];
}

function attentionGroup({ kind, title, holdId, rows, notices }: AttentionGroup, { header }: PlanView): Group {
  const placeOf = (row: Row): string => ofAccount(row.target, row.group, header.targets);
  const command = holdId === null ? '' : `${approveWords(holdId)}\n\n`;
  return {
    open: `### ${words(title, 'line')}\n\n${command}`,
    parts: [
      ...(notices.length === 0 ? [] : [noticeList(notices, kind)]),
      ...(rows.length === 0 ? [] : [changeTable(rows, kind, placeOf)]),
    ],
    close: '',
  };
}

function approveWords(id: string): string {
  const [command, setting] = [`adsync apply --approve ${id}`, `approve: [${id}]`].map((text) => code(text, 'line'));
  return `Not made unless approved: ${command ?? ''}, or ${setting ?? ''} in the file.`;
}

function budgets({ budgets: all }: PlanView): Group[] {
  if (all.length === 0) return [];
  const items = all.map(({ line }) => ({ line: () => `- ${words(line, 'line')}\n`, rank: rankOf('notices', {}) }));
  return [{ open: '### Licences\n\n', parts: [{ open: '', items, close: '\n' }], close: '' }];
}

/** What needs no attention, in a fold for each place. */
function places({ sections: { groups } }: PlanView): Group[] {
  return groups.flatMap((section) => {
    const rows = section.rows.filter((row) => attentionKinds(row).length === 0);
    return rows.length === 0 ? [] : [fold(section, rows)];
  });
}

function fold({ title, remark, rows: all }: Section, rows: readonly Row[]): Group {
  const above = all.length - rows.length;
  const own = rows.filter(isOwn).length;
  const caused = own === 0 ? '' : `, ${grouped(own)} ${causeWords('pullRequest')}`;
  const count = `${counted(rows.length, 'change')}${caused}${above > 0 ? `, and ${grouped(above)} above` : ''}`;
  const summary = `${htmlCode(title)}: ${count}${remark === '' ? '' : ` · ${remark}`}`;
  return {
    open: `<details>\n<summary>${summary}</summary>\n\n`,
    parts: [changeTable(rows, NEEDS_NOTHING, () => '')],
    close: '</details>\n\n',
  };
}

/** What is missing, and where the whole is; empty where nothing is missing. */
function cutNotice(groups: readonly Group[], { shown }: Fitted, link: string | null): string {
  const missing = groups
    .flatMap(({ parts }) => parts)
    .flatMap((part) => part.items.toSorted((a, b) => a.rank - b.rank).slice(shown.get(part) ?? 0));
  if (missing.length === 0) return '';
  const ends = missing.filter(({ rank }) => isOfEnding(rank)).length;
  const who =
    ends === 0
      ? 'Everybody who is disabled or suspended is shown.'
      : `${grouped(ends)} of them disable or suspend somebody.`;
  const where = link === null ? '`adsync plan --excel plan.xlsx` has them all.' : `The whole plan: <${link}>`;
  return `✂️ **There is no room for ${counted(missing.length, 'line')} here.** ${who} ${where}\n\n`;
}

function footOf({ header, sections: { renewed } }: PlanView): string {
  const { targets, source, file, planId, createdAt, adsyncVersion, forecast } = header;
  const short = (text: string): string => code(text, 'line', SHORT);
  const accounts = targets.map(({ accountWord, account, url }) => `${accountWord} ${short(account)} at ${short(url)}`);
  const facts = [
    ...accounts,
    `${source.word.toLowerCase()} ${short(source.text)}`,
    `file ${short(file)}`,
    ...(forecast === '' ? [] : [`to make it takes ${words(forecast, 'line')}`]),
    `plan ${short(planId.slice(0, 12))}, made ${words(createdAt.slice(0, 16).replace('T', ' '), 'line')} UTC by adsync ${short(adsyncVersion)}`,
  ];
  return [
    ...(renewed > 0 ? [`${renewalWords(renewed)}; nothing else changes for these people.`, ''] : []),
    '---',
    '',
    `${facts.join(' · ')}. Nothing has been changed yet.`,
    '',
  ].join('\n');
}
