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
import { type GotoProposeInput, type Passes, runPasses } from './passes.ts';
import { protector } from './protected-users.ts';
import { type Remark, summed } from './remarks.ts';
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
  return planChanges(input).proposed;
}

/** What is proposed, with everything that led to it. */
export interface Planned {
  readonly proposed: Proposed<GotoChange>;
  /** null where nothing is planned, because the file names what the account does not have. */
  readonly passes: Passes | null;
  /** Everything that is said of one person or user. */
  readonly remarks: readonly Remark[];
}

/** The same with the passes behind it, for those who explain it. @throws Failure as {@link proposeChanges} */
export function planChanges(input: GotoProposeInput): Planned {
  const unknown = unknownNames(input.settings.goto, input.account, input.reading);
  if (unknown.some(({ severity }) => severity === 'error')) {
    return { proposed: nothingPlanned(input, unknown), passes: null, remarks: [] };
  }
  const passes = runPasses(input);
  return { passes, ...sectionFrom(input, passes, unknown) };
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
function sectionFrom(
  { settings, account }: GotoProposeInput,
  passes: Passes,
  more: readonly Notice[],
): Pick<Planned, 'proposed' | 'remarks'> {
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
  const proposed: Proposed<GotoChange> = {
    kind: 'section',
    section: sectionOf(facts, changes, notices),
    changes,
    notices,
    complete: reading.kind === 'complete',
    holds: held.shown,
    stale: held.stale,
    open: held.sets,
  };
  return { proposed, remarks };
}

function factsOf({
  account,
  organization,
  url,
}: AccountReading): Pick<SectionFacts, 'id' | 'type' | 'account' | 'organization' | 'url'> {
  return { id: targetId(account), type: TYPE, account, organization, url };
}
