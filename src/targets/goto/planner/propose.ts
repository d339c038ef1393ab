import type { Notice } from '../../../core/notice.ts';
import { withCleanText } from '../../../plan/clean.ts';
import { accountGrows } from '../../../plan/growth.ts';
import { guardRails } from '../../../plan/guard-rails.ts';
import { withHold } from '../../../plan/hold.ts';
import { sortNotices } from '../../../plan/notices.ts';
import { orderChanges } from '../../../plan/order.ts';
import type { Proposed } from '../../../plan/propose.ts';
import { type SectionFacts, sectionOf } from '../../../plan/section.ts';
import type { AccountReading, AccountUser } from './account.ts';
import { type GotoChange, targetId, TYPE } from './change.ts';
import { addressesLost, mails, maybeRenamed } from './effects.ts';
import { FIELDS } from './fields.ts';
import { GUARDS } from './guard-rails.ts';
import { namesIn } from './known-names.ts';
import { enabledUsers, leaversLeft } from './leavers.ts';
import { type GotoProposeInput, runPasses } from './passes.ts';
import { protector } from './protected-users.ts';
import { summed } from './remarks.ts';
import { budgetsOf } from './seats.ts';
import { talliesOf, unchangedUsers } from './tallies.ts';
import { unknownNames } from './unknown-names.ts';

/**
 * The planner: a function of the file, the directory and the account. The same situation gives the same changes. What the
 * file names and the account does not have makes errors, and then there are no changes.
 *
 * @throws Failure APPROVAL_ONLY: an approval names somebody who is not in its set
 */
export function proposeChanges(input: GotoProposeInput): Proposed<GotoChange> {
  const unknown = unknownNames(input.settings.goto, input.account, input.reading);
  return unknown.some(({ severity }) => severity === 'error')
    ? nothingPlanned(input, unknown)
    : sectionFrom(input, unknown);
}

function nothingPlanned({ settings, account }: GotoProposeInput, errors: readonly Notice[]): Proposed<GotoChange> {
  const notices = sortNotices(errors.map(withCleanText));
  const budgets = budgetsOf(settings.goto.products, account);
  const facts = { ...factsOf(account), unchanged: 0, leaversLeft: 0, budgets, tallies: [] };
  return {
    kind: 'section',
    section: sectionOf(facts, [], notices),
    changes: [],
    notices,
    complete: false,
    holds: new Map(),
    stale: [],
    open: new Map(),
  };
}

/** The changes that lead from the account as it is to what should be: held, in order, and summed up. */
function sectionFrom(input: GotoProposeInput, more: readonly Notice[]): Proposed<GotoChange> {
  const { settings, account } = input;
  const passes = runPasses(input);
  const { reading, ground, wanted, held } = passes;
  const changes = orderChanges(
    passes.changes.map((change) => withHold(change, held)),
    FIELDS,
  );
  const protectionOf = protector(account, settings.goto);
  const isProtected = (user: AccountUser): boolean => protectionOf(user) !== null;
  const left = leaversLeft(ground, wanted, isProtected, held.held);
  const remarks = [
    ...passes.remarks,
    ...left,
    ...maybeRenamed(changes),
    ...addressesLost(ground, changes),
    ...mails(changes, settings.goto),
  ];
  const enabled = enabledUsers(account);
  const notices = sortNotices(
    [
      ...passes.notices,
      ...more,
      ...held.notices,
      ...summed(remarks),
      ...accountGrows(changes, enabled),
      ...guardRails(settings, GUARDS, enabled),
    ].map(withCleanText),
  );
  const names = namesIn(reading, settings.goto.mappings);
  const facts = {
    ...factsOf(account),
    ...(Object.keys(names).length === 0 ? {} : { names }),
    unchanged: unchangedUsers(wanted, changes),
    leaversLeft: left.length,
    budgets: budgetsOf(settings.goto.products, account),
    tallies: talliesOf(ground),
  };
  return {
    kind: 'section',
    section: sectionOf(facts, changes, notices),
    changes,
    notices,
    complete: reading.kind === 'complete',
    holds: held.shown,
    stale: held.stale,
    open: held.sets,
  };
}

function factsOf({
  account,
  organization,
  url,
}: AccountReading): Pick<SectionFacts, 'id' | 'type' | 'account' | 'organization' | 'url'> {
  return { id: targetId(account), type: TYPE, account, organization, url };
}
