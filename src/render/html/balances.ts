import { grouped } from '../../core/counted.ts';
import type { Budget } from '../../plan/view/budgets.ts';
import type { PageView } from '../../plan/view/page.ts';
import type { TallyRow } from '../../plan/view/view.ts';
import { html, type Markup } from './markup.ts';
import { signed, trend } from './numbers.ts';

/** Up to so many groups the table stands open. */
const FEW = 20;

/** What the contract holds and what is used of it, and how many people stand in each mapped group. */
export function balancesSection({ budgets, tallies, header }: PageView): Markup {
  const several = header.targets.length > 1;
  const words = [...new Set(header.targets.map(({ groupWord }) => groupWord))].join(', ');
  return html`<section id="balances" aria-labelledby="balances-title">
<h2 id="balances-title">Balances</h2>
${
  budgets.length === 0
    ? html`<p class="quiet">The file does not say what the contract holds.</p>
`
    : budgetTable(budgets)
}${tallies.length === 0 ? null : tallyTable(tallies, words, several)}</section>
`;
}

function budgetTable(budgets: readonly Budget[]): Markup {
  const headings = [...new Set(budgets.map(({ heading }) => heading))].join(', ');
  return html`<div class="scroll"><table class="numbers">
<caption>${headings}</caption>
<thead><tr><th scope="col">What</th><th scope="col" class="n">Now</th><th scope="col" class="n">After</th><th scope="col" class="n">Change</th><th scope="col" class="n">In the contract</th><th scope="col">Used after</th></tr></thead>
<tbody>
${budgets.map(budgetRow)}</tbody></table></div>
`;
}

function budgetRow({ name, before, after, held }: Budget): Markup {
  const over = after > held;
  return html`<tr><th scope="row">${name}</th><td class="n">${grouped(before)}</td><td class="n">${grouped(after)}</td><td class="n">${signed(after - before)}</td><td class="n">${grouped(held)}</td><td>${bar(before, after, held)}${over ? html` <span class="over">${grouped(after - held)} too many</span>` : null}</td></tr>
`;
}

/** How much is used after, with a mark where it stands now. A picture of the numbers beside it. */
function bar(before: number, after: number, held: number): Markup {
  const scale = 120 / Math.max(held, before, after, 1);
  return html`<svg class="bar${after > held ? ' full' : ''}" viewBox="0 0 120 10" width="120" height="10" aria-hidden="true"><rect class="held" width="${Math.round(held * scale)}" height="10" rx="2"/><rect class="used" width="${Math.round(after * scale)}" height="10" rx="2"/><rect class="now" x="${Math.max(0, Math.round(before * scale) - 1)}" width="2" height="10"/></svg>`;
}

function tallyTable(tallies: readonly TallyRow[], words: string, several: boolean): Markup {
  const account = several ? html`<th scope="col">Account</th>` : null;
  return html`<details${tallies.length <= FEW ? html` open` : null}><summary>People by ${words}</summary>
<div class="scroll"><table class="numbers">
<thead><tr>${account}<th scope="col">${words}</th><th scope="col" class="n">Mapping line</th><th scope="col" class="n">Enabled people wanted</th><th scope="col" class="n">Enabled users now</th><th scope="col" class="n">After</th><th scope="col" class="n">Change</th></tr></thead>
<tbody>
${tallies.map(
  ({
    target,
    group,
    line,
    wanted,
    present,
    after,
  }) => html`<tr>${several ? html`<td>${target}</td>` : null}<th scope="row">${group}</th><td class="n">${line ?? ''}</td><td class="n">${grouped(wanted)}</td><td class="n">${grouped(present)}</td><td class="n">${grouped(after)}</td>${difference(present, after)}</tr>
`,
)}</tbody></table></div></details>
`;
}

function difference(before: number, after: number): Markup {
  return html`<td class="n ${trend(after - before)}">${signed(after - before)}</td>`;
}
