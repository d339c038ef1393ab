import { counted, grouped } from '../../core/counted.ts';
import type { Filter } from '../../plan/view/filters.ts';
import type { PageView } from '../../plan/view/page.ts';
import type { Row } from '../../plan/view/rows.ts';
import { each, html, type Markup } from './markup.ts';
import { treeOf } from './tree.ts';

/** Up to so many changes all places stand open, and all rows are laid out at once. */
const FEW = 400;

/** All changes in their places, with the filters above them. */
export function changesSection(view: PageView, numbers: ReadonlyMap<Row, number>): Markup {
  const { trees, rows, filters } = view;
  const met = new Set<Row>();
  return html`<section id="changes" aria-labelledby="changes-title">
<h2 id="changes-title">Changes, before and after</h2>
${filterForm(filters, rows.length)}<noscript><p class="quiet">Without JavaScript there are no filters here, and no reasons field by field. All changes are listed.</p></noscript>
<p class="quiet">Whoever moves stands in both places. Users who stay as they are are counted, not listed. Choose a change to see why it is made.</p>
<p id="none" class="none" hidden>No change fits these filters.</p>
<div id="trees" data-side="both"${rows.length <= FEW ? null : html` class="large"`}>
${each(trees, (tree) => treeOf(tree, { numbers, met, open: rows.length <= FEW, nowhere: 'About no place' }))}</div>
</section>
`;
}

function filterForm(filters: readonly Filter[], count: number): Markup {
  return html`<form id="filters" role="search" aria-label="Changes" autocomplete="off" data-js hidden>
<label class="search"><span>Search</span><input type="search" name="search" autocomplete="off" spellcheck="false" placeholder="Name, address, group, reason"></label>
${filters.map(filterSelect)}
<div class="tools"><output id="shown" aria-live="polite">${counted(count, 'change')}</output><fieldset><legend>Who is shown</legend><div class="sides">${side('both', 'Before and after', true)}${side('before', 'Before', false)}${side('after', 'After', false)}</div></fieldset><button type="button" id="unfilter" hidden>Reset filters</button><button type="button" id="open-all">Open all</button><button type="button" id="close-all">Close all</button></div>
</form>
`;
}

function filterSelect({ id, label, options }: Filter): Markup {
  return html`<label><span>${label}</span><select name="${id}"><option value="">all</option>${options.map(({ value, words, count }) => html`<option value="${value}">${words} (${grouped(count)})</option>`)}</select></label>
`;
}

function side(value: string, words: string, checked: boolean): Markup {
  return html`<label><input type="radio" name="side" value="${value}"${checked ? html` checked` : null}><span>${words}</span></label>`;
}
