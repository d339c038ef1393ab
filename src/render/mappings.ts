import { inColumns } from './columns.ts';
import { terminalText } from './escape.ts';
import { pageOf, type Style } from './page.ts';
import { wrap } from './width.ts';

/** An entry of the file that names directory groups. */
interface Listed {
  readonly section: string;
  readonly index: number;
  readonly line: number | null;
  readonly directoryGroups: readonly string[];
  /** null = it is a rule. */
  readonly rescueGroup: string | null;
}

const CELL = 44;

/** The mappings and rules of a file for people, in its order. */
export function renderMappings(mappings: readonly Listed[], style: Style): string {
  const page = pageOf(style);
  if (mappings.length === 0) return 'The file has no mappings and no rules.\n';
  const cell = (text: string): string => {
    return page.columns === Infinity ? terminalText(text) : wrap(terminalText(text), CELL).join('\n');
  };
  const rows = mappings.map(({ section, index, line, directoryGroups, rescueGroup }) => [
    terminalText(section),
    String(index + 1).padStart('number'.length),
    (line === null ? '–' : String(line)).padStart('line'.length),
    directoryGroups.map(cell).join('\n'),
    cell(rescueGroup ?? ''),
  ]);
  const head = ['target', 'number', 'line', 'directory group', 'Rescue group'].map((text) => page.paint('faint', text));
  return inColumns([head, ...rows])
    .map((line) => `${line}\n`)
    .join('');
}
