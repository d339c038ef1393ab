import ExcelJS from 'exceljs';
import type { Cause } from '../../src/core/cause.ts';
import type { Plan } from '../../src/plan/model.ts';
import type { PageData } from '../../src/render/html/page-data.ts';

/** What an output tells of a plan, read back from it as a reader or a program reads it. */
export interface Told {
  /** How much is done of what, without zeros; null where an output says instead that nothing is done. */
  readonly counts: Readonly<Record<string, number>> | null;
  /** One change each; links that are only renewed are not among them where an output only counts them. */
  readonly changes: readonly ToldChange[];
  /** `warning NO_SEAT`: how many of them. */
  readonly notices: Readonly<Record<string, number>>;
  /** Names of those whose change is no longer planned, with the words for what it would be. */
  readonly prevented: readonly string[];
}

export interface ToldChange {
  /** null where the output does not name it. */
  readonly id: string | null;
  /** `move, update`, or `create group` */
  readonly does: string;
  readonly name: string;
  readonly held: boolean;
  readonly cause: Cause | null;
}

const CAUSES: Readonly<Record<string, Cause>> = {
  'by this pull request': 'pullRequest',
  'by the directory': 'directory',
  'by hand in the account': 'account',
  'by something else': 'unknown',
};

function causeOf(text: string | undefined): Cause | null {
  return CAUSES[text?.replace(/^[◆◇] /u, '') ?? ''] ?? null;
}

function counter(): { readonly found: Record<string, number>; readonly add: (key: string, count?: number) => void } {
  const found: Record<string, number> = {};
  return {
    found,
    add: (key, count = 1) => {
      found[key] = (found[key] ?? 0) + count;
    },
  };
}

function number(text: string | undefined): number {
  return Number((text ?? '').replaceAll(',', ''));
}

const GROUPS: Readonly<Record<string, string>> = { create: 'createGroup', update: 'updateGroup' };

/** `Plan: 1 to create, …; 2 groups to create, 1 to update; 3 links to renew; 31 unchanged; 1 held back.` */
function sentenceCounts(sentence: string): Record<string, number> | null {
  if (sentence.startsWith('No changes')) return null;
  const { found, add } = counter();
  for (const [index, part] of sentence
    .replace(/^Plan: |\.$/g, '')
    .split('; ')
    .entries()) {
    const [, groups] = /^\d[\d,]* groups? to create(.*)/.exec(part) ?? [];
    for (const [, count, word = ''] of part.matchAll(/(\d[\d,]*) (?:groups? )?to (\w+)/g))
      add(index > 0 && word !== '' ? (GROUPS[word] ?? word) : word, number(count));
    if (groups !== undefined) continue;
    for (const [pattern, key] of [
      [/^(\d[\d,]*) links? to renew/, 'links'],
      [/^(\d[\d,]*) unchanged/, 'unchanged'],
      [/^(\d[\d,]*) blocked/, 'blocked'],
      [/^(\d[\d,]*) held back/, 'held'],
      [/^(\d[\d,]*) leavers? stays? /, 'leaversLeft'],
    ] as const) {
      const [, count] = pattern.exec(part) ?? [];
      if (count !== undefined) add(key, number(count));
    }
  }
  return withoutZeros(found);
}

const TILES: Readonly<Record<string, string>> = {
  'create groups': 'createGroup',
  'update groups': 'updateGroup',
  'held back': 'held',
  'leavers left': 'leaversLeft',
  'renew links': 'links',
};

/** `create users`, `held back` */
function tileKey(words: string): string {
  return TILES[words] ?? words.replace(/ (to |from )?users$/, '');
}

function withoutZeros(counts: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
}

const TOTAL = / (\d[\d,]*) of this kind\b/;

/** Of a list of notices, one a line: a line that tells how many there are of its kind stands for all of them. */
function noticesIn(lines: readonly string[], pattern: RegExp): Record<string, number> {
  const { found, add } = counter();
  for (const line of lines) {
    const [, word = '', code = ''] = pattern.exec(line) ?? [];
    const [, total] = TOTAL.exec(line) ?? [];
    if (total === undefined) add(`${word} ${code}`);
    else found[`${word} ${code}`] = number(total);
  }
  return found;
}

/** @param text as wide as it likes, and with all rows */
export function toldByText(text: string): Told {
  const lines = text.trimEnd().split('\n');
  const changes: ToldChange[] = [];
  const notices: string[] = [];
  const prevented: string[] = [];
  let heading = '';
  for (const line of lines) {
    if (!line.startsWith(' ')) heading = line;
    const [, does = '', name = '', rest = ''] =
      /^ {2}[+~➜▲⊕⊖✖] ([a-z, ]+?) {2,}(\S.*?)(?: {2,}(.*))?$/u.exec(line) ?? [];
    if (heading.startsWith('Notices: ') && line.startsWith(' ')) notices.push(line);
    else if (heading.startsWith('No longer planned') && does !== '')
      prevented.push(`${does} ${name.split(';')[0] ?? ''}`);
    else if (does !== '') {
      const held = /Held back by the limit/.test(heading);
      changes.push({ id: null, does, name, held, cause: causeOf(/[◆◇] by [a-z ]+/u.exec(rest)?.[0]) });
    }
  }
  return {
    counts: sentenceCounts(lines.at(-1) ?? ''),
    changes,
    notices: noticesIn(notices, /^ {2}(\w+) +([A-Z0-9_]+)/),
    prevented,
  };
}

export function toldByMarkdown(markdown: string): Told {
  const lines = markdown.split('\n');
  const changes: ToldChange[] = [];
  const prevented: string[] = [];
  let heading = '';
  let titles: string[] = [];
  for (const line of lines) {
    if (/^(### |<details>)/.test(line)) heading = line;
    if (!line.startsWith('| ')) continue;
    const cells = line.slice(2, -2).split(' | ');
    if (cells[0] === 'Change' || cells[0] === 'Not made') titles = cells;
    const cell = (title: string): string => cells[titles.indexOf(title)] ?? '';
    if (titles === cells || cells[0] === '---') continue;
    const name = unquoted(cell('Who').split('<br>')[0] ?? '');
    const does = (cells[0] ?? '').slice(2).split('<br>')[0] ?? '';
    if (heading.includes('No longer planned')) prevented.push(`${does} ${name}`);
    else {
      const held = heading.includes('Held back by');
      changes.push({ id: unquoted(cell('Id')), does, name, held, cause: causeOf(cell('Caused')) });
    }
  }
  const verdict = lines.find((line) => /^\S+ \*\*/u.test(line) && !line.startsWith('- ')) ?? '';
  return {
    counts: sentenceCounts(verdict.replace(/^\S+ \*\*|\*\*$/gu, '')),
    changes,
    notices: noticesIn(
      lines.filter((line) => line.startsWith('- **')),
      /^- \*\*(\w+)\*\* `([A-Z0-9_]+)`/,
    ),
    prevented,
  };
}

function unquoted(code: string): string {
  return code.replace(/^`|`$/g, '');
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', '#39': "'", amp: '&' };

function plain(markup: string): string {
  return markup.replace(/<[^>]*>/g, '').replace(/&(lt|gt|quot|#39|amp);/g, (_, word: string) => ENTITIES[word] ?? '');
}

/** What stands on the page, and what its script knows of the same changes. */
export function toldByPage(page: string): Told {
  const { filters, changes: data } = JSON.parse(
    /<script type="application\/json" id="data">([^<]*)<\/script>/.exec(page)?.[1] ?? '',
  ) as PageData;
  const { found: counts, add } = counter();
  for (const [, count, words = ''] of page.matchAll(/<strong>([\d,]+)<\/strong> <span>([^<]*)<\/span>/g))
    add(tileKey(words), number(count));
  const rows = new Map<number, ToldChange>();
  for (const [row, n = ''] of page.matchAll(/<li class="row [^>]*data-n="(\d+)">.*<\/li>/g)) {
    const known = data[Number(n)];
    const facts = new Map(known?.facts ?? []);
    const [, does = ''] = /<span class="op">\S+ (.*?)<\/span>/u.exec(row) ?? [];
    const [, name = ''] = /<b>(.*?)<\/b>/.exec(row) ?? [];
    const [, cause = null] = /<span class="cause (\w+)">/.exec(row) ?? [];
    const held = row.includes('<span class="badge">held</span>');
    const one = { id: facts.get('Change') ?? null, does, name: plain(name), held, cause: cause as Cause | null };
    // What the script knows is what stands there.
    const filter = filters.indexOf('cause');
    const knows = { held: facts.has('Held by'), cause: filter < 0 ? cause : (known?.has[filter]?.[0] ?? null) };
    if (knows.held !== held || knows.cause !== cause) throw new Error(`the script knows other things of ${name}`);
    rows.set(Number(n), one);
  }
  if (rows.size !== data.length) throw new Error('the page has not all changes that its script knows');
  return {
    counts: withoutZeros(counts),
    changes: [...rows.values()],
    notices: pageNotices(page),
    prevented: [...page.matchAll(/<td class="op">\S+ (.*?)<\/td><th scope="row">(.*?)(?: <small>.*?)?<\/th>/gu)].map(
      ([, does = '', name = '']) => `${does} ${plain(name)}`,
    ),
  };
}

/** What is said above; where a list of all notices follows, that tells the same. */
function pageNotices(page: string): Record<string, number> {
  const { found, add } = counter();
  const block =
    /<div class="notice \w+"><p><span class="severity">(\w+)<\/span> <code>(\w+)<\/code>(?: <span class="count">([\d,]+))?/g;
  for (const [, word = '', code = '', count] of page.matchAll(block)) add(`${word} ${code}`, number(count ?? '1'));
  const { found: listed, add: list } = counter();
  for (const [, word = '', code = ''] of page.matchAll(
    /<li class="\w+"><span class="severity">(\w+)<\/span> <code>(\w+)<\/code>/g,
  ))
    list(`${word} ${code}`);
  const sorted = (one: Record<string, number>): string => JSON.stringify(Object.entries(one).sort());
  if (Object.keys(listed).length > 0 && sorted(listed) !== sorted(found))
    throw new Error('the page lists other notices than it counts');
  return found;
}

/** @param file a workbook for approving, which names the changes */
export async function toldByWorkbook(file: string): Promise<Told> {
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.readFile(file);
  const { found: counts, add } = counter();
  let isCount = false;
  workbook.getWorksheet('Summary')?.eachRow((row) => {
    const [words, count] = [row.getCell(1).text, row.getCell(2)];
    if (row.getCell(3).text === 'Meaning') isCount = words === 'What would happen';
    else if (isCount) add(tileKey(words), Number(count.value));
  });
  const { found: notices, add: notice } = counter();
  for (const row of table(workbook, 'Notices')) notice(`${row('Severity')} ${row('Code')}`);
  return {
    counts: withoutZeros(counts),
    changes: table(workbook, 'Changes').map((row) => ({
      id: row('Change id'),
      does: row('Operation'),
      name: row('Name'),
      held: row('Held or let through').startsWith('limit '),
      cause: causeOf(row('Caused')),
    })),
    notices,
    prevented: table(workbook, 'No longer planned').map((row) => `${row('Operation')} ${row('Name')}`),
  };
}

/** The rows of a sheet by the titles of its columns; none where a sheet says only that it has none. */
function table(workbook: ExcelJS.Workbook, name: string): ((title: string) => string)[] {
  const sheet = workbook.getWorksheet(name);
  if (sheet === undefined) return [];
  const columns = new Map<string, number>();
  sheet.getRow(1).eachCell((cell, column) => columns.set(cell.text, column));
  const rows = sheet.getRows(2, sheet.rowCount - 1) ?? [];
  return rows
    .filter((row) => row.actualCellCount > 1)
    .map((row) => (title) => {
      const column = columns.get(title);
      return column === undefined ? '' : row.getCell(column).text;
    });
}

/** What the plan document holds: the most that any other output may tell. */
export function toldByDocument(json: string): Told {
  const { changes, notices, summary, base } = JSON.parse(json) as Plan;
  const { found, add } = counter();
  for (const { severity, code } of notices) add(`${severity === 'info' ? 'note' : severity} ${code}`);
  const counted = Object.entries(summary).filter(([key]) => key !== 'notices');
  return {
    counts: withoutZeros(Object.fromEntries(counted)),
    changes: changes.map(({ id, name, held, cause, ...change }) => ({
      id,
      does: doesOf(change),
      name,
      held: held !== null,
      cause: cause ?? null,
    })),
    notices: found,
    prevented: (base?.prevented ?? []).map((one) => `${doesOf(one)} ${one.name}`),
  };
}

function doesOf({ kind, operations }: Pick<Plan['changes'][number], 'kind' | 'operations'>): string {
  return `${operations.join(', ')}${kind === 'group' ? ' group' : ''}`;
}
