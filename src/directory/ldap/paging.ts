import { BerWriter, Control, PagedResultsControl } from 'ldapts';
import type { RawEntry } from '../ad/entry.ts';

/** One page of an answer. */
export interface Page<Item> {
  /** What was made of its entries, one for each. */
  readonly items: readonly Item[];
  /** Whether it has an entry that no page before it had. */
  readonly isNew: boolean;
}

/**
 * Paged results (RFC 2696), driven by the cookie alone. It takes the entries of the answer one by one, as they come in: a
 * page of whole entries takes so much memory that much of it would outlive its use.
 */
export class Paging<Item> extends Control {
  readonly size: number;
  cookie: Buffer = Buffer.alloc(0);
  readonly #read: (entry: RawEntry) => Item;
  readonly #seen = new Set<string>();
  #items: Item[] = [];
  #isNew = false;

  /** @param read gives what is kept of an entry */
  constructor(size: number, read: (entry: RawEntry) => Item) {
    super(PagedResultsControl.type, { critical: true });
    this.size = size;
    this.#read = read;
  }

  /** Those of the entries that were taken since the last page began. */
  get page(): Page<Item> {
    return { items: this.#items, isNew: this.#isNew };
  }

  beginPage(): void {
    this.#items = [];
    this.#isNew = false;
  }

  /**
   * @param came how many entries the answer has
   * @throws Error for an entry that was not taken: it would make an incomplete reading look whole
   */
  endPage(came: number, cookie: Buffer): void {
    if (came !== this.#items.length) throw new Error('an entry was not read as a lean one');
    this.cookie = cookie;
  }

  take(entry: RawEntry): void {
    if (!this.#seen.has(entry.dn)) {
      this.#seen.add(entry.dn);
      this.#isNew = true;
    }
    this.#items.push(this.#read(entry));
  }

  protected override writeControl(writer: BerWriter): void {
    const value = new BerWriter();
    value.startSequence();
    value.writeInt(this.size);
    value.writeBuffer(this.cookie, 4);
    value.endSequence();
    writer.writeBuffer(value.buffer, 4);
  }
}
