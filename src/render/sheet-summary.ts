import { onlySection } from '../plan/section.ts';
import { ACCOUNT_GROWS } from '../plan/growth.ts';
import type { Notice } from '../core/notice.ts';
import type { Operation, Plan, PlanSummary } from '../plan/model.ts';
import { excelText } from './escape.ts';
import type { Cell, Look, Sheet } from './sheets.ts';
import { isNotInDirectory, SEVERITIES, SEVERITY_WORDS } from './wording.ts';

/** What each colour stands for, in the order of the sheet. */
const MEANINGS: readonly (readonly [
  key: keyof PlanSummary,
  look: Operation | 'held',
  words: string,
  meaning: string,
])[] = [
  ['create', 'create', 'create users', 'people of the directory who get a user in the account'],
  ['createGroup', 'create', 'create groups', 'groups of the organization tree that do not exist yet'],
  ['updateGroup', 'update', 'update groups', 'groups that are renamed with, or linked to, their directory group'],
  ['enable', 'enable', 'enable users', 'disabled users who may work again'],
  ['move', 'move', 'move users', 'users who come to stand in another group'],
  ['update', 'update', 'update users', 'users whose name, e-mail address, SSO id, add-on or link changes'],
  ['disable', 'disable', 'disable users', 'users who can no longer log in; nothing is ever deleted'],
  ['held', 'held', 'held back', 'changes over a limit, or in doubt, not made unless somebody approves them'],
  ['leaversLeft', 'held', 'leavers left', 'users who stay enabled although the person has ended; see Notices'],
];

const BUDGETS: Readonly<Record<string, string>> = { technicians: 'technicians', mobile: 'mobile add-ons' };

const SEVERITY_MEANINGS: Readonly<Record<Notice['severity'], string>> = {
  error: 'something could not be read or decided; what hangs on it is left alone',
  warning: 'somebody should look at it',
  info: 'good to know',
};

/** The first sheet: what the plan is about and how much it changes. A user with two operations counts in both. */
export function summarySheet(plan: Plan): Sheet {
  const { account, organization, url } = onlySection(plan);
  const { directory, config, summary } = plan;
  const read = `${directory.groups} groups, ${directory.people} people`;
  const complete = directory.complete
    ? []
    : [[cell('alert', 'The directory could not be read completely: see Notices.')]];
  const rows: (readonly Cell[])[] = [
    [cell('title', `adsync plan for ${organization}`)],
    [cell('banner', 'This is a dry run: nothing has been changed.')],
    ...complete,
    ...plan.notices.filter(({ code }) => code === ACCOUNT_GROWS).map(({ text }) => [cell('alert', text)]),
    [],
    fact('Account', `${account} at ${url}`),
    fact('Directory', `${directory.name} (${directory.type}): ${read}`),
    fact('Planned at', moment(plan.createdAt)),
    fact('File', config.file),
    fact('File SHA-256', config.sha256),
    fact('Plan id', plan.planId),
    fact('adsync', plan.adsyncVersion),
    [],
    [cell('header', 'What would happen'), cell('header', 'Count'), cell('header', 'Meaning')],
    ...MEANINGS.map(([key, look, words, meaning]) => [
      cell(look, words),
      count(summary[key]),
      cell('wrapped', meaning),
    ]),
    [
      cell('disable', 'not in the directory'),
      count(plan.changes.filter(isNotInDirectory).length),
      cell('wrapped', 'of those to disable: never met in the directory; at the end of the Changes sheet'),
    ],
    [
      cell('wrapped', 'unchanged'),
      count(summary.unchanged),
      cell('wrapped', 'users who are in step with the directory'),
    ],
    [],
    ...licenseRows(plan),
    [cell('header', 'Notices'), cell('header', 'Count'), cell('header', 'Meaning')],
    ...SEVERITIES.map((severity) => {
      const found = plan.notices.filter((notice) => notice.severity === severity).length;
      return [
        cell(severity, `${SEVERITY_WORDS[severity]}s`),
        count(found),
        cell('wrapped', SEVERITY_MEANINGS[severity]),
      ];
    }),
    [],
    [cell('faint', 'A user who is, say, moved and renamed counts under both. The other sheets list everything.')],
  ];
  return { name: 'Summary', widths: [20, 10, 90], table: false, rows };
}

function licenseRows(plan: Plan): Cell[][] {
  const shown = onlySection(plan).budgets.flatMap((balance) =>
    balance.held === null ? [] : [{ name: BUDGETS[balance.name] ?? balance.name, balance }],
  );
  if (shown.length === 0) return [];
  return [
    [cell('header', 'Licences in use'), cell('header', 'After'), cell('header', 'Meaning')],
    ...shown.map(({ name, balance }) => [
      cell('wrapped', name),
      count(balance.after),
      cell('wrapped', `${balance.before} now, of ${balance.held ?? 0} in rescue.licenses`),
    ]),
    [],
  ];
}

function fact(label: string, value: string): Cell[] {
  return [cell('label', label), cell('text', value)];
}

function cell(look: Look, value: string): Cell {
  return { value: excelText(value), look };
}

function count(value: number): Cell {
  return { value, look: 'count' };
}

/** `2026-01-31T09:00:00.000Z` → `2026-01-31 09:00 UTC`; any other text as it is. */
function moment(iso: string): string {
  return iso.replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)[\d:.]*Z$/, '$1 $2 UTC');
}
