import type { Notice } from '../../../core/notice.ts';
import type { DirectoryReading } from '../../../core/people.ts';
import { fold } from '../../../core/text.ts';
import { patternOf } from '../../../core/pattern.ts';
import type { Held } from '../../../plan/hold.ts';
import type { ProposeInput } from '../../../plan/propose.ts';
import type { GotoFileSettings, GotoSettings } from '../settings.ts';
import type { AccountReading, UserKey } from './account.ts';
import { accountNames } from './account-names.ts';
import { type GotoChange, targetId } from './change.ts';
import { type Claims, claimsOf } from './claims.ts';
import { decide, type Ground } from './decide.ts';
import type { Words } from './diff.ts';
import { lostPhones, oddStatus, unseenAttributes } from './effects.ts';
import { type Holding, holdPlanned } from './holds.ts';
import { checkNames } from './known-names.ts';
import { licenceNames } from './licence-names.ts';
import { matchPeople } from './match.ts';
import { protect } from './protected-users.ts';
import type { Remark } from './remarks.ts';
import { shareSeats, type SharedSeats } from './seats.ts';
import { emptyRules } from './tallies.ts';
import { planUser } from './users.ts';
import { keyOf, type WantedUser } from './wanted-user.ts';

/** What the planner is given. */
export interface GotoProposeInput extends ProposeInput {
  readonly settings: GotoFileSettings;
  readonly account: AccountReading;
}

/** The result of all passes over the file, the directory and the account. */
export interface Passes {
  /** The directory, without what names of rules do not mean any more. */
  readonly reading: DirectoryReading;
  readonly ground: Ground;
  /** What should be, for every user that may be touched. */
  readonly wanted: readonly WantedUser[];
  /** Why each user that would change is protected. */
  readonly protectedUsers: ReadonlyMap<UserKey, string>;
  readonly changes: readonly GotoChange[];
  readonly held: Held;
  readonly notices: readonly Notice[];
  readonly remarks: readonly Remark[];
}

/**
 * The passes in their order. Each takes what the one before has made, and takes back or adds one thing.
 *
 * @throws Failure APPROVAL_ONLY
 */
export function runPasses(input: GotoProposeInput): Passes {
  const { account, approvals, earlier, past, knownNames: known } = input;
  const settings = input.settings.goto;
  // Before anything is concluded from a group: whether the name of the rule still means it.
  const named = checkNames(input.reading, { account: account.account, rules: settings.mappings, known, approvals });
  const { reading, used } = named;
  // Who belongs to which rule, and whose user is whose.
  const claims = claimsOf(settings.mappings, reading);
  const matches = matchPeople(reading, account, settings);
  const words = wordsOf(settings, account);
  const ground: Ground = { settings, reading, account, claims, matches, words };
  // What becomes of each user, and who is new. The passes below only take back, or put off.
  const decision = decide(ground);
  // Protection comes after all decisions about a user, and before seats: a protected user gives none back.
  const safe = protect(decision.wanted, account, settings, words);
  const holding = {
    settings: input.settings,
    account,
    approvals: approvals.filter(({ id }) => !used.has(id)),
    earlier,
    past,
  };
  const settled = settle(safe.wanted, ground, holding);
  const doubts = matches.doubts
    .filter(({ people }) => people?.some((id) => claims.of.has(id)) ?? true)
    .map(({ code, text }): Remark => ({ code, subject: 'goto.rules', who: text }));
  return {
    ...{ reading, ground, wanted: safe.wanted, protectedUsers: safe.why, changes: settled.changes, held: settled.held },
    notices: [
      ...reading.notices,
      ...named.notices,
      ...claims.notices,
      ...idleRules(claims),
      ...unusedProtection(settings, account),
      ...unseenAttributes(account, settings),
    ],
    remarks: [
      ...doubts,
      ...decision.remarks,
      ...safe.remarks,
      ...settled.shared.remarks,
      ...lostPhones(settled.shared.served, account),
      ...oddStatus(account, settings),
    ],
  };
}

export function wordsOf(settings: GotoSettings, account: AccountReading): Words {
  return { licences: licenceNames(settings.products), names: accountNames(account), settings };
}

interface Settled {
  readonly shared: SharedSeats;
  readonly changes: readonly GotoChange[];
  readonly held: Held;
}

/**
 * Limits and seats depend on each other: who is held gives no seat back, and who finds no seat counts in no limit. Users
 * that were held in one round give nothing back in the next ones, until a round holds nobody new.
 */
function settle(wanted: readonly WantedUser[], { account, words }: Ground, holding: Holding): Settled {
  const doubts = new Map(wanted.flatMap((entry) => (entry.doubt === null ? [] : [[keyOf(entry), entry.doubt]])));
  const target = targetId(account.account);
  const stay = new Set<string>();
  for (;;) {
    const shared = shareSeats(wanted, account, words, stay);
    const changes = shared.served.flatMap((one) => planUser(one, target, words));
    const held = holdPlanned(changes, doubts, holding);
    const more = [...held.held.keys()].filter((key) => !stay.has(key));
    if (more.length === 0) return { shared, changes, held };
    more.forEach((key) => stay.add(key));
  }
}

function idleRules(claims: Claims): Notice[] {
  return emptyRules(claims).map(({ rule }): Notice => {
    const text = 'The directory group has no people, nor has any group inside it, so the rule gives nobody anything.';
    return { code: 'MAPPING_EMPTY', severity: 'info', text, subject: rule.directoryGroup, line: rule.line };
  });
}

/** Addresses of the directory count for nothing here: people who write their own `mail` could protect themselves. */
function unusedProtection({ protect: entries, protectLines }: GotoSettings, { users }: AccountReading): Notice[] {
  const emails = users.map(({ email }) => fold(email));
  return entries.flatMap((entry, index): Notice[] => {
    if (emails.some(patternOf(entry))) return [];
    const text = `No user of the account has the address ${entry}, so the entry protects nobody. Correct it, or remove it.`;
    return [{ code: 'PROTECT_UNUSED', severity: 'warning', text, subject: entry, line: protectLines[index] ?? null }];
  });
}
