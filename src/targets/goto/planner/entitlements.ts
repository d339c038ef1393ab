import type { RoleWish } from '../settings.ts';
import type { Claim, RuleRead } from './claims.ts';

/** A value with the rule that it comes from. */
export interface Given<Value> {
  readonly value: Value;
  /** null where no rule sets it, and the value is what everybody has then. */
  readonly claim: Claim | null;
}

/** What the rules give one person. A single value that is null is left alone. */
export interface Entitlements {
  /** Each product with the strongest rule that gives it, in the order of the rules. */
  readonly products: ReadonlyMap<string, Claim>;
  /** Products of rules that were half read and may have the person: they are not taken away. */
  readonly maybe: ReadonlySet<string>;
  readonly role: Given<RoleWish> | null;
  readonly userGroup: Given<string> | null;
  readonly language: Given<string> | null;
}

/**
 * Merges what several rules give: the union of their products; of single values the one of the strongest rule that sets it.
 * A stronger rule that was half read may set another value, so nothing is concluded then.
 *
 * @param claims the rules that surely have the person, the strongest first
 * @param rules all rules of the file
 */
export function entitlementsOf(claims: readonly Claim[], rules: readonly RuleRead[]): Entitlements {
  const sure = new Set(claims.map(({ by }) => by));
  const open = rules.filter((one) => !one.complete && !sure.has(one));
  const products = new Map<string, Claim>();
  for (const claim of claims) {
    for (const name of claim.by.rule.products) if (!products.has(name)) products.set(name, claim);
  }
  const single = <Value>(valueOf: (rule: RuleRead['rule']) => Value | null): Given<Value> | 'unknown' | null => {
    const rival = open.find(({ rule }) => valueOf(rule) !== null);
    for (const claim of claims) {
      const value = valueOf(claim.by.rule);
      if (value === null) continue;
      return rival !== undefined && rival.number < claim.by.number ? 'unknown' : { value, claim };
    }
    return rival === undefined ? null : 'unknown';
  };
  const role = single(({ role: wish }) => wish);
  const setsRoles = rules.some(({ rule }) => rule.role !== null);
  return {
    products,
    maybe: new Set(open.flatMap(({ rule }) => rule.products)),
    role: role === null && setsRoles ? { value: { kind: 'member' }, claim: null } : known(role),
    userGroup: known(single(({ userGroup }) => userGroup)),
    language: known(single(({ language }) => language)),
  };
}

function known<Value>(given: Given<Value> | 'unknown' | null): Given<Value> | null {
  return given === 'unknown' ? null : given;
}
