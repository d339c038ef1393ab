import { counted, grouped } from '../core/counted.ts';
import type { Section, Sections } from '../plan/view/sections.ts';
import { renewalWords } from '../plan/view/renewal.ts';
import type { PlanView } from '../plan/view/view.ts';
import { terminalText } from './escape.ts';
import { type Page, pageOf, type Style } from './page.ts';
import { changeRows } from './text-changes.ts';
import { comparedWith, preventedSection } from './text-base.ts';
import { noticeSection } from './text-notices.ts';
import { wrap } from './width.ts';

/** The most rows of one section that a terminal is given. */
export const MOST_ROWS = 50;

/**
 * The plan for people, as one text with a newline at the end: who will be changed, section by section, what the plan has
 * to say besides, and the counts as the last line.
 */
export function renderText(view: PlanView, style: Style): string {
  const page = pageOf(style);
  const lines = [
    ...header(view, page),
    ...view.notices.first.flatMap((text) => painted('warning', terminalText(text), page)),
    '',
    ...sections(view.sections, view.rest, page),
    ...preventedSection(view.base, view.rest, page),
    ...noticeSection(view.notices, view.rest, page),
    ...budgetLines(view, page),
    ...painted('title', view.lastLine, page),
  ];
  return `${lines.join('\n')}\n`;
}

function header({ header: { targets, source, planned, forecast }, base }: PlanView, page: Page): string[] {
  const titles = targets.map(({ id, accountWord, account, organization, url }) => {
    const where = `${accountWord} ${terminalText(account)} at ${terminalText(url)}`;
    // By its id the account is named below.
    const name = targets.length > 1 ? ` (${terminalText(id)})` : '';
    return `Plan for ${terminalText(organization)}, ${where}${name}`;
  });
  const facts = [
    `${source.word} ${terminalText(source.text)}`,
    ...(source.complete ? [] : ['The directory could not be read completely: see the errors below.']),
    ...(planned === '' ? [] : [`${planned}; nothing has been changed yet.`]),
    ...(forecast === '' ? [] : [`To make them takes ${forecast}.`]),
    ...(base === null ? [] : [comparedWith(base)]),
  ];
  return [
    ...titles.flatMap((title) => painted('title', title, page)),
    ...facts.flatMap((fact) => wrap(fact, page.columns)),
  ];
}

function sections({ groups, leftOut, renewed, apart }: Sections, rest: string, page: Page): string[] {
  const others = counted(leftOut.groups, 'other group');
  const more = `and ${grouped(leftOut.rows)} more in ${others}`;
  return [
    ...groups.flatMap((one) => section(one, rest, page)),
    ...(leftOut.groups > 0 ? [...cut(more, rest, 0, page), ''] : []),
    ...(renewed > 0
      ? [...wrap(`${renewalWords(renewed)}; nothing else changes for these people.`, page.columns), '']
      : []),
    ...apart.flatMap((one) => section(one, rest, page)),
  ];
}

function section({ title, remark, rows, left }: Section, rest: string, page: Page): string[] {
  const heading = terminalText(title) + (remark === '' ? '' : ` · ${terminalText(remark)}`);
  return [
    ...painted('title', heading, page),
    ...changeRows(rows, page),
    ...(left > 0 ? cut(`and ${grouped(left)} more here`, rest, 2, page) : []),
    '',
  ];
}

/** What is left out, and what this command can do about it. */
function cut(what: string, rest: string, indent: number, { paint, columns }: Page): string[] {
  const text = rest === '' ? `… ${what}` : `… ${what}; ${terminalText(rest)}`;
  return wrap(text, columns - indent).map((line) => paint('faint', ' '.repeat(indent) + line));
}

function budgetLines({ budgets }: PlanView, { columns }: Page): string[] {
  const lines = budgets.flatMap(({ line }) => wrap(line, columns));
  return lines.length === 0 ? [] : [...lines, ''];
}

function painted(tint: 'title' | 'warning', text: string, { paint, columns }: Page): string[] {
  return wrap(text, columns).map((line) => paint(tint, line));
}
