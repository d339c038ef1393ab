import { readFileSync } from 'node:fs';

export interface Row {
  /** `V07 Permission to query all groups and users` */
  readonly title: string;
  /** What the vendor's pages say. */
  readonly vendor: string;
  /** The key or command that does it here, or why it is not offered. */
  readonly here: string;
}

const HEADING = '## Everything AdSync does, and where it is here\n';

/** The rows of the README's table, in its order. */
export function vendorRows(): Row[] {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  const section = readme.split(HEADING)[1]?.split('\n## ')[0] ?? '';
  return section
    .split('\n')
    .filter((line) => /^\| V/.test(line))
    .map((line) => {
      const [, title = '', vendor = '', here = ''] = line.split('|').map((cell) => cell.trim());
      return { title, vendor, here };
    });
}

/** What the README says about the row with this id. */
export function hereOf(id: string): string {
  const row = vendorRows().find(({ title }) => title.startsWith(`${id} `));
  if (row === undefined) throw new Error(`the table has no row ${id}`);
  return row.here;
}
