import { counted, grouped } from '../core/counted.ts';
import type { GroupCount, GroupCounts, MappingCount } from '../plan/view/group-counts.ts';
import type { Labels } from '../plan/view/labels.ts';
import { inColumns } from './columns.ts';
import { terminalText } from './escape.ts';
import { type Page, pageOf, type Style } from './page.ts';
import { wrap } from './width.ts';

const CELL = 34;

/** The counts for people. */
export function renderCounts(counts: GroupCounts, labels: Pick<Labels, 'group'>, style: Style): string {
  const page = pageOf(style);
  const { mappings, ceilings } = counts;
  const errors = mappings.flatMap((mapping) => errorLines(mapping, page));
  const lines = [
    ...inColumns([
      ['line', 'directory group', 'direct', 'nested', labels.group, 'people'].map((text) => page.paint('faint', text)),
      ...mappings.flatMap((mapping) => rows(mapping, ceilings.membersPerGroup, page)),
    ]),
    '',
    ...errors,
    ...(errors.length === 0 ? [] : ['']),
    ...wrap(sum(counts, labels.group), page.columns),
  ];
  return `${lines.join('\n')}\n`;
}

/** One line for each group of the account; what is about the directory group stands in the first of them. */
function rows(mapping: MappingCount, ceiling: number, page: Page): string[][] {
  const cell = (text: string): string =>
    wrap(terminalText(text), page.columns === Infinity ? Infinity : CELL).join('\n');
  const about = [
    String(mapping.line),
    cell(mapping.name ?? mapping.directoryGroup),
    mapping.error === null ? number(mapping.direct, 'direct') : page.paint('error', known(mapping)),
    number(mapping.nested, 'nested'),
  ];
  const [first, ...others] = mapping.groups;
  const fed = (group: GroupCount): string[] => [cell(group.group), people(group, ceiling, page)];
  return [
    [...about, ...(first === undefined ? [cell(mapping.group), ''] : fed(first))],
    ...others.map((group) => ['', '', '', '', ...fed(group)]),
  ];
}

function number(count: number | null, head: string): string {
  return (count === null ? '–' : grouped(count)).padStart(head.length);
}

/** What was counted of a group that is not whole. */
function known({ direct }: MappingCount): string {
  return direct === null ? 'error' : `≥ ${grouped(direct)}`;
}

function people({ people: count, over }: GroupCount, ceiling: number, page: Page): string {
  const text = grouped(count).padStart('people'.length);
  return over ? `${text}  ${page.paint('error', `over ${grouped(ceiling)}`)}` : text;
}

function errorLines({ error, line }: MappingCount, page: Page): string[] {
  if (error === null) return [];
  const [first = '', ...rest] = wrap(`error ${error.code}  line ${line}: ${terminalText(error.text)}`, page.columns);
  return [page.paint('error', first), ...rest];
}

function sum({ mappings, groups, ceilings, over }: GroupCounts, word: string): string {
  const fed = `${counted(mappings.length, 'mapping')} feed ${counted(groups, word)} of at most ${grouped(ceilings.groups)}`;
  const each = `with at most ${counted(ceilings.membersPerGroup, 'member')} each`;
  if (!over) return `${fed}, ${each}.`;
  const advice = 'A plan would be refused: split groups, use "subgroups: flatten", or raise limits.';
  return `${fed}, ${each}. ${groups > ceilings.groups ? 'That is too many groups. ' : ''}${advice}`;
}

/** The same for programs: the group that is fed as the file names it. */
export function countsDocument(counts: GroupCounts & { readonly target: string }, { groupKey }: Labels): object {
  const mappings = counts.mappings.map(({ group, line, directoryGroup, name, ...rest }) => {
    return { line, directoryGroup, name, [groupKey]: group, ...rest };
  });
  return { ...counts, mappings };
}
