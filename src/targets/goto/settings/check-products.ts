import type { Fault } from '../../../config/address.ts';
import type { Report } from '../../../config/diagnostic.ts';
import { type Entry, keyText, selectAll } from '../../../config/entry.ts';
import type { Section } from '../../../config/section.ts';
import { didYouMean } from '../../../config/suggest.ts';
import { firstUnseen, nameOfCharacter } from '../../../core/characters.ts';
import { fold } from '../../../core/text.ts';
import { checkDigits } from './check-account.ts';
import type { RuleEntry } from './read-rules.ts';

/** More would not fit into a plan. */
const LONGEST_NAME = 100;
/** More names than anybody reads in a message. */
const MOST_NAMED = 20;

/** The names of `goto.products` with the keys of their licences, and what the rules make of them. */
export function checkProducts(section: Section, rules: readonly RuleEntry[]): void {
  const { root, report } = section;
  const [map] = selectAll(root, 'products');
  const fields = map?.kind === 'map' ? map.fields : new Map<string, Entry>();
  const isGood = checkNames(fields, report);
  checkKeys(fields, report);
  if (section.isMeant('products') || (map !== undefined && map.kind !== 'map')) return;
  const isKnown = checkGiven(fields, rules, report);
  if (isGood && isKnown && areWhole(root, rules)) checkUse(fields, rules, report);
}

/** Whether all names can be used. */
function checkNames(fields: ReadonlyMap<string, Entry>, report: Report): boolean {
  let isGood = true;
  const lines = new Map<string, number>();
  for (const [name, entry] of fields) {
    const line = lines.get(fold(name));
    const fault = line === undefined ? nameFault(name) : twice(line);
    lines.set(fold(name), line ?? report.line(entry.keyAt));
    if (fault === null) continue;
    isGood = false;
    report.error(fault[0], entry.keyAt, fault[1], fault[2]);
  }
  return isGood;
}

function twice(line: number): Fault {
  return ['PRODUCT_NAME', `This name differs from the one in line ${line} in capitals only.`, 'Choose another name.'];
}

/** In plans names stand in lists, before `=`, and beside licences that have no name. */
function nameFault(name: string): Fault | null {
  if (name.trim() === '') return ['PRODUCT_NAME', 'The name of a product is empty.', 'Choose a name.'];
  const unseen = firstUnseen(name.replaceAll(' ', ''));
  if (unseen !== null) {
    const message = `The name of a product holds ${nameOfCharacter(unseen)}, which cannot be seen.`;
    return ['PRODUCT_NAME', message, 'Choose a name without it.'];
  }
  if (name !== name.trim()) {
    return ['PRODUCT_NAME', 'The name of a product begins or ends with a blank.', 'Write it without.'];
  }
  if (name.length > LONGEST_NAME) {
    const message = `The name of a product is longer than ${LONGEST_NAME} characters.`;
    return ['PRODUCT_NAME', message, 'Choose a shorter one.'];
  }
  const sign = /[,;=]/.exec(name)?.[0];
  if (sign !== undefined) {
    const message = `The name of a product holds "${sign}", which divides names in a plan.`;
    return ['PRODUCT_NAME', message, 'Choose a name without it.'];
  }
  if (!/^licen[cs]es? /i.test(name)) return null;
  const message = 'The name of a product begins like a licence that has no name in this file.';
  return ['PRODUCT_NAME', message, 'Choose another name, like Meeting.'];
}

function checkKeys(fields: ReadonlyMap<string, Entry>, report: Report): void {
  const names = new Map<string, string>();
  for (const [name, entry] of fields) {
    checkDigits(entry, 'The key of a licence', report);
    const key = entry.faulty ? null : keyText(entry);
    if (key === null) continue;
    const other = names.get(key);
    if (other === undefined) names.set(key, name);
    else {
      const message = `This licence has a name already in goto.products: "${other}".`;
      report.error('DUPLICATE_LICENCE', entry.at, message, 'Keep one of the two names.');
    }
  }
}

/** Whether `goto.products` has all names that the rules give. */
function checkGiven(fields: ReadonlyMap<string, Entry>, rules: readonly RuleEntry[], report: Report): boolean {
  const unknown = rules.flatMap(({ products }) => products).filter(({ text }) => !fields.has(text));
  for (const { entry, text } of unknown) {
    const names = [...fields.keys()];
    const message = `goto.products has no "${cut(text)}".${didYouMean(text, names)}`;
    const more = names.length > MOST_NAMED ? ', …' : '';
    const known = names.length === 0 ? '' : ` It has: ${names.slice(0, MOST_NAMED).map(cut).join(', ')}${more}.`;
    const advice = `Correct the name, or add it to goto.products with the key of its licence.${known}`;
    report.error('PRODUCT_UNKNOWN', entry.at, message, advice);
  }
  return unknown.length === 0;
}

/** With one fault in the rules nobody knows which products they were meant to give. */
function areWhole(root: Entry, rules: readonly RuleEntry[]): boolean {
  return rules.length > 0 && rules.length === selectAll(root, 'rules[]').length && rules.every((rule) => rule.isWhole);
}

/** Whoever is in a rule has the named products that the rules give, and no other named one. */
function checkUse(fields: ReadonlyMap<string, Entry>, rules: readonly RuleEntry[], report: Report): void {
  const given = new Set(rules.flatMap(({ products }) => products).map(({ text }) => text));
  for (const [name, entry] of fields) {
    if (given.has(name)) continue;
    const message = `No rule gives "${cut(name)}": it will be taken from everybody who is in a rule.`;
    const advice = 'Remove it here if its licences are to be left alone, or give it in a rule.';
    report.warning('PRODUCT_UNUSED', entry.keyAt, message, advice);
  }
}

function cut(name: string): string {
  return name.length > 80 ? `${name.slice(0, 80)}…` : name;
}
