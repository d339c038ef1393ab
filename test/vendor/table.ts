import { readFileSync } from 'node:fs';

export interface Row {
  /** `V07 Permission to query all groups and users` */
  readonly title: string;
  /** What the vendor's pages say. */
  readonly vendor: string;
  /** The key or command that does it here, or why it is not offered. */
  readonly here: string;
}

/** A table of everything that one program of the vendor does. */
export interface Table {
  /** What the ids of its rows begin with. */
  readonly letter: 'V' | 'U';
  readonly page: string;
  readonly heading: string;
  /** How a cell begins that says on which of the vendor's pages the row stands. */
  readonly places: RegExp;
}

export const ADSYNC: Table = {
  letter: 'V',
  page: 'docs/vendor.md',
  heading: '## Everything AdSync does, and where it is here\n',
  places: /^(A|E|T|A E|A T|E T|A E T): ./,
};

export const USER_SYNC: Table = {
  letter: 'U',
  page: 'docs/goto.md',
  heading: '## Leaving User Sync\n',
  places: /^(N|O|N O): ./,
};

/** The rows of the table, in its order. */
export function vendorRows({ letter, page, heading }: Table): Row[] {
  const text = readFileSync(new URL(`../../${page}`, import.meta.url), 'utf8');
  const section = text.split(heading)[1]?.split('\n## ')[0] ?? '';
  return section
    .split('\n')
    .filter((line) => line.startsWith(`| ${letter}`) && /^. .\d/.test(line))
    .map((line) => {
      const [, title = '', vendor = '', here = ''] = line.split('|').map((cell) => cell.trim());
      return { title, vendor, here };
    });
}

/** What is said here about the row with this id. */
export function hereOf(id: string): string {
  const table = id.startsWith(USER_SYNC.letter) ? USER_SYNC : ADSYNC;
  const row = vendorRows(table).find(({ title }) => title.startsWith(`${id} `));
  if (row === undefined) throw new Error(`the table has no row ${id}`);
  return row.here;
}
