import { groupBy } from '../../../core/collections.ts';
import type { Tally } from '../../../plan/model.ts';
import { compareText } from '../../../core/text.ts';
import type { GotoChange } from './change.ts';
import type { Claims } from './claims.ts';
import type { Ground } from './decide.ts';
import { isEnabled } from './limit-bases.ts';
import type { WantedUser } from './wanted-user.ts';

/** For every rule: how many people it is the strongest rule of, and how many of them hold something. */
export function talliesOf({ claims, matches, reading }: Ground): Omit<Tally, 'after'>[] {
  const users = new Map(matches.matches.map(({ person, user }) => [person.id, user]));
  const strongest = groupBy(claims.of, ([, [first]]) => first?.by);
  return claims.rules.map((one) => {
    const ids = (strongest.get(one) ?? []).map(([id]) => id);
    const working = ids.filter((id) => reading.people.get(id)?.state === 'enabled');
    const present = ids.filter((id) => {
      const user = users.get(id);
      return user !== undefined && isEnabled(user);
    });
    return { group: one.heading, line: one.rule.line, wanted: working.length, present: present.length };
  });
}

/** How many users are in step with the rules. */
export function unchangedUsers(wanted: readonly WantedUser[], changes: readonly GotoChange[]): number {
  const changed = new Set<string>(changes.flatMap(({ node }) => (node === null ? [] : [node])));
  return wanted.filter(({ user, person }) => user !== null && person !== null && !changed.has(user.key)).length;
}

/** The order of the rules; users that no rule has come last. */
export function compareHeadings(a: string, b: string): number {
  return numberOf(a) - numberOf(b) || compareText(a, b);
}

function numberOf(heading: string): number {
  const match = /^Rule (\d+):/.exec(heading);
  return match === null ? Number.MAX_SAFE_INTEGER : Number(match[1]);
}

/** Rules that were read to the end and have nobody. */
export function emptyRules({ rules, of }: Claims): readonly Claims['rules'][number][] {
  const used = new Set([...of.values()].flatMap((claims) => claims.map(({ by }) => by)));
  return rules.filter((one) => one.complete && !used.has(one));
}
