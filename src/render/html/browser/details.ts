import type { FieldData, PageData, ReasonData } from '../page-data.ts';
import { element } from './data.ts';

/** Shows below a change why it is made, and hides it again. */
export function toggleDetails(row: HTMLElement, data: PageData): void {
  const button = row.querySelector('button');
  if (button === null) return;
  const open = button.getAttribute('aria-expanded') === 'true';
  button.setAttribute('aria-expanded', String(!open));
  if (open) row.querySelector('.chain')?.remove();
  else row.append(detailsOf(row, data));
}

function detailsOf(row: HTMLElement, { changes, reasons }: PageData): HTMLElement {
  const chain = element('div', 'chain');
  chain.setAttribute('role', 'group');
  chain.setAttribute('aria-label', `Why ${row.querySelector('b')?.textContent ?? ''} is changed`);
  const change = changes[Number(row.dataset['n'])];
  if (change === undefined) return chain;
  chain.append(element('h4', '', 'Why'), reasonOf(reasons[change.why]));
  if (change.fields.length > 0) chain.append(element('h4', '', 'What changes'), fieldTable(change.fields, reasons));
  const facts = element('dl', '');
  for (const [name, value] of change.facts) facts.append(element('dt', '', name), element('dd', '', value));
  chain.append(facts);
  return chain;
}

/** The sentence, then the way: directory group › directory group, and the line of the file. */
function reasonOf(reason: ReasonData | undefined): HTMLElement {
  const shown = element('div', 'reason');
  if (reason === undefined) return shown;
  const [text, path, where] = reason;
  shown.append(element('p', '', text));
  if (path.length > 0) {
    const way = element('ol', 'way', ...path.map((name) => element('li', '', name)));
    shown.append(element('span', 'label', path.length === 1 ? 'Directory group: ' : 'Directory groups: '), way);
  }
  if (where !== null) shown.append(element('code', '', where));
  return shown;
}

function fieldTable(fields: readonly FieldData[], reasons: readonly ReasonData[]): HTMLElement {
  const head = ['Field', 'Before', 'After', 'Because'].map((title) => {
    const cell = element('th', '', title);
    cell.setAttribute('scope', 'col');
    return cell;
  });
  const rows = fields.map(([field, before, after, why]) => {
    const name = element('th', '', field);
    name.setAttribute('scope', 'row');
    return element(
      'tr',
      '',
      name,
      element('td', 'old', before ?? '–'),
      element('td', 'new', after ?? 'stays'),
      element('td', '', why === null ? 'as above' : reasonOf(reasons[why])),
    );
  });
  const table = element('table', '', element('thead', '', element('tr', '', ...head)), element('tbody', '', ...rows));
  return element('div', 'scroll', table);
}
