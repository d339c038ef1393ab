import { greatest } from '../core/collections.ts';
import { counted, grouped } from '../core/counted.ts';
import type { FoundGroup, FoundGroups } from '../core/people.ts';
import { inColumns } from './columns.ts';
import { terminalText } from './escape.ts';
import { type Page, pageOf, type Style } from './page.ts';
import type { LabelsOf } from '../plan/view/labels.ts';
import { displayWidth, wrap } from './width.ts';

/** What is shown: the groups with the mappings that refer to them. */
export interface Listed extends FoundGroups {
  readonly groups: readonly (FoundGroup & {
    readonly mappings: readonly { readonly target: string; readonly line: number; readonly group: string }[];
  })[];
}

const HEAD = ['name', 'kind', 'members', 'mail', 'mapped', 'DN or object id'];
/** Names and addresses in a terminal are broken at this width; the last column takes the rest. */
const CELL = 30;
const LEAST = 20;

/** The answer to a search for people. */
export function renderFound(found: Listed, term: string, style: Style): string {
  const page = pageOf(style);
  const { groups, more } = found;
  if (groups.length === 0) return nothing(found, term, page);
  const lines = [...table(found, page), ''];
  if (more === 0) lines.push(`${counted(groups.length, 'group')} found.`);
  else if (more === null) lines.push('… and more that were not counted; a longer term finds fewer.');
  else lines.push(`… and ${grouped(more)} more; --all shows them, a longer term finds fewer.`);
  return `${lines.join('\n')}\n`;
}

/** The same for programs: stable names, an empty list where nothing was found; the group that is fed as the file names it. */
export function foundDocument({ groups, more, similar }: Listed, term: string, labelsOf: LabelsOf): object {
  const shown = groups.map(({ id, name, kind, members, mail, label, mappings }) => {
    const named = mappings.map(({ target, line, group }) => ({ target, line, [labelsOf(target).groupKey]: group }));
    return { id, name, kind, members, mail, label, mappings: named };
  });
  return { term, groups: shown, more, similar };
}

function nothing({ similar, compared }: Listed, term: string, page: Page): string {
  const shown = terminalText(term);
  const none =
    compared === 'parts'
      ? `No directory group has "${shown}" in its name.`
      : `No directory group was found for "${shown}": Entra ID looks for the beginning of a display name, and for words of it, not for any other part.`;
  const hint =
    similar.length === 0 ? 'Nothing similar was found either.' : `Similar: ${similar.map(terminalText).join('; ')}.`;
  const star = term.includes('*')
    ? ` ${compared === 'parts' ? 'The term is any part of a name; *' : '*'} stands for itself.`
    : '';
  return `${wrap(`${none} ${hint}${star}`, page.columns).join('\n')}\n`;
}

function table({ groups }: Listed, page: Page): string[] {
  const cell = (text: string): string =>
    wrap(terminalText(text), page.columns === Infinity ? Infinity : CELL).join('\n');
  const rows = groups.map((group) => [
    cell(group.name),
    group.kind,
    (group.members === null ? '?' : grouped(group.members)).padStart(HEAD[2]?.length ?? 0),
    cell(group.mail ?? ''),
    group.mappings.map(({ line }) => `line ${line}`).join(', '),
  ]);
  const room = roomFor([HEAD.slice(0, -1), ...rows], page.columns);
  const full = rows.map((row, index) => [...row, wrap(terminalText(groups[index]?.label ?? ''), room).join('\n')]);
  return inColumns([HEAD.map((text) => page.paint('faint', text)), ...full]);
}

/** What the other columns leave for the last one. */
function roomFor(rows: readonly (readonly string[])[], columns: number): number {
  const widths = (rows[0] ?? []).map((_, column) =>
    greatest(
      rows.flatMap((row) => (row[column] ?? '').split('\n').map(displayWidth)),
      0,
    ),
  );
  const taken = widths.reduce((sum, width) => sum + width + 2, 2);
  return Math.max(LEAST, columns - taken);
}
