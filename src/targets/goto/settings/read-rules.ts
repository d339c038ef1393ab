import { type Entry, type ScalarEntry, select, selectAll, selectTexts, textAt } from '../../../config/entry.ts';
import type { Section } from '../../../config/section.ts';
import type { RoleWish } from '../settings.ts';
import { readRole } from './read-role.ts';

/** A rule as it stands in the file. What was found faulty is not there. */
export interface RuleEntry {
  readonly entry: Entry;
  /** Its place in the list, from 0: faulty rules count as well. */
  readonly index: number;
  readonly group: { readonly entry: ScalarEntry; readonly text: string } | null;
  readonly products: readonly { readonly entry: ScalarEntry; readonly text: string }[];
  readonly role: { readonly entry: Entry; readonly wish: RoleWish } | null;
  readonly userGroup: string | null;
  readonly language: string | null;
  /** Whether nothing in it is faulty: else nobody knows what it was meant to give. */
  readonly isWhole: boolean;
}

/** Reads the rules, and reports what is wrong with their roles. */
export function readRules({ root, report }: Section): RuleEntry[] {
  return selectAll(root, 'rules[]').flatMap((entry, index) => {
    if (entry.faulty) return [];
    const [group = null] = selectTexts(entry, 'directoryGroup');
    const [role] = entry.kind === 'map' ? select(entry, 'role') : [];
    const wish = role === undefined ? null : readRole(role, report);
    const rule = {
      entry,
      index,
      group,
      products: selectTexts(entry, 'products[]'),
      role: role === undefined || wish === null ? null : { entry: role, wish },
      userGroup: textAt(entry, 'userGroup')?.trim() ?? null,
      language: textAt(entry, 'language'),
      isWhole: isWhole(entry),
    };
    return [rule];
  });
}

function isWhole(rule: Entry): boolean {
  const fields = rule.kind === 'map' ? [...rule.fields.values()] : [];
  return ![...fields, ...selectAll(rule, 'products[]')].some(({ faulty }) => faulty);
}
