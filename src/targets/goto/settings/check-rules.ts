import type { Report } from '../../../config/diagnostic.ts';
import { lowerFirst } from '../../../config/role-order.ts';
import type { Section } from '../../../config/section.ts';
import { groupBy } from '../../../core/collections.ts';
import { isIdentity } from '../../../core/group-ref.ts';
import { fold } from '../../../core/text.ts';
import type { RuleEntry } from './read-rules.ts';
import { isLower, ROLE_NAMES, sameRole } from './roles.ts';

/** Rules about `goto.rules` as a whole. */
export function checkRules(section: Section, rules: readonly RuleEntry[]): void {
  checkEffect(rules, section);
  checkSameGroup(rules, section.report);
  checkOrderOfRoles(rules, section.report);
  checkNames(rules, section);
}

const GIVES = ['products', 'role', 'userGroup', 'language'] as const;

/** A rule that gives nothing would keep people from being suspended, and nobody could see why. */
function checkEffect(
  rules: readonly RuleEntry[],
  { isMeant, report }: Pick<Section, 'report'> & Pick<Section, 'isMeant'>,
): void {
  for (const { entry, index } of rules) {
    if (entry.kind !== 'map' || GIVES.some((key) => isMeant(`rules/${index}/${key}`))) continue;
    const { fields } = entry;
    const given = GIVES.flatMap((key) => fields.get(key) ?? []);
    // A faulty value is a fault of its own.
    if (given.some((field) => field.kind !== 'list' || field.items.length > 0)) continue;
    const message = 'This rule gives nothing: no product, role, user group or language.';
    report.error('RULE_EMPTY', entry.at, message, 'Give it something (products: [Meeting]), or remove it.');
  }
}

/** Two rules for one directory group have the same people, so that the weaker one never counts where both set a value. */
function checkSameGroup(rules: readonly RuleEntry[], report: Report): void {
  const named = rules.filter(({ group, isWhole }) => group !== null && isWhole);
  for (const same of groupBy(named, ({ group }) => fold(group?.text ?? '')).values()) {
    for (const [index, rule] of same.entries()) {
      const stronger = same.slice(0, index);
      const [first] = stronger;
      if (first !== undefined) reportSame(rule, first, stronger, report);
    }
  }
}

function reportSame(rule: RuleEntry, first: RuleEntry, stronger: readonly RuleEntry[], report: Report): void {
  // Through a merge both can be the same text: then the rules themselves are named.
  const at = rule.group === null || first.group?.entry.at === rule.group.entry.at ? rule.entry.at : rule.group.entry.at;
  const twin = stronger.find((other) => isTwin(rule, other));
  if (twin !== undefined) {
    const message = `This rule is the same as the one in line ${report.line(twin.entry.at)}.`;
    report.error('DUPLICATE_RULE', at, message, 'Remove one of the two.');
    return;
  }
  for (const other of stronger) {
    const value = contradiction(rule, other);
    if (value === null) continue;
    const message = `The rule in line ${report.line(other.entry.at)} gives the same directory group another ${value}. It is stronger, so the ${value} of this rule can never count.`;
    report.error('CONTRADICTING_RULES', at, message, `Keep one of the two values of ${value}.`);
    return;
  }
  if (isGivenAlready(rule, stronger)) {
    const message = `This rule changes nothing: all that it gives is given to the same directory group by ${linesOf(stronger, report)}.`;
    report.error('RULE_WITHOUT_EFFECT', at, message, 'Remove it.');
    return;
  }
  const message = `The rule in line ${report.line(first.entry.at)} names the same directory group.`;
  report.warning(
    'RULES_OF_ONE_GROUP',
    at,
    message,
    'Put both into one rule: whoever reads one of them misses the other.',
  );
}

function isTwin(a: RuleEntry, b: RuleEntry): boolean {
  const products = ({ products }: RuleEntry): string => JSON.stringify(products.map(({ text }) => text).toSorted());
  const isSameRole = a.role === null || b.role === null ? a.role === b.role : sameRole(a.role.wish, b.role.wish);
  return isSameRole && a.userGroup === b.userGroup && a.language === b.language && products(a) === products(b);
}

/** Whether stronger rules for the same people give all of it: none of its values contradicts them. */
function isGivenAlready(rule: RuleEntry, stronger: readonly RuleEntry[]): boolean {
  const given = new Set(stronger.flatMap(({ products }) => products).map(({ text }) => text));
  const isSet = (key: 'role' | 'userGroup' | 'language'): boolean => stronger.some((other) => other[key] !== null);
  const single = (['role', 'userGroup', 'language'] as const).every((key) => rule[key] === null || isSet(key));
  return single && rule.products.every(({ text }) => given.has(text));
}

function linesOf(rules: readonly RuleEntry[], report: Report): string {
  const lines = rules.map(({ entry }) => report.line(entry.at));
  return lines.length === 1 ? `the rule in line ${lines.join('')}` : `the rules in lines ${lines.join(', ')}`;
}

/** The key of the single value that both rules set, each to another one; null where there is none. */
function contradiction(a: RuleEntry, b: RuleEntry): string | null {
  if (a.role !== null && b.role !== null && !sameRole(a.role.wish, b.role.wish)) return 'role';
  for (const key of ['userGroup', 'language'] as const) {
    if (a[key] !== null && b[key] !== null && a[key] !== b[key]) return key;
  }
  return null;
}

/**
 * The strongest rule that sets a role gives it as a whole. Where a lower role stands first, the managers of its directory
 * group take higher rights away by making somebody a member.
 */
function checkOrderOfRoles(rules: readonly RuleEntry[], report: Report): void {
  const roles = rules.flatMap(({ entry, role }) => (role === null ? [] : [{ rule: entry, ...role }]));
  const found = lowerFirst(roles, (one, than) => isLower(one.wish, than.wish));
  if (found === null) return;
  const { entry, wish } = found.first;
  const { higher } = found;
  const more = found.more === 0 ? '' : ` (${found.more} more stand before higher ones, too)`;
  const message = `This rule makes ${ROLE_NAMES[wish.kind]} and stands before the one in line ${report.line(higher.rule.at)}, which makes ${ROLE_NAMES[higher.wish.kind]}${more}.`;
  const advice = `The strongest rule that sets a role counts, so whoever manages this directory group can take away the rights of ${ROLE_NAMES[higher.wish.kind]} by adding them to it. Put the rules of higher roles first.`;
  report.warning('LOWER_ROLE_FIRST', entry.at, message, advice);
}

/** People who may create or rename groups can give one the name of another. Rights over others do not hang on that. */
function checkNames(rules: readonly RuleEntry[], { directory, purpose, report }: Section): void {
  if (directory === null) return;
  for (const { group, role } of rules) {
    if (group === null || role === null || role.wish.kind === 'member' || isIdentity(group.text, directory)) continue;
    const { entry, text } = group;
    const who = ROLE_NAMES[role.wish.kind];
    const message = `"${text.trim().slice(0, 80)}" is a name, and whoever may create or rename groups can give it to another one: who becomes one of the ${who} must not hang on a name.`;
    const term = /^[\p{L}\p{N} ._-]+$/u.test(text) ? text.trim() : 'PART OF THE NAME';
    const form = directory === 'entra' ? 'the object id' : 'the DN (or the objectGUID)';
    const advice = `Run: adsync groups search "${term}", and write ${form} that it prints as directoryGroup.`;
    const isRefused = role.wish.kind === 'admin' || role.wish.kind === 'superAdmin';
    if (isRefused && purpose === 'sync') report.error('GROUP_BY_NAME', entry.at, message, advice);
    else report.warning('GROUP_BY_NAME', entry.at, message, advice);
  }
}
