import type { PageData } from '../page-data.ts';
import { all, byId } from './data.ts';

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
}

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
      return { place: details, above: above === null ? null : (numbers.get(above) ?? null), wasOpen: details.open };
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
    this.apply();
  }

  apply(): void {
    const fits = this.test();
    const opened = new Set<number>();
    const shown = new Set<number>();
    for (const [index, line] of this.lines.entries()) {
      const isShown = fits === null || fits(line);
      if (line.row.hidden === isShown) line.row.hidden = !isShown;
      if (!isShown) continue;
      shown.add(line.change);
      for (let at: number | null = this.placeOfLine[index] ?? null; at !== null && !opened.has(at); ) {
        opened.add(at);
        at = this.places[at]?.above ?? null;
      }
    }
    this.showPlaces(fits === null ? null : opened);
    this.tell(shown.size, fits !== null);
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

  /** Opens the places with something in them; without a filter they are as they were before. */
  private showPlaces(opened: ReadonlySet<number> | null): void {
    for (const [index, { place, wasOpen }] of this.places.entries()) {
      place.hidden = opened !== null && !opened.has(index);
      if (opened !== null) place.open = opened.has(index);
      else if (this.filtered) place.open = wasOpen;
    }
    this.filtered = opened !== null;
  }

  private tell(shown: number, filtered: boolean): void {
    const total = this.data.changes.length;
    const many = (count: number): string => `${count.toLocaleString('en')} ${count === 1 ? 'change' : 'changes'}`;
    byId('shown').textContent = filtered ? `${shown.toLocaleString('en')} of ${many(total)}` : many(total);
    byId('none').hidden = shown > 0 || total === 0;
    byId('unfilter').hidden = !filtered;
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
