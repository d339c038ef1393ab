import { counted, grouped } from '../core/counted.ts';
import type { AccountGroupCount } from '../plan/view/account-groups.ts';
import type { Labels } from '../plan/view/labels.ts';
import { inColumns } from './columns.ts';
import { terminalText } from './escape.ts';
import { type Page, pageOf, type Style } from './page.ts';
import { wrap } from './width.ts';

/** What is shown: the groups of one account. */
export interface Listed {
  readonly account: string;
  readonly organization: string;
  readonly groups: readonly AccountGroupCount[];
}

const CELL = 60;

/** The groups of an account for people. */
export function renderListed(
  { account, organization, groups }: Listed,
  labels: Pick<Labels, 'group'>,
  style: Style,
): string {
  const page = pageOf(style);
  const head = [labels.group, 'enabled', 'users', 'mapped'].map((text) => page.paint('faint', text));
  const there = groups.filter(({ users }) => users !== null).length;
  const mapped = groups.filter(isMapped).length;
  const sum = `${terminalText(organization)} (${terminalText(account)}) has ${counted(there, labels.group)}; ${grouped(mapped)} of those listed ${mapped === 1 ? 'is' : 'are'} mapped.`;
  return `${[...inColumns([head, ...groups.map((group) => row(group, page))]), '', ...wrap(sum, page.columns)].join('\n')}\n`;
}

function row(group: AccountGroupCount, page: Page): string[] {
  const width = page.columns === Infinity ? Infinity : CELL;
  return [
    wrap(terminalText(group.group), width).join('\n'),
    number(group.enabled, group.unsure, 'enabled'),
    number(group.users, group.unsure, 'users'),
    mappedWords(group),
  ];
}

function isMapped({ lines, below }: AccountGroupCount): boolean {
  return lines.length > 0 || below !== null;
}

function mappedWords({ lines, below, users }: AccountGroupCount): string {
  const words = lines.map((line) => `line ${line}`).join(', ');
  if (users === null) return `${words}, not there yet`;
  return words === '' && below !== null ? `below line ${below}` : words;
}

function number(count: number | null, unsure: boolean, head: string): string {
  return (count === null ? '–' : `${unsure ? '≥ ' : ''}${grouped(count)}`).padStart(head.length);
}

/** The same for programs: the group as the file names it. */
export function listedDocument(
  { account, organization, groups }: Listed,
  { groupKey }: Pick<Labels, 'groupKey'>,
): object {
  return {
    account,
    organization,
    groups: groups.map(({ group, ...rest }) => ({ [groupKey]: group, ...rest })),
  };
}
