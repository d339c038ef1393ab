import { LdifError } from './ldif-error.ts';
import { beginningOf, type Line } from './ldif-lines.ts';

/**
 * What ldapsearch says about its own search: a head of comments (without -LL), and in the end the result. So an export that
 * has a head and no end was cut off.
 */
export class SearchReport {
  /** The line of a head without its end; null where there is none. */
  #head: number | null = null;
  /** The line of a page after which another one must come; null where none must. */
  #page: number | null = null;

  /** With -L ldapsearch writes what it says as comments. */
  comment(line: Line): void {
    const { number } = line;
    const text = beginningOf(line, 'utf8', 200).trimEnd();
    if (text === '# LDAPv3') this.#head ??= number;
    if (text === '# search result') this.#head = null;
    this.#readPage(number, text.slice(2));
  }

  /**
   * A line about the search, as `search: 2`, `result: 0 Success`, `pagedresults: cookie=`; or about a reference.
   *
   * @throws LdifError when the search failed
   */
  line(line: Line): void {
    const { number } = line;
    const text = beginningOf(line, 'utf8', 200);
    this.#readPage(number, text);
    if (!/^result:/i.test(text)) return;
    this.#head = null;
    if (!/^result:\s*0\b/i.test(text)) {
      throw new LdifError(number, `the export is not whole: the search ended with "${text}"`);
    }
  }

  /** @throws LdifError when the search did not end */
  end(): void {
    if (this.#head !== null) {
      const why = 'the search of ldapsearch begins here, and the file has no "# search result" of it';
      throw new LdifError(this.#head, `the export is not whole: ${why}`);
    }
    if (this.#page !== null) {
      throw new LdifError(this.#page, 'the export is not whole: the server had another page, which is not in the file');
    }
  }

  #readPage(number: number, text: string): void {
    const cookie = /^pagedresults:.*\bcookie=(.*)$/i.exec(text)?.[1];
    if (cookie !== undefined) this.#page = cookie.trim() === '' ? null : number;
  }
}
