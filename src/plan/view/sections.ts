import { FREEZE } from '../freeze.ts';
import { append, groupBy } from '../../core/collections.ts';
import { counted, grouped } from '../../core/counted.ts';
import { isOwn } from './base.ts';
import { compareRows, type Row, type SectionKind } from './rows.ts';
import { ofAccount, type PlannedTarget } from './targets.ts';

/** Changes that are read together. */
export interface Section {
  /** Names the section among those of its plan. */
  readonly id: string;
  readonly kind: SectionKind;
  readonly target: string;
  readonly title: string;
  /** What is said behind the title; empty where nothing is. */
  readonly remark: string;
  readonly rows: readonly Row[];
  /** Rows that a limit leaves out. */
  readonly left: number;
}

export interface Sections {
  /** One a group of the account, in the account's order. */
  readonly groups: readonly Section[];
  /** What the limit leaves out of `groups` as a whole: nobody who is disabled or suspended. */
  readonly leftOut: { readonly groups: number; readonly rows: number };
  /** How many links are only written anew: no section lists them. */
  readonly renewed: number;
  /** Not in the directory, then each held set. */
  readonly apart: readonly Section[];
}

/** Whoever is disabled or suspended, and whatever this change of the file causes. */
function isKept(row: Row): boolean {
  return row.ends || isOwn(row);
}

/** So many times the rows of one section are shown of all groups together. */
const SECTIONS = 4;

/**
 * Rows in sections. Whoever is disabled or suspended is shown, whatever the limit, and so is what this change of the file
 * causes.
 *
 * @param rows in the order of the plan
 * @param most the most rows that one section shows, but for these
 */
export function sectionsOf(rows: readonly Row[], targets: readonly PlannedTarget[], most: number): Sections {
  const byKind = groupBy(rows, ({ section }) => section);
  const groups = [...groupBy(inTableOrder(byKind.get('group') ?? [], targets), placeOf).values()];
  const shown: Section[] = [];
  const others: (readonly Row[])[] = [];
  let left = most * SECTIONS;
  for (const own of groups) {
    if (left <= 0 && !own.some((row) => isKept(row))) {
      others.push(own);
      continue;
    }
    append(shown, groupSection(own, targets, Math.max(0, Math.min(most, left))));
    left -= Math.min(own.length, most);
  }
  return {
    groups: shown,
    leftOut: { groups: others.length, rows: others.reduce((sum, own) => sum + own.length, 0) },
    renewed: byKind.get('links')?.length ?? 0,
    apart: [
      ...targets.flatMap((target) => strangerSection(byKind.get('strangers') ?? [], target, targets, most)),
      ...heldSections(byKind.get('held') ?? [], targets, most),
    ],
  };
}

function groupSection(rows: readonly Row[], targets: readonly PlannedTarget[], most: number): Section[] {
  const [first] = rows;
  if (first === undefined) return [];
  const { group } = first;
  const target = targets.find(({ id }) => id === first.target);
  const tally = target?.tallies.find((one) => one.group === group);
  const remark =
    tally === undefined
      ? ''
      : `${counted(tally.present, 'enabled user')}${tally.after === tally.present ? '' : `, ${grouped(tally.after)} afterwards`}`;
  return [section('group', group, rows, { title: ofAccount(first.target, group, targets), remark, most })];
}

function strangerSection(
  rows: readonly Row[],
  { id, labels }: PlannedTarget,
  targets: readonly PlannedTarget[],
  most: number,
): Section[] {
  const own = rows.filter(({ target }) => target === id);
  if (own.length === 0) return [];
  const remark = `${counted(own.length, 'user')} of mapped groups. Who is to stay must become a member of the directory group, or stand in ${labels.protect}`;
  const title = ofAccount(id, 'Not in the directory', targets);
  return [section('strangers', '', own, { title, remark, most })];
}

const FROZEN_TITLE = 'Held back by the freeze of the file: made once it ends';

/** In the order in which the plan comes upon them. */
function heldSections(rows: readonly Row[], targets: readonly PlannedTarget[], most: number): Section[] {
  const sets = groupBy(rows, ({ target, held }) => `${target} ${held?.id ?? ''}`);
  return [...sets.values()].map((own) => {
    const id = own[0]?.held?.id ?? '';
    const limits = [...new Set(own.map(({ held }) => held?.limit ?? ''))].join(', ');
    const held = id === FREEZE ? FROZEN_TITLE : `Held back by the limit ${limits} (${id}): not made unless approved`;
    const title = ofAccount(own[0]?.target, held, targets);
    return section('held', id, own, { title, remark: '', most });
  });
}

function section(
  kind: SectionKind,
  name: string,
  rows: readonly Row[],
  { title, remark, most }: { readonly title: string; readonly remark: string; readonly most: number },
): Section {
  const target = rows[0]?.target ?? '';
  const shown = rows.toSorted(compareRows).filter((row, index) => index < most || isKept(row));
  const id = [target, kind, name].filter((part) => part !== '').join(' ');
  return { id, kind, target, title, remark, rows: shown, left: rows.length - shown.length };
}

/**
 * The order of a table of all changes: target by target, group by group, and within a group as in the plan; the strangers
 * of all targets, and after them the links that are only written anew.
 */
export function inTableOrder(rows: readonly Row[], targets: readonly PlannedTarget[]): Row[] {
  const ranks = rankOfPlaces(rows, targets);
  const rank = (row: Row): number => ranks.get(placeOf(row)) ?? 0;
  const last = ({ section: kind }: Row): number => LAST.indexOf(kind);
  return rows.toSorted((a, b) => last(a) - last(b) || rank(a) - rank(b));
}

/** What stands behind everything else. */
const LAST: readonly SectionKind[] = ['strangers', 'links'];

/** Each place is compared with others only once, for there are many more rows than groups. */
function rankOfPlaces(rows: readonly Row[], targets: readonly PlannedTarget[]): ReadonlyMap<string, number> {
  const places = [...new Map(rows.map((row) => [placeOf(row), row])).values()];
  const sorted = targets.flatMap(({ id, labels }) =>
    places.filter(({ target }) => target === id).sort((a, b) => labels.compareGroups(a.group, b.group)),
  );
  return new Map(sorted.map((row, rank) => [placeOf(row), rank]));
}

function placeOf({ target, group }: Row): string {
  return `${target} ${group}`;
}
