import type { PageData } from '../page-data.ts';
import { all, byId, readData } from './data.ts';
import { toggleDetails } from './details.ts';
import { Filtering } from './filter.ts';

/** Wires the page up. Without it the page shows the same changes, all of them, without filters and reasons by field. */
function start(): void {
  const data = readData();
  const filtering = new Filtering(data);
  document.documentElement.classList.add('js');
  for (const part of all('[data-js]')) part.hidden = false;
  estimateHeights();
  listenToFilters(filtering);
  listenToTree(data);
  listenToLinks(filtering, data);
  listenToPrint();
  filtering.apply();
}

/** Where there are thousands of rows, places that are not on the screen are not laid out: so high they will be. */
function estimateHeights(): void {
  for (const rows of all('.large .rows'))
    rows.style.containIntrinsicBlockSize = `auto ${rows.children.length * 3.2}rem`;
}

function listenToFilters(filtering: Filtering): void {
  const form = byId('filters');
  let waiting = 0;
  form.addEventListener('submit', (event) => {
    event.preventDefault();
  });
  form.addEventListener('input', (event) => {
    const isSearch = event.target instanceof HTMLInputElement && event.target.type === 'search';
    // Somebody who types wants to see the letters first.
    clearTimeout(waiting);
    waiting = setTimeout(
      () => {
        filtering.apply();
      },
      isSearch ? 120 : 0,
    );
  });
  byId('unfilter').addEventListener('click', () => {
    filtering.reset();
    form.querySelector('input')?.focus();
  });
  for (const button of all('button[data-filter]'))
    button.addEventListener('click', () => {
      const { filter = '', value = '', jump } = button.dataset;
      filtering.toggle(filter, value);
      if (jump !== undefined) byId('changes').scrollIntoView();
    });
  for (const side of all('input[name=side]'))
    side.addEventListener('change', () => {
      byId('trees').dataset['side'] = (side as HTMLInputElement).value;
    });
}

function listenToTree(data: PageData): void {
  const trees = byId('trees');
  trees.addEventListener('click', (event) => {
    const row = event.target instanceof Element ? event.target.closest<HTMLElement>('.row') : null;
    if (row === null || (event.target as Element).closest('.chain') !== null) return;
    // Whoever marks an address to copy it does not want the row to open.
    if (getSelection()?.isCollapsed === false && (event.target as Element).closest('button') === null) return;
    toggleDetails(row, data);
  });
  trees.addEventListener('keydown', (event) => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    const next = neighbour(trees, event.key === 'ArrowDown');
    if (next === null) return;
    event.preventDefault();
    next.focus();
  });
  byId('open-all').addEventListener('click', () => {
    openAll(true);
  });
  byId('close-all').addEventListener('click', () => {
    openAll(false);
  });
}

/** The next line of the tree that can be seen, or the one before. */
function neighbour(trees: HTMLElement, forward: boolean): HTMLElement | null {
  const walker = document.createTreeWalker(trees, NodeFilter.SHOW_ELEMENT, (node) => {
    const one = node as HTMLElement;
    if (one.hidden || one.matches('.chain, details:not([open]) > :not(summary)')) return NodeFilter.FILTER_REJECT;
    if (!one.matches('summary, .row > button')) return NodeFilter.FILTER_SKIP;
    return one.checkVisibility() ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_SKIP;
  });
  walker.currentNode = document.activeElement ?? trees;
  return (forward ? walker.nextNode() : walker.previousNode()) as HTMLElement | null;
}

function openAll(open: boolean): void {
  for (const place of all('#trees details')) (place as HTMLDetailsElement).open = open;
}

/** A link to a change shows it, whatever is filtered away or closed. */
function listenToLinks(filtering: Filtering, data: PageData): void {
  for (const link of all('a[href^="#c"]'))
    link.addEventListener('click', (event) => {
      const row = document.getElementById((link.getAttribute('href') ?? '').slice(1));
      const button = row?.querySelector('button');
      if (row === null || button === null || button === undefined) return;
      event.preventDefault();
      filtering.reset();
      for (let at: Element | null = row; at !== null; at = at.parentElement?.closest('details') ?? null)
        if (at instanceof HTMLDetailsElement) at.open = true;
      if (button.getAttribute('aria-expanded') !== 'true') toggleDetails(row, data);
      row.scrollIntoView({ block: 'center' });
      button.focus({ preventScroll: true });
    });
}

/** Nothing stays closed on paper. */
function listenToPrint(): void {
  let closed: HTMLDetailsElement[] = [];
  addEventListener('beforeprint', () => {
    closed = all('details:not([open])') as HTMLDetailsElement[];
    for (const place of closed) place.open = true;
  });
  addEventListener('afterprint', () => {
    for (const place of closed) place.open = false;
  });
}

start();
