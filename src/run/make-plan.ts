import { dayAt } from '../core/calendar.ts';
import type { Notice } from '../core/notice.ts';
import { counted } from '../core/counted.ts';
import type { DirectoryReading, PersonId, Whereabouts } from '../core/people.ts';
import type { Settings } from '../core/settings.ts';
import { type TargetId, targetId } from '../core/target-id.ts';
import { Failure } from '../core/failure.ts';
import type { Directory } from '../directory/directory.ts';
import type { HeldSets } from '../plan/held-sets.ts';
import { assemblePlan } from '../plan/assemble.ts';
import { absentUsers } from '../plan/evidence.ts';
import { withForecast } from '../plan/forecast.ts';
import { expiryNotices } from '../plan/expiry.ts';
import { frozenAt } from '../plan/freeze.ts';
import { freezeSection, withNotices } from '../plan/freeze-plan.ts';
import { guardRailsFor } from '../plan/guard-rails.ts';
import type { Approval } from '../plan/approvals.ts';
import type { Plan } from '../plan/model.ts';
import type { KnownNames, Proposed, ProposeInput } from '../plan/propose.ts';
import type { Past } from '../plan/earlier-runs.ts';
import type { Missing } from '../plan/stale-approvals.ts';
import type { Account, Target } from '../targets/target.ts';
import { type LostTarget, lostOr, type OpenTarget } from './open-target.ts';
import { heldBack, sideBySide } from './side-by-side.ts';
import { askedOf, type Asked, ownPart, readingOf } from './wanted-groups.ts';

export interface PlanRun {
  readonly settings: Settings;
  readonly directory: Directory;
  /** At least one, in the order of the file. */
  readonly targets: readonly OpenTarget[];
  /** Accounts that did not answer before. */
  readonly lost: readonly LostTarget[];
  /** What another file wants of the same readings; it changes nothing of this plan. Absent = there is none. */
  readonly also?: Asked;
  readonly adsyncVersion: string;
  readonly now: Date;
  readonly signal: AbortSignal;
  /** Ask for the details of every user, not only where the link marker leaves them open. */
  readonly refresh: boolean;
  /** Of the file and of the command line. */
  readonly approvals: readonly Approval[];
  /** Whom holds of former plans stood for. */
  readonly earlier: HeldSets;
  /** What earlier runs did in an account; asked for once each. */
  readonly past: (id: TargetId, target: Target) => Promise<Past>;
  /** What names of mappings are known to mean for an account; asked for once each. */
  readonly knownNames: (target: TargetId) => Promise<KnownNames>;
  readonly progress: (text: string) => void;
}

export interface PlanRunResult {
  readonly plan: Plan;
  /** The accounts as the plan saw them. */
  readonly accounts: ReadonlyMap<TargetId, Account>;
  /** Everybody whom a limit would hold, by the id of the set, let through or not. */
  readonly holds: HeldSets;
  /** What the planner of each account was given in the end. */
  readonly inputs: ReadonlyMap<TargetId, ProposeInput>;
}

/** A plan with what it was made from, so that another file can be planned on the same. */
export interface MadePlan extends PlanRunResult {
  /** With what another file wants besides. */
  readonly reading: DirectoryReading;
  readonly started: readonly Started[];
  readonly lost: readonly LostTarget[];
}

/** How often the directory is read in all until somebody's absence is sure. */
const LOOKS = 4;

/**
 * Reads the directory and the accounts at the same time and makes the plan, asking for users' details until the planners
 * have seen enough.
 *
 * Nobody is disabled for being absent from a single reading: groups are read one after the other, so a person who is
 * moved from one to another in between, or is missing on a server that lags behind, stands in none of them. Where the
 * plan would do so the directory is read again, until a reading misses nobody but those whom the one before it missed,
 * too. A file does not change while it is read. A reading of an earlier round does not count: nobody is absent by it.
 *
 * An account that cannot be read, or not be planned, is said and left out, as long as there is another.
 *
 * @throws Failure when the directory, or every account, cannot be read; DIRECTORY_UNSTEADY
 */
export async function makePlan(run: PlanRun): Promise<MadePlan> {
  const lost = [...run.lost];
  let made = await firstLook(run, lost);
  while ('absent' in made) made = await lookAgain(made, run, lost);
  return made;
}

/** What is known of a plan that rests on absence while the directory is read again: a large reading is never held beside the next one. */
interface Doubt {
  readonly absent: ReadonlySet<string>;
  readonly started: readonly Started[];
  /** How often the directory was read for this plan. */
  readonly looks: number;
}

async function firstLook(run: PlanRun, lost: LostTarget[]): Promise<MadePlan | Doubt> {
  const accounts = heldBack(run.progress);
  const [first, started] = await sideBySide(
    async () => {
      const reading = await readDirectory(run, false);
      accounts.release();
      return reading;
    },
    (stop) => startAccounts({ ...run, progress: accounts.progress }, lost, stop),
  );
  const isKept = run.directory.isKept?.(first) ?? false;
  const made = await planFrom(first, started, run, lost);
  return doubtIn(made, isKept ? 0 : 1) ?? made;
}

/** @throws Failure DIRECTORY_UNSTEADY */
async function lookAgain(
  { absent, started, looks }: Doubt,
  run: PlanRun,
  lost: LostTarget[],
): Promise<MadePlan | Doubt> {
  if (looks >= LOOKS) {
    throw new Failure(
      'DIRECTORY_UNSTEADY',
      `The directory was read ${LOOKS} times, and each time other people were missing, so nothing is planned.`,
      'Try again when its groups are not being changed, and ask whether one of its servers is in trouble.',
    );
  }
  run.progress(`reading the directory again, for ${absent.size} users would be disabled because they are not in it`);
  const made = await planFrom(await readDirectory(run, true), started, run, lost);
  const isSure = looks > 0 && [...absentUsers(made.plan)].every((node) => absent.has(node));
  return isSure ? made : (doubtIn(made, looks + 1) ?? made);
}

/** null = nobody is absent by this plan, or is so for sure. */
function doubtIn({ plan, reading, started }: MadePlan, looks: number): Doubt | null {
  const absent = absentUsers(plan);
  return absent.size === 0 || (looks > 0 && reading.type === 'file') ? null : { absent, started, looks };
}

/** An account that is being planned; `account` is replaced as more of it is read. */
export interface Started extends OpenTarget {
  readonly id: TargetId;
  account: Account;
  /** Whom else the directory was asked for. */
  outside?: DirectoryReading['outside'];
  readonly known: Pick<ProposeInput, 'past' | 'knownNames'>;
}

/** @throws Failure where no account can be read: then there is nothing to plan */
async function startAccounts(run: PlanRun, lost: LostTarget[], stop: AbortSignal): Promise<Started[]> {
  const started: Started[] = [];
  stop.addEventListener('abort', () => {
    for (const open of run.targets) open.stop?.();
  });
  for (const open of run.targets) {
    stop.throwIfAborted();
    await lostOr(open.chosen, lost, async () => {
      const account = await open.target.read({ thorough: run.refresh, progress: run.progress });
      const id = targetId(open.chosen.type, account.account);
      const known = { past: await run.past(id, open.target), knownNames: await run.knownNames(id) };
      started.push({ ...open, id, account, known });
    });
  }
  if (started.length === 0) throw lost[0]?.failure ?? new Error('the file has no target');
  return started;
}

/** Plans every account, and asks for users' details until the planner has seen enough. */
async function planFrom(
  reading: DirectoryReading,
  started: readonly Started[],
  run: PlanRun,
  lost: LostTarget[],
): Promise<MadePlan> {
  const { settings, adsyncVersion, now, earlier } = run;
  const chosen = run.targets.map((target) => target.chosen);
  const own = ownPart(reading, chosen, run.also);
  const proposed: Proposed[] = [];
  const accounts = new Map<TargetId, Account>();
  const inputs = new Map<TargetId, ProposeInput>();
  for (const one of started) {
    await lostOr(one.chosen, lost, async () => {
      const made = await propose(readingOf(own, one.chosen, chosen), one, run);
      proposed.push(forecasted(made.proposed, one.account));
      accounts.set(one.id, one.account);
      inputs.set(one.id, made.input);
    });
  }
  if (proposed.length === 0) throw lost[0]?.failure ?? new Error('nothing is planned');
  const missing = missingFrom(run, lost);
  const head = { settings, reading: own, adsyncVersion, createdAt: now.toISOString(), earlier, missing };
  const plan = assemblePlan(head, proposed, lost.map(lostNotice));
  const holds = new Map(proposed.flatMap((one) => [...one.holds]));
  return { plan, accounts, inputs, holds, reading, started: started.filter(({ id }) => accounts.has(id)), lost };
}

function forecasted(proposed: Proposed, account: Account): Proposed {
  const forecast = account.forecast?.(proposed.changes, false) ?? null;
  return { ...proposed, section: withForecast(proposed.section, forecast) };
}

/** Which accounts of the file a plan is not about. */
export function missingFrom({ settings, targets }: PlanRun, lost: readonly LostTarget[]): Missing {
  if (lost.length > 0) return 'lost';
  return targets.length < settings.targets.length ? 'unasked' : 'none';
}

/**
 * What a planner makes of one account, once it has seen enough, and from what; `one` then has what was read on the way.
 *
 * @param given the directory as this account's section wants it
 */
export async function propose(
  given: DirectoryReading,
  one: Started,
  run: PlanRun,
): Promise<{ readonly proposed: Proposed; readonly input: ProposeInput }> {
  const { approvals, earlier } = run;
  const settings = { ...run.settings, guardRails: guardRailsFor(one.chosen.type, run.settings) };
  const frozen = frozenAt(settings.calendar, run.now);
  const today = dayAt(run.now, settings.calendar);
  const ends = expiryNotices(one.chosen.expiring ?? [], today);
  let reading = given;
  for (;;) {
    run.signal.throwIfAborted();
    const input = { settings, reading, approvals, earlier, today, ...one.known };
    const proposed = one.account.propose(input);
    if (proposed.kind === 'section') return { proposed: freezeSection(withNotices(proposed, ends), frozen), input };
    if (proposed.people !== undefined) reading = await lookOutside(reading, proposed.people, run);
    one.outside = reading.outside;
    if (proposed.ids.length === 0) continue;
    one.account = await one.account.readMore(proposed.ids, { thorough: run.refresh, progress: run.progress });
  }
}

/**
 * Asks the directory for people who are in none of the groups that were read. What it says only explains a plan, so a
 * directory that fails here is asked for nothing more, and nobody is sure.
 */
async function lookOutside(
  reading: DirectoryReading,
  ids: readonly PersonId[],
  { directory, signal, now, progress }: PlanRun,
): Promise<DirectoryReading> {
  progress(`asking the directory for ${counted(ids.length, 'person', 'people')} outside the mapped groups`);
  const found = await directory.whereabouts(ids, { signal, now, progress }).catch((error: unknown) => {
    if (!(error instanceof Failure)) throw error;
    signal.throwIfAborted();
    progress(`the directory does not say whether they still exist: ${error.message}`);
    return new Map<PersonId, Whereabouts>();
  });
  const answers = ids.map((id): [PersonId, Whereabouts] => [id, found.get(id) ?? 'unsure']);
  return { ...reading, outside: new Map([...(reading.outside ?? []), ...answers]) };
}

export function lostNotice({ chosen, failure }: LostTarget): Notice {
  const { account } = chosen.kind.labels;
  return {
    code: 'TARGET_LOST',
    severity: 'error',
    text: `Nothing is planned for the ${account}: ${failure.message} ${failure.advice}`.trim(),
    subject: chosen.type,
    line: null,
  };
}

async function readDirectory(run: PlanRun, fresh: boolean): Promise<DirectoryReading> {
  const { directory, targets, signal, now, progress, also } = run;
  const chosen = targets.map((target) => target.chosen);
  const { wanted, attributes } = askedOf(chosen, also);
  return await directory.read(wanted, { signal, now, progress, attributes, fresh });
}
