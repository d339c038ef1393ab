import { grouped } from '../../core/counted.ts';
import type { Count } from '../../plan/view/counts.ts';
import type { PageView } from '../../plan/view/page.ts';
import type { TargetFacts } from '../../plan/view/view.ts';
import { comparedWith } from './base.ts';
import { html, type Markup } from './markup.ts';

/** What the plan is about, its verdict, and how much it does of what. */
export function pageHeader({ header, verdict, notices, counts, filters, base }: PageView): Markup {
  const { source, file, createdAt, planId, adsyncVersion, planned, forecast } = header;
  const day = createdAt.slice(0, 16).replace('T', ' ');
  const read = source.complete ? source.text : `${source.text}; not read completely`;
  return html`<header>
<p class="eyebrow">adsync plan${planned === '' ? null : html` · ${planned}, nothing has been changed yet`}</p>
<h1>${titleOf(header.targets)}</h1>
<p class="verdict">${verdict}</p>
${comparedWith(base)}${notices.first.map((text) => html`<p class="first">${text}</p>\n`)}<dl class="facts">
${header.targets.map(targetFacts)}<div><dt>${source.word}</dt><dd>${read}</dd></div>
<div><dt>File</dt><dd>${file} <small>sha256 ${header.sha256.slice(0, 12)}</small></dd></div>
<div><dt>Made</dt><dd><time datetime="${createdAt}">${day} UTC</time> <small>adsync ${adsyncVersion}, plan ${planId.slice(0, 12)}</small></dd></div>
${forecast === '' ? null : html`<div><dt>Forecast</dt><dd>${forecast}</dd></div>\n`}</dl>
<ul class="tiles" aria-label="Counts">
${counts.filter(({ count, id }) => count > 0 || MAIN.includes(id)).map((count) => tile(count, filters))}</ul>
</header>
`;
}

/** Shown even where there is none of it: that nobody is disabled is worth knowing. */
const MAIN: readonly Count['id'][] = ['create', 'update', 'move', 'disable', 'suspend', 'held', 'unchanged'];

/** The organizations, as a title. */
export function titleOf(targets: readonly TargetFacts[]): string {
  const names = targets.map(({ organization, account }) => organization || account);
  return [...new Set(names)].join(', ');
}

function targetFacts({ accountWord, account, organization, url }: TargetFacts): Markup {
  return html`<div><dt>${accountWord}</dt><dd>${organization} <small>${account} at ${url}</small></dd></div>
`;
}

/** A count; where it is one of an operation that filters know, a button that filters. */
function tile({ id, words, count, meaning, tint }: Count, filters: PageView['filters']): Markup {
  const inside = html`<strong>${grouped(count)}</strong> <span>${words}</span>`;
  const known = filters.some((filter) => filter.options.some(({ value }) => value === id));
  const filter = id === 'held' || id === 'blocked' ? 'state' : 'operation';
  const look = `tile ${tint ?? 'plain'}${count === 0 ? ' zero' : ''}`;
  if (!known || count === 0)
    return html`<li><div class="${look}" title="${meaning}">${inside}</div></li>
`;
  return html`<li><button type="button" class="${look}" title="${meaning}" aria-pressed="false" data-filter="${filter}" data-value="${id}" data-jump>${inside}</button></li>
`;
}
