import { type HeldSets, heldSets, staleApproval } from './approvals.ts';
import { memberKey } from './counted.ts';
import { Failure } from './failure.ts';
import { holdGroups } from './hold.ts';
import { BY_OPTION, chosenKeys, isAsShown } from './judge.ts';
import type { AccountReading, Change, HeldBy, LetThrough, Notice, Plan } from './model.ts';
import { withChanges } from './narrow.ts';
import { formatPath } from './path.ts';
import { bearsPlanMark, savingOf } from './plan-mark.ts';
import type { Settings } from './settings.ts';

export interface Circumstances {
  readonly settings: Settings;
  readonly account: AccountReading;
  readonly now: Date;
}

const AGAIN = 'Make a new plan, look at it, and apply that one.';

/** Milliseconds that the clocks of two machines may differ. */
const CLOCKS_DIFFER = 5 * 60_000;

/** Why a saved plan must not be applied, here and now; null when it may be. Nothing in here looks at single changes. */
export function cannotApply(plan: Plan, { settings, account, now }: Circumstances): Failure | null {
  const [target] = plan.targets;
  if (target.account !== account.account) {
    const text = `The plan was made for account ${target.account}; the credentials are those of account ${account.account}.`;
    return new Failure('PLAN_OTHER_ACCOUNT', text, 'Use the YAML file that the plan was made with.');
  }
  if (plan.config.sha256 !== settings.sha256) {
    const text = `The plan was made with another ${plan.config.file} than ${settings.file} is now.`;
    return new Failure('PLAN_OTHER_FILE', text, AGAIN);
  }
  const marked = [...account.users, ...account.groups].filter((one) => bearsPlanMark(one.description, plan));
  if (marked.length > 0) {
    const [first] = marked.map((one) => ('name' in one ? one.name : formatPath(one.path)));
    const others = marked.length === 1 ? '' : ` and ${marked.length - 1} more`;
    const text = `The plan ${savingOf(plan)} was applied before, for its mark is in the description of ${first ?? ''}${others}; a plan is applied once.`;
    return new Failure('PLAN_SPENT', text, 'Make a new plan: it shows what is left to do.');
  }
  const age = now.getTime() - Date.parse(plan.createdAt);
  if (age < -CLOCKS_DIFFER) {
    const text = `The plan says that it was made at ${plan.createdAt}, which is still to come.`;
    return new Failure(
      'PLAN_FROM_FUTURE',
      text,
      `Look at the clocks of this machine and of the one that made it. ${AGAIN}`,
    );
  }
  if (age > settings.maxPlanAge) {
    const text = `The plan is ${hours(age)} old; plans may be ${hours(settings.maxPlanAge)} old (maxPlanAge).`;
    return new Failure('PLAN_TOO_OLD', text, AGAIN);
  }
  return null;
}

export interface Given {
  /** Ids of held sets that are let through. */
  readonly ids: readonly string[];
  /** Of whom only: e-mail addresses or nodes; empty = everybody. */
  readonly only: readonly string[];
  /** Whom the ids stood for when they were shown, as far as anybody remembers. */
  readonly earlier: HeldSets;
}

/**
 * The plan with the named holds let through.
 *
 * @throws Failure APPROVAL_STALE where an id stands for nothing that the plan holds, or is known to have stood for
 *   others; APPROVAL_ONLY where `only` names somebody who is not in the set
 */
export function approve(plan: Plan, { ids, only, earlier }: Given): Plan {
  const held = heldSets(plan.changes);
  const unknown = ids.filter((id) => !held.has(id) || !isAsShown({ id, members: held.get(id) ?? [] }, earlier));
  if (unknown.length > 0) throw staleApproval(unknown, held, earlier);
  const chosen = new Map(
    ids.map((id) => {
      const members = held.get(id) ?? [];
      return [id, only.length === 0 ? new Set(members.map(({ key }) => key)) : chosenKeys(id, members, only)];
    }),
  );
  const changes = holdGroups(plan.changes.map((change) => allow(change, chosen, only.length > 0)));
  const whole = ids.filter((id) => !heldSets(changes).has(id));
  const passed = plan.notices.filter(({ code, text }) => code === 'HELD' && whole.some((id) => text.includes(id)));
  const said = [...chosen].map(([id, keys]): Notice => {
    const text = `${keys.size} of ${held.get(id)?.length ?? 0} users are let through by ${BY_OPTION} (${id}).`;
    return { code: 'LET_THROUGH', severity: 'info', text, subject: id, line: null };
  });
  const notices = [...plan.notices.filter((notice) => !passed.includes(notice)), ...said];
  const approved = withChanges(plan, changes, notices);
  // A leaver's user that passes to somebody else is no leaver's any more.
  const passedOn = plan.changes.filter(
    ({ held }, index) => held !== null && changes[index]?.held === null && takesOver(plan.changes[index]),
  );
  const leaversLeft = Math.max(0, approved.summary.leaversLeft - passedOn.length);
  return { ...approved, summary: { ...approved.summary, leaversLeft } };
}

function takesOver(change: Change | undefined): boolean {
  if (change === undefined) return false;
  const { before, after, facts } = change;
  return (before?.link ?? null) !== null && after.link !== undefined && facts?.status === 'enabled';
}

/** The change without the holds that are let through; the first of those that are left keeps it. */
function allow(change: Change, chosen: ReadonlyMap<string, ReadonlySet<string>>, part: boolean): Change {
  if (change.held === null) return change;
  const key = memberKey(change);
  const isAllowed = ({ id }: HeldBy): boolean => chosen.get(id)?.has(key) === true;
  const all = [change.held, ...change.held.also].map(({ limit, id }): HeldBy => ({ limit, id }));
  const [first, ...also] = all.filter((one) => !isAllowed(one));
  const through = all.filter(isAllowed).map((one): LetThrough => ({ ...one, by: BY_OPTION, part }));
  return {
    ...change,
    held: first === undefined ? null : { ...first, also },
    letThrough: [...change.letThrough, ...through],
  };
}

function hours(milliseconds: number): string {
  const minutes = Math.round(milliseconds / 60_000);
  return minutes < 120 ? `${minutes} minutes` : `${Math.round(minutes / 60)} hours`;
}
