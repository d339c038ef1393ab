import type { PageData } from '../page-data.ts';
import { all, byId, element } from './data.ts';

/** One line of the tree: a change in one of the places where it is listed. */
interface Line {
  readonly row: HTMLElement;
  readonly change: number;
  /** What is searched, folded. */
  text: string | null;
}

interface Place {
  readonly place: HTMLDetailsElement;
  /** Its number among the places that it lies in comes before its own. */
  readonly above: number | null;
  readonly wasOpen: boolean;
  /** Says how many of its changes fit the filters. */
  readonly fit: HTMLElement;
}

/** How many lines fit: in the place itself, and with all places below. */
interface Found {
  own: number;
  all: number;
}

/** After so many lines further places stay closed: to open thousands of lines takes a browser seconds. */
const LOOKED_THROUGH = 300;

/** Narrows the tree down to the changes that fit what the reader has chosen. */
export class Filtering {
  private readonly lines: readonly Line[];
  private readonly placeOfLine: readonly number[];
  private readonly places: readonly Place[];
  private readonly form: HTMLFormElement;
  private filtered = false;

  private readonly data: PageData;

  constructor(data: PageData) {
    this.data = data;
    this.form = byId('filters') as HTMLFormElement;
    const numbers = new Map<Element, number>();
    this.places = all('details.place').map((place, index) => {
      numbers.set(place, index);
      const above = place.parentElement?.closest('details.place') ?? null;
      const details = place as HTMLDetailsElement;
      return {
        place: details,
        above: above === null ? null : (numbers.get(above) ?? null),
        wasOpen: details.open,
        fit: element('span', 'fit'),
      };
    });
    const rows = all('.row');
    this.lines = rows.map((row) => ({ row, change: Number(row.dataset['n']), text: null }));
    this.placeOfLine = rows.map((row) => numbers.get(row.closest('details.place') ?? row) ?? 0);
  }

  /** Sets one filter, or takes it back where it has that value already. */
  toggle(id: string, value: string): void {
    const select = this.form.elements.namedItem(id);
    if (!(select instanceof HTMLSelectElement)) return;
    select.value = select.value === value ? '' : value;
    this.apply();
  }

  reset(): void {
    this.form.reset();
    byId('trees').dataset['side'] = 'both';
    this.apply();
  }

  apply(): void {
    const fits = this.test();
    const found = this.places.map((): Found => ({ own: 0, all: 0 }));
    const shown = new Set<number>();
    for (const [index, line] of this.lines.entries()) {
      const isShown = fits === null || fits(line);
      if (line.row.hidden === isShown) line.row.hidden = !isShown;
      if (!isShown) continue;
      shown.add(line.change);
      const place = this.placeOfLine[index] ?? null;
      const own = place === null ? undefined : found[place];
      if (own !== undefined) own.own += 1;
      for (let at = place; at !== null; at = this.places[at]?.above ?? null) {
        const sums = found[at];
        if (sums !== undefined) sums.all += 1;
      }
    }
    if (fits !== null) this.narrow(found);
    else if (this.filtered) this.widen();
    this.filtered = fits !== null;
    this.tell(shown.size);
  }

  /** What the reader has chosen as a question to a line; null where nothing is chosen. */
  private test(): ((line: Line) => boolean) | null {
    const chosen = this.data.filters.flatMap((id, index) => {
      const select = this.form.elements.namedItem(id);
      return select instanceof HTMLSelectElement && select.value !== '' ? [{ index, value: select.value }] : [];
    });
    const search = this.form.elements.namedItem('search');
    const words = search instanceof HTMLInputElement ? foldText(search.value).split(/\s+/).filter(Boolean) : [];
    if (chosen.length + words.length === 0) return null;
    return (line) => {
      const has = this.data.changes[line.change]?.has;
      if (!chosen.every(({ index, value }) => has?.[index]?.includes(value) === true)) return false;
      if (words.length === 0) return true;
      const text = (line.text ??= foldText(line.row.textContent));
      return words.every((word) => text.includes(word));
    };
  }

  /** Shows places with something in them, how much, and opens as many of them as somebody looks through. */
  private narrow(found: readonly Found[]): void {
    let open = 0;
    for (const [index, { place, fit }] of this.places.entries()) {
      const { own, all: sum } = found[index] ?? { own: 0, all: 0 };
      place.hidden = sum === 0;
      place.open = sum > 0 && open < LOOKED_THROUGH;
      if (place.open) open += own;
      fit.textContent = `${sum.toLocaleString('en')} ${sum === 1 ? 'fits' : 'fit'}`;
      if (fit.parentElement === null) place.querySelector('summary')?.append(fit);
    }
  }

  /** Without a filter the places are as they were at first. */
  private widen(): void {
    for (const { place, fit, wasOpen } of this.places) {
      place.hidden = false;
      place.open = wasOpen;
      fit.remove();
    }
  }

  private tell(shown: number): void {
    const total = this.data.changes.length;
    const many = (count: number): string => `${count.toLocaleString('en')} ${count === 1 ? 'change' : 'changes'}`;
    byId('shown').textContent = this.filtered ? `${shown.toLocaleString('en')} of ${many(total)}` : many(total);
    byId('none').hidden = shown > 0 || total === 0;
    byId('unfilter').hidden = !this.filtered;
    for (const tile of all('button[data-filter]')) {
      const select = this.form.elements.namedItem(tile.dataset['filter'] ?? '');
      const isChosen = select instanceof HTMLSelectElement && select.value === tile.dataset['value'];
      tile.setAttribute('aria-pressed', String(isChosen));
    }
  }
}

/** So that `bohm` finds Böhm. */
function foldText(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}
