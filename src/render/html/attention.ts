import { counted, grouped } from '../../core/counted.ts';
import type { AttentionGroup } from '../../plan/view/attention.ts';
import type { NoticeKind, NoticeRow } from '../../plan/view/notices.ts';
import type { PageView } from '../../plan/view/page.ts';
import type { Row } from '../../plan/view/rows.ts';
import { SIGNS } from '../paint.ts';
import { causeMark } from './base.ts';
import { each, html, type Markup } from './markup.ts';

/** So many changes of a group stand here; all of them stand in the tree, and a button shows them there. */
const SHOWN = 12;

/** What a reviewer has to look at before all else. */
export function attentionSection({ attention }: PageView, numbers: ReadonlyMap<Row, number>): Markup {
  const inside =
    attention.length === 0
      ? html`<p class="quiet">Nothing needs a second look.</p>
`
      : html`${attention.map((group) => attentionGroup(group, numbers))}`;
  return html`<section id="attention" aria-labelledby="attention-title">
<h2 id="attention-title">Needs attention</h2>
<div class="cards">
${inside}</div>
</section>
`;
}

function attentionGroup(
  { kind, title, holdId, rows, notices }: AttentionGroup,
  numbers: ReadonlyMap<Row, number>,
): Markup {
  const count = rows.length > 0 ? html` <span class="count">${grouped(rows.length)}</span>` : null;
  const approve =
    holdId === null
      ? null
      : html`<p class="approve">Not made unless approved: <code>--approve ${holdId}</code></p>
`;
  const left = rows.length - SHOWN;
  const more =
    left > 0
      ? html`<p><button type="button" data-js hidden data-filter="risk" data-value="${kind}" data-jump>Show all ${grouped(rows.length)} in the list</button> <small>and ${grouped(left)} more in the list of changes</small></p>
`
      : null;
  return html`<article class="card ${kind}">
<h3>${title}${count}</h3>
${approve}${notices.map(noticeKind)}${
  rows.length === 0
    ? null
    : html`<ul class="short">
${rows.slice(0, SHOWN).map((row) => shortRow(row, numbers.get(row) ?? 0))}</ul>
`
}${more}</article>
`;
}

function shortRow(row: Row, number: number): Markup {
  const { operation, does, name, email, group, why, where, cause, causeWords } = row;
  return html`<li class="${operation}"><span class="op">${SIGNS[operation]} ${does}</span> <a href="#c${number}">${name}</a> ${email === null ? null : html`<span class="mail">${email}</span> `}<span class="in">${group}</span> <span class="why">${spaced(causeMark(cause, causeWords))}${why}${where === null ? null : html` <code>${where}</code>`}</span></li>
`;
}

function noticeKind({ code, severity, word, count, rows, others, left }: NoticeKind): Markup {
  const more = [...others, ...(left > 0 ? [counted(left, 'other')] : [])].join(', ');
  return html`<div class="notice ${severity}"><p><span class="severity">${word}</span> <code>${code}</code>${count > 1 ? html` <span class="count">${grouped(count)}</span>` : null}</p>
<ul>
${rows.map(noticeRow)}${
  more === ''
    ? null
    : html`<li><small>The same of: ${more}</small></li>
`
}</ul></div>
`;
}

/** With a blank behind it. */
function spaced(mark: Markup | null): Markup | null {
  return mark === null ? null : html`${mark} `;
}

function noticeRow({ text, whom, where, cause, causeWords }: NoticeRow): Markup {
  const about = [whom, where ?? ''].filter((one) => one !== '').join(' · ');
  return html`<li>${spaced(causeMark(cause, causeWords))}${text}${about === '' ? null : html` <small>${about}</small>`}</li>
`;
}

/** All notices one by one, where above some are only counted. */
export function noticesSection({ notices }: PageView): Markup | null {
  if (notices.kinds.every(({ count, rows }) => count === rows.length)) return null;
  return html`<section id="notices" aria-labelledby="notices-title">
<h2 id="notices-title">Notices</h2>
<details><summary>All of them: ${notices.sum}</summary>
<ul class="all">
${each(
  notices.rows,
  (
    row,
  ) => html`<li class="${row.severity}"><span class="severity">${row.word}</span> <code>${row.code}</code> ${spaced(causeMark(row.cause, row.causeWords))}${row.text} <small>${[row.whom, row.where ?? ''].filter((one) => one !== '').join(' · ')}</small></li>
`,
)}</ul></details>
</section>
`;
}
