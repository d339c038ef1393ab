import { groupBy } from '../../../core/collections.ts';
import { compareText } from '../../../core/text.ts';
import type { Reason } from '../../../plan/model.ts';
import type { Claim } from './claims.ts';

/** `rule 1 (line 31)` */
function ruleWords({ by }: Claim): string {
  return `rule ${by.number} (line ${by.rule.line})`;
}

/** Why somebody gets a value: `Sales from rule 1 (line 31)`. */
export function given(what: string, claim: Claim): Reason {
  return { code: 'MEMBER_OF', text: `${what} from ${ruleWords(claim)}`, line: claim.by.rule.line, path: claim.path };
}

/** Why somebody has a value that no rule sets. */
export function notGiven(text: string): Reason {
  return { code: 'NOT_GIVEN', text, line: null, path: [] };
}

/** That somebody belongs to a rule, the strongest of several. */
export function memberOf(claim: Claim): Reason {
  return {
    code: 'MEMBER_OF',
    text: `member of ${claim.path[0] ?? ''} (rule ${claim.by.number})`,
    line: claim.by.rule.line,
    path: claim.path,
  };
}

/** Why a set of products changes: those that come, by the rules that give them, and those that go. */
export function productsReason(
  claims: ReadonlyMap<string, Claim>,
  before: readonly string[],
  after: readonly string[],
): Reason {
  const comes = [...claims].filter(([name]) => after.includes(name) && !before.includes(name));
  const goes = before.filter((name) => !after.includes(name)).sort(compareText);
  const lost = goes.length === 0 ? [] : [`${goes.join(', ')} from no rule`];
  const text = [...givenByRule(comes), ...lost].join(', ');
  const first = comes[0]?.[1];
  const place = { line: first?.by.rule.line ?? null, path: first?.path ?? [] };
  return { code: goes.length > 0 ? 'NOT_GIVEN' : 'MEMBER_OF', text, ...place };
}

/** `Connect, Meeting from rule 1 (line 31)` for each rule. */
function givenByRule(products: readonly (readonly [name: string, claim: Claim])[]): string[] {
  return [...groupBy(products, ([, { by }]) => by).values()].flatMap((same) => {
    const [first] = same;
    const names = same.map(([name]) => name);
    return first === undefined ? [] : [given(names.join(', '), first[1]).text];
  });
}
