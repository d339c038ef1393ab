import { htmlText } from '../escape.ts';

/** Text that is HTML already. Only {@link html} and {@link trusted} make it. */
export interface Markup {
  readonly markup: string;
}

type Part = string | number | Markup | readonly Markup[] | null;

/** HTML with texts put in: `` html`<b>${name}</b>` ``. Every text is escaped, also for an attribute in double quotes. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return { markup: strings.reduce((text, string, index) => text + markupOf(parts[index - 1] ?? null) + string) };
}

function markupOf(part: Part): string {
  if (part === null) return '';
  if (typeof part === 'string') return htmlText(part);
  if (typeof part === 'number') return part.toString();
  return 'markup' in part ? part.markup : part.map(({ markup }) => markup).join('');
}

/** Our own code, or what is harmless already: it is put in as it is. Never for a text of others. */
export function trusted(markup: string): Markup {
  return { markup };
}
