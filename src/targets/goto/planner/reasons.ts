import { compareText } from '../../../core/text.ts';
import type { Reason } from '../../../plan/model.ts';
import type { Claim } from './claims.ts';

/** `rule 1 (line 31)` */
function ruleWords({ by }: Claim): string {
  return `rule ${by.number} (line ${by.rule.line})`;
}

/** Why somebody gets a value: `Meeting from rule 1 (line 31)`. */
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

/** Why a set of products changes: each that comes with the rule that gives it, and those that go. */
export function productsReason(
  reasons: ReadonlyMap<string, Reason>,
  before: readonly string[],
  after: readonly string[],
): Reason {
  const comes = [...reasons].filter(([name]) => after.includes(name) && !before.includes(name));
  const goes = before.filter((name) => !after.includes(name)).sort(compareText);
  const lost = goes.length === 0 ? [] : [`${goes.join(', ')} from no rule`];
  const text = [...comes.map(([, reason]) => reason.text), ...lost].join(', ');
  const [first] = comes;
  if (goes.length > 0) return { ...notGiven(text), line: first?.[1].line ?? null, path: first?.[1].path ?? [] };
  return { code: 'MEMBER_OF', text, line: first?.[1].line ?? null, path: first?.[1].path ?? [] };
}
