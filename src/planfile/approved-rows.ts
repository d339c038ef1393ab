import { append } from '../core/collections.ts';
import { counted } from '../core/counted.ts';
import { Failure } from '../core/failure.ts';
import type { Cell, WholeSheet } from '../render/sheet.ts';
import { DIGEST } from '../render/sheet-summary.ts';
import { ANSWERS, CHANGES } from '../render/sheets.ts';
import { RowsLeft } from './rows-left.ts';
import { type Cells, decoded, isShown } from './shown-cells.ts';
import type { Found, FoundSheet } from './workbook-cells.ts';

/** What was approved in a workbook. */
export interface ApprovedRows {
  /** The ids of the changes whose row says yes. */
  readonly ids: ReadonlySet<string>;
  /** Where the answer for a change stands, by its id: `Changes!A17`. */
  readonly places: ReadonlyMap<string, string>;
}

/** So many differences are told at once. */
const TOLD = 5;
const LONGEST = 80;
const YES: ReadonlySet<string> = new Set(['yes', '✓', '✔']);
const NO: ReadonlySet<string> = new Set(['', 'no']);
const AGAIN = 'Ask who had the workbook in hands. Then write it anew with "adsync plan --out FILE --excel FILE".';

/**
 * What was approved in a workbook, once every other cell is as the plan has it. Programs write a workbook anew when they save
 * it, so what counts is what a cell shows. Rows of a table may be in another order: changes are known by their id.
 *
 * @param planned the sheets of the plan, as they were written
 * @param found the sheets of the workbook
 * @param shown the name of the workbook
 * @throws Failure WORKBOOK_NOT_FOR_APPROVAL, WORKBOOK_OTHER_PLAN, WORKBOOK_CHANGED, WORKBOOK_ANSWER
 */
export function approvedRows(
  planned: readonly WholeSheet[],
  found: readonly FoundSheet[],
  shown: string,
): ApprovedRows {
  refuseOtherPlan(planned, found, shown);
  const names = new Set(planned.map(({ name }) => name));
  const more = found.filter(({ name }) => !names.has(name)).map(({ name }) => `It has a sheet ${quoted(name)} more`);
  const rows = new Map<string, number>();
  const differences = planned.flatMap((sheet): string[] => {
    const [own, again] = found.filter(({ name }) => name === sheet.name);
    if (own === undefined) return [`The sheet ${sheet.name} is missing`];
    if (again !== undefined) return [`The sheet ${sheet.name} is in it twice`];
    if (sheet.fillIn !== null) return changedById(sheet, own, rows);
    return sheet.table ? changedTable(sheet, own) : changedInPlace(sheet, own);
  });
  const all = [...more, ...differences];
  if (all.length > 0) {
    const rest = all.length > TOLD ? [`and ${counted(all.length - TOLD, 'difference')} more`] : [];
    const text = `${shown} is not the workbook of this plan any more. ${[...all.slice(0, TOLD), ...rest].join('; ')}.`;
    throw new Failure('WORKBOOK_CHANGED', text, AGAIN);
  }
  return answersIn(planned, found, rows);
}

/** @throws Failure WORKBOOK_NOT_FOR_APPROVAL, WORKBOOK_OTHER_PLAN */
function refuseOtherPlan(planned: readonly WholeSheet[], found: readonly FoundSheet[], shown: string): void {
  const wanted = planned.flatMap(({ rows }) => rows).find(([label]) => label?.value === DIGEST)?.[1]?.value ?? '';
  const rows = found.find(({ name }) => name === planned[0]?.name)?.rows ?? new Map<number, Cells>();
  const cells = [...rows.values()].find((row) => isShown(DIGEST, row.get(1)));
  const digest = cells?.get(2);
  if (digest === undefined) {
    const text = `${shown} names no saved plan, so nothing can be approved in it.`;
    throw new Failure('WORKBOOK_NOT_FOR_APPROVAL', text, 'Write it anew with "adsync plan --out FILE --excel FILE".');
  }
  if (isShown(wanted, digest)) return;
  const text = `${shown} was written for another plan: it names the digest ${said(digest)}, and the plan has ${String(wanted)}.`;
  throw new Failure('WORKBOOK_OTHER_PLAN', text, 'Name the plan and the workbook that were written together.');
}

/** @param places takes the row of each change, by its id */
function changedById(
  { name, rows, fillIn }: WholeSheet,
  { rows: all }: FoundSheet,
  places: Map<string, number>,
): string[] {
  const [head = [], ...body] = rows;
  const idColumn = head.findIndex(({ value }) => value === CHANGES.id);
  const planned = new Map(body.map((cells) => [String(cells[idColumn]?.value ?? ''), cells]));
  const differences = changedRow(name, 1, head, all.get(1) ?? new Map<number, Found>(), null);
  for (const [row, cells] of [...all].filter(([number]) => number > 1)) {
    const idCell = cells.get(idColumn + 1);
    const id = idCell?.kind === 'text' ? idCell.text : idCell?.kind === 'number' ? String(idCell.number) : '';
    const own = planned.get(id);
    const before = places.get(id);
    const at = addressOf(name, idColumn + 1, row);
    if (idCell === undefined) {
      const [first] = cells.keys();
      const cell = addressOf(name, first ?? 1, row);
      differences.push(`${cell} is ${said(cells.get(first ?? 1))} in a row without the id of a change`);
    } else if (own === undefined)
      differences.push(`${at} is ${said(idCell)}, which is the id of no change of the plan`);
    else if (before !== undefined) {
      differences.push(
        `${at} is ${said(idCell)}, as ${addressOf(name, idColumn + 1, before)} is: one change has two rows`,
      );
    } else {
      places.set(id, row);
      append(differences, changedRow(name, row, own, cells, fillIn));
    }
  }
  const missing = [...planned].filter(([id]) => !places.has(id));
  const lost = missing.map(([id, cells]) => `The row of ${quoted(wordsOf(cells))} (${CHANGES.id} ${id}) is missing`);
  return [...differences, ...lost];
}

/** What tells a reader which row it was. */
function wordsOf(cells: readonly Cell[]): string {
  const texts = cells.flatMap(({ value }) => (typeof value === 'string' && value !== '' ? [value] : []));
  return texts.slice(0, 3).join(', ');
}

/** A table without ids: each row of the plan stands in it once, wherever. */
function changedTable({ name, rows }: WholeSheet, { rows: all }: FoundSheet): string[] {
  const [head = [], ...body] = rows;
  const left = new RowsLeft(body);
  const differences = changedRow(name, 1, head, all.get(1) ?? new Map<number, Found>(), null);
  const unknown = [...all].filter(([row, cells]) => row !== 1 && !left.takeShown(cells, row - 2));
  for (const [row, cells] of unknown) {
    append(differences, changedRow(name, row, left.takeNearest(row - 2), cells, null));
  }
  return [...differences, ...left.left().map((cells) => `In ${name} the row ${quoted(wordsOf(cells))} is missing`)];
}

function changedInPlace({ name, rows }: WholeSheet, { rows: all }: FoundSheet): string[] {
  const numbers = new Set([...rows.map((_, index) => index + 1), ...all.keys()]);
  return [...numbers].flatMap((row) =>
    changedRow(name, row, rows[row - 1] ?? [], all.get(row) ?? new Map<number, Found>(), null),
  );
}

/** @param fillIn the column (from 0) that a reader may fill in; null = none */
function changedRow(
  sheet: string,
  row: number,
  planned: readonly Cell[],
  found: Cells,
  fillIn: number | null,
): string[] {
  const columns = new Set([...planned.map((_, index) => index + 1), ...found.keys()]);
  return [...columns].flatMap((column) => {
    const value = planned[column - 1]?.value ?? null;
    const cell = found.get(column);
    if (column - 1 === fillIn || isShown(value, cell)) return [];
    const was = value === null || value === '' ? 'nothing there' : quoted(decoded(String(value)));
    return [`${addressOf(sheet, column, row)} is ${said(cell)}, and the plan has ${was}`];
  });
}

/** @throws Failure WORKBOOK_ANSWER */
function answersIn(
  planned: readonly WholeSheet[],
  found: readonly FoundSheet[],
  rows: ReadonlyMap<string, number>,
): ApprovedRows {
  const sheet = planned.find(({ fillIn }) => fillIn !== null);
  const column = (sheet?.fillIn ?? 0) + 1;
  const cells = found.find(({ name }) => name === sheet?.name)?.rows;
  const answers = [...rows].map(([id, row]) => {
    const cell = cells?.get(row)?.get(column);
    const word = cell === undefined ? '' : cell.kind === 'text' ? cell.text.trim().toLowerCase() : null;
    return { id, cell, word, place: addressOf(sheet?.name ?? '', column, row) };
  });
  const unknown = answers.filter(({ word }) => word === null || !(YES.has(word) || NO.has(word)));
  if (unknown.length > 0) {
    const told = unknown.slice(0, TOLD).map(({ place, cell }) => `${place} is ${said(cell)}`);
    const rest = unknown.length > TOLD ? [`and ${unknown.length - TOLD} more`] : [];
    const text = `It is not clear what is approved: ${[...told, ...rest].join('; ')}.`;
    throw new Failure('WORKBOOK_ANSWER', text, `Write ${ANSWERS.join(' or ')} there, or leave the cell empty.`);
  }
  const yes = answers.filter(({ word }) => word !== null && YES.has(word));
  return { ids: new Set(yes.map(({ id }) => id)), places: new Map(answers.map(({ id, place }) => [id, place])) };
}

/** `Changes!C17` */
function addressOf(sheet: string, column: number, row: number): string {
  let letters = '';
  for (let left = column; left > 0; left = Math.floor((left - 1) / 26)) {
    letters = String.fromCharCode(65 + ((left - 1) % 26)) + letters;
  }
  return `${sheet}!${letters}${row}`;
}

function said(found: Found | undefined): string {
  if (found === undefined) return 'empty';
  if (found.kind === 'text') return quoted(found.text);
  return found.kind === 'number' ? String(found.number) : clipped(found.text);
}

function quoted(text: string): string {
  return JSON.stringify(clipped(text));
}

function clipped(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}…`;
}
