import { grouped } from '../../core/counted.ts';
import type { Row } from '../../plan/view/rows.ts';
import type { Entry, Place, Tree } from '../../plan/view/tree.ts';
import { SIGNS } from '../paint.ts';
import { causeMark } from './base.ts';
import { each, html, type Markup } from './markup.ts';
import { signed, trend } from './numbers.ts';

/** What all places of a page have in common. */
export interface TreePage {
  /** The number of each change. */
  readonly numbers: ReadonlyMap<Row, number>;
  /** Changes that have an anchor already: whoever moves stands in two places. */
  readonly met: Set<Row>;
  /** Whether the places stand open from the start. */
  readonly open: boolean;
  /** The account's word for what a place is when it has no name. */
  readonly nowhere: string;
}

/** One account: its places with those who come, go and change. */
export function treeOf({ title, unit, places }: Tree, page: TreePage): Markup {
  return html`<div class="tree">
<h3>${title}</h3>
<ul class="places">
${each(places, (place) => placeOf(place, unit, page))}</ul>
</div>
`;
}

function placeOf(place: Place, unit: string, page: TreePage): Markup {
  const { name, isNew, numbers, entries, places } = place;
  const { comes, goes, ends, changes } = place.sums;
  const isQuiet = comes + goes + ends + changes === 0;
  const sums = html`${sum(comes, 'come', 'comes')}${sum(goes, 'go', 'goes')}${sum(ends, 'end', 'ends')}${sum(changes, 'change', 'stays')}`;
  return html`<li><details class="place"${page.open && !isQuiet ? html` open` : null}><summary><span class="placename">${name === '' ? page.nowhere : name}</span>${isNew ? html` <span class="isnew">new</span>` : null} ${numbers === null ? null : numbersOf(numbers, unit)}<span class="sums">${isQuiet ? html`no change` : sums}</span></summary>
${
  entries.length === 0
    ? null
    : html`<ul class="rows">
${each(entries, (entry) => entryOf(entry, page))}</ul>
`
}${
  places.length === 0
    ? null
    : html`<ul class="places">
${each(places, (one) => placeOf(one, unit, page))}</ul>
`
}</details></li>
`;
}

function sum(count: number, word: string, look: string): Markup | null {
  return count === 0 ? null : html`<span class="sum ${look}">${grouped(count)} ${word}</span> `;
}

function numbersOf({ before, after, most }: NonNullable<Place['numbers']>, unit: string): Markup {
  const change = after - before;
  const words = change === 0 ? grouped(after) : `${grouped(before)} → ${grouped(after)}`;
  const of = most === null ? '' : ` of ${grouped(most)}`;
  return html`<span class="stand"><span class="${trend(change)}">${words}</span>${of} ${unit}${change === 0 ? null : html` <span class="${trend(change)}">(${signed(change)})</span>`}</span> `;
}

function entryOf({ row, side }: Entry, { numbers, met }: TreePage): Markup {
  const {
    operation,
    does,
    name,
    email,
    group,
    from,
    differences,
    approval,
    held,
    blocked,
    why,
    where,
    cause,
    causeWords,
  } = row;
  const number = numbers.get(row) ?? 0;
  const id = met.has(row) ? null : html` id="c${number}"`;
  met.add(row);
  const kept =
    held === null && !blocked ? null : html`<span class="badge">${held === null ? 'blocked' : 'held'}</span>`;
  const moves = from !== null && side === 'comes' ? html`<span>from <bdi>${from}</bdi></span>` : null;
  const leaves = from !== null && side === 'goes' ? html`<span>to <bdi>${group}</bdi></span>` : null;
  const what = differences.map(
    ({ field, from: old, to }) =>
      html`<span>${field}: ${old === null ? null : html`<s>${old}</s> → `}<bdi>${to}</bdi></span>`,
  );
  const said = approval === '' ? null : html`<span>${approval}</span>`;
  return html`<li class="row ${operation} ${side}${kept === null ? '' : ' kept'}"${id} data-n="${number}"><button type="button" aria-expanded="false"><span class="op">${SIGNS[operation]} ${does}</span> <b>${name}</b></button>${email === null ? null : html` <span class="mail">${email}</span>`} <span class="what">${causeMark(cause, causeWords)}${kept}${moves}${leaves}${what}${said}</span> <span class="why">${why}${where === null ? null : html` <code>${where}</code>`}</span></li>
`;
}
