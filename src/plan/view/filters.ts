import { compareText } from '../../core/text.ts';
import { OPERATIONS, type Risk } from '../model.ts';
import { ATTENTION_KINDS, ATTENTION_TITLES, attentionKinds } from './attention.ts';
import { CAUSES } from './base.ts';
import type { Row } from './rows.ts';

/** One question by which a reader narrows the changes down. */
export interface Filter {
  /** `operation` */
  readonly id: string;
  /** `Operation` */
  readonly label: string;
  /** The answers that changes of the plan give, in the order in which they are offered. */
  readonly options: readonly FilterOption[];
}

export interface FilterOption {
  readonly value: string;
  readonly words: string;
  /** How many changes give it. */
  readonly count: number;
}

interface Answer {
  readonly value: string;
  readonly words: string;
}

interface Question {
  readonly id: string;
  readonly label: string;
  /** What a change answers; several where several hold. */
  readonly answers: (row: Row) => readonly Answer[];
  /** Which of two values is offered first. */
  readonly compare: (a: string, b: string) => number;
}

/** Risks that are no kind of attention by themselves. */
const RISKS: Readonly<Partial<Record<Risk, string>>> = { stranger: 'Not in the directory' };

/** The questions, in the order in which they are asked. A further one is a further entry. */
const QUESTIONS: readonly Question[] = [
  { id: 'account', label: 'Account', answers: ({ target }) => [plain(target)], compare: () => 0 },
  {
    id: 'operation',
    label: 'Operation',
    answers: ({ operations }) => operations.map(plain),
    compare: inOrderOf(OPERATIONS),
  },
  { id: 'risk', label: 'Risk', answers: risks, compare: inOrderOf([...ATTENTION_KINDS, ...Object.keys(RISKS)]) },
  { id: 'rule', label: 'Rule', answers: rules, compare: compareRules },
  { id: 'cause', label: 'Caused', answers: causes, compare: inOrderOf(CAUSES) },
  {
    id: 'state',
    label: 'Will it be made?',
    answers: states,
    compare: inOrderOf(['made', 'approved', 'held', 'blocked']),
  },
];

/** The filters that tell changes of this plan apart; a question to which all have the same answer is not asked. */
export function filtersOf(rows: readonly Row[]): Filter[] {
  return QUESTIONS.flatMap(({ id, label, answers, compare }): Filter[] => {
    const options = new Map<string, { words: string; count: number }>();
    for (const row of rows)
      for (const { value, words } of answers(row)) {
        const option = options.get(value) ?? { words, count: 0 };
        option.count += 1;
        options.set(value, option);
      }
    const isOne = options.size === 1 && [...options.values()].every(({ count }) => count === rows.length);
    if (options.size === 0 || isOne) return [];
    const sorted = [...options].toSorted(([a], [b]) => compare(a, b));
    return [{ id, label, options: sorted.map(([value, one]) => ({ value, ...one })) }];
  });
}

/** What a change answers to a filter. */
export function answersOf(row: Row, { id }: Filter): string[] {
  const question = QUESTIONS.find((one) => one.id === id);
  return question === undefined ? [] : question.answers(row).map(({ value }) => value);
}

function plain(value: string): Answer {
  return { value, words: value };
}

function risks(row: Row): Answer[] {
  const apart = row.risk.flatMap((risk): Answer[] => {
    const words = RISKS[risk];
    return words === undefined ? [] : [{ value: risk, words }];
  });
  return [...attentionKinds(row).map((kind) => ({ value: kind, words: ATTENTION_TITLES[kind] })), ...apart];
}

/** The lines of the file that a change or one of its fields comes from, with the directory group that they name. */
function rules({ reason, because }: Row): Answer[] {
  const found = new Map<string, string>();
  for (const { where, path } of [reason, ...because.map((one) => one.reason)])
    if (where !== null && !found.has(where)) found.set(where, [where, ...path.slice(0, 1)].join(' · '));
  return [...found].map(([value, words]) => ({ value, words }));
}

function compareRules(a: string, b: string): number {
  const lineOf = (where: string): number => Number(/:(\d+)$/.exec(where)?.[1] ?? 0);
  return lineOf(a) - lineOf(b) || compareText(a, b);
}

function causes({ cause, causeWords }: Row): Answer[] {
  return cause === null ? [] : [{ value: cause, words: causeWords }];
}

function states({ held, blocked, letThrough }: Row): Answer[] {
  if (held !== null) return [{ value: 'held', words: 'held back' }];
  if (blocked) return [{ value: 'blocked', words: 'blocked' }];
  return letThrough ? [{ value: 'approved', words: 'approved' }] : [{ value: 'made', words: 'as planned' }];
}

function inOrderOf(values: readonly string[]): (a: string, b: string) => number {
  return (a, b) => values.indexOf(a) - values.indexOf(b);
}
