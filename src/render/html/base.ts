import { grouped } from '../../core/counted.ts';
import type { BaseView, PreventedRow } from '../../plan/view/base.ts';
import type { Row } from '../../plan/view/rows.ts';
import { CAUSE_MARKS, SIGNS } from '../paint.ts';
import { each, html, type Markup } from './markup.ts';

/** `Compared with origin/main (2ddc6af1c0de): 12 changes: 3 by this pull request, …` */
export function comparedWith(base: BaseView | null): Markup | null {
  if (base === null) return null;
  const { name, sum } = base;
  return html`<p class="compared">Compared with <code>${name}</code>${sum === '' ? '' : `: ${sum}`}.</p>
`;
}

/** What has caused a change or a notice; null where there is nothing to say. */
export function causeMark(cause: Row['cause'] | undefined, words: string): Markup | null {
  if (cause === null || cause === undefined || words === '') return null;
  return html`<span class="cause ${cause}"><span aria-hidden="true">${CAUSE_MARKS[cause]}</span> ${words}</span>`;
}

/** What the former file would change, and this one does not; null where there is nothing of the kind. */
export function preventedSection(base: BaseView | null): Markup | null {
  if (base === null || base.prevented.length === 0) return null;
  const { prevented, preventedTitle } = base;
  return html`<section id="prevented" aria-labelledby="prevented-title">
<h2 id="prevented-title">No longer planned <span class="count">${grouped(prevented.length)}</span></h2>
<p class="quiet">${preventedTitle}. The former file would make this.</p>
<div class="scroll"><table>
<thead><tr><th scope="col">Not made</th><th scope="col">Who</th><th scope="col">Place</th><th scope="col">What it would be</th><th scope="col">Why it would be made</th></tr></thead>
<tbody>
${each(prevented, preventedRow)}</tbody></table></div>
</section>
`;
}

function preventedRow(row: PreventedRow): Markup {
  const { operation, does, name, email, where, status, differences, held, why } = row;
  const all = status === null ? differences : [status, ...differences];
  const what = all.map(
    ({ field, from, to }) =>
      html`<div>${field}: ${from === null ? null : html`<bdi>${from}</bdi> → `}<bdi>${to}</bdi></div>`,
  );
  const kept = held === null ? null : html`<div>held by ${held.limit}</div>`;
  return html`<tr class="${operation}"><td class="op">${SIGNS[operation]} ${does}</td><th scope="row">${name}${email === null ? null : html` <small>${email}</small>`}</th><td>${where}</td><td>${what}${kept}</td><td>${why}</td></tr>
`;
}
