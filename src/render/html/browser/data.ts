import type { PageData } from '../page-data.ts';

// The files of this folder become one script: scripts/compile-page.mjs puts them together.

/** What the page carries for its script. */
export function readData(): PageData {
  return JSON.parse(byId('data').textContent) as PageData;
}

/** An element that every page has. */
export function byId(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`The page has no ${id}.`);
  return found;
}

/** All elements of a selector, in the order of the page. */
export function all(selector: string): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>(selector)];
}

/** An element with text. Texts are only ever put in as texts. */
export function element(name: string, className: string, ...content: readonly (string | Node)[]): HTMLElement {
  const made = document.createElement(name);
  if (className !== '') made.className = className;
  made.append(...content);
  return made;
}
