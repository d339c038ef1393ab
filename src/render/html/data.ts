import { holdWords } from '../../plan/view/words.ts';
import { answersOf, type Filter } from '../../plan/view/filters.ts';
import type { ReasonRow } from '../../plan/view/reasons.ts';
import type { Row } from '../../plan/view/rows.ts';
import type { PageView } from '../../plan/view/page.ts';
import { scriptJson } from '../escape.ts';
import type { ChangeData, FieldData, PageData, ReasonData } from './page-data.ts';

/**
 * The JSON of what the script of the page needs besides what the page shows (page-data.ts), piece by piece; changes are numbered
 * as in the view's rows.
 */
export function* dataPieces({ rows, filters, header }: PageView): Generator<string> {
  const reasons = new Reasons();
  const groupWords = new Map(header.targets.map(({ id, groupWord }) => [id, groupWord]));
  yield `{"filters":${scriptJson(filters.map(({ id }) => id) satisfies PageData['filters'])},"changes":[`;
  for (const [number, row] of rows.entries()) {
    const change = changeData(row, filters, groupWords.get(row.target) ?? 'group', reasons);
    yield (number === 0 ? '' : ',') + scriptJson(change);
  }
  // Known only now that all changes have named theirs.
  yield `],"reasons":${scriptJson(reasons.all satisfies PageData['reasons'])}}`;
}

function changeData(row: Row, filters: readonly Filter[], groupWord: string, reasons: Reasons): ChangeData {
  return {
    has: filters.map((filter) => answersOf(row, filter)),
    why: reasons.numberOf(row.reason),
    fields: fieldsOf(row, groupWord, reasons),
    facts: factsOf(row, groupWord),
  };
}

/** Thousands of changes have the same reason: each is told once. */
class Reasons {
  readonly all: ReasonData[] = [];
  private readonly numbers = new Map<string, number>();

  numberOf({ text, path, where }: ReasonRow): number {
    const data: ReasonData = [text, path, where];
    const key = JSON.stringify(data);
    const known = this.numbers.get(key);
    if (known !== undefined) return known;
    this.numbers.set(key, this.all.length);
    return this.all.push(data) - 1;
  }
}

/** The place, the status and the fields that change, each with its reason; then reasons of anything else. */
function fieldsOf(row: Row, groupWord: string, reasons: Reasons): FieldData[] {
  const { from, group, status, differences, because } = row;
  const main = reasons.numberOf(row.reason);
  const why = new Map(because.map(({ field, reason }) => [field, reasons.numberOf(reason)]));
  const reasonOf = (field: string): number | null => {
    const number = why.get(field) ?? main;
    return number === main ? null : number;
  };
  const place = from === null ? [] : [{ field: groupWord, from, to: group }];
  const shown = [...place, ...(status === null ? [] : [status]), ...differences];
  return shown.map(({ field, from: before, to }) => [field, before, to, reasonOf(field)]);
}

function factsOf(
  { target, role, group, held, approvalIds, approval, causeWords, id }: Row,
  groupWord: string,
): [string, string][] {
  const all: [string, string][] = [
    ['Held by', held === null ? '' : holdWords(held)],
    [held === null ? 'Let through or blocked' : 'Held besides', approval],
    ['To approve it', approvalIds.map((one) => `--approve ${one}`).join(' ')],
    ['Caused', causeWords],
    [groupWord, group],
    ['Role', role],
    ['Account', target],
    ['Change', id],
  ];
  return all.filter(([, value]) => value !== '');
}
