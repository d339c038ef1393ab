import type { SectionKind } from '../config/section.ts';
import type { Day } from '../core/calendar.ts';
import type { Found } from '../core/check.ts';
import type { FailureCode } from '../core/codes.ts';
import type { Observation } from '../core/observation.ts';
import type { Probed, Probing } from '../core/probing.ts';
import type { Disguise } from '../core/disguise.ts';
import type { DirectoryReading, Person, PersonId, WantedGroup } from '../core/people.ts';
import type { TargetSettings } from '../core/settings.ts';
import type { CallWatcher } from '../core/traffic.ts';
import type { SavedRules } from '../plan/consistent.ts';
import type { Expiring } from '../plan/expiry.ts';
import type { HeldAgain } from '../plan/hold-again.ts';
import type { Change, Forecast, Outcome, Reason, SavedPlan } from '../plan/model.ts';
import type { Explainer } from '../plan/explain/chain.ts';
import type { Lasting } from '../plan/undo/lasting.ts';
import type { PastChange } from '../plan/undo/past.ts';
import type { Undoing } from '../plan/undo/undo-plan.ts';
import type { Details, ProposeInput, Proposed } from '../plan/propose.ts';
import type { RecentChange } from '../plan/earlier-runs.ts';
import type { Comparable } from '../plan/elsewhere.ts';
import type { Guarding } from '../plan/guard-changes.ts';
import type { AccountGroupCount } from '../plan/view/account-groups.ts';
import type { GroupCounts } from '../plan/view/group-counts.ts';
import type { Labels } from '../plan/view/labels.ts';
import type { Http } from '../net/http.ts';
import type { HostToReach } from '../net/inspect.ts';
import type { CallJournal, CallWrites, CarriedOut } from './journal.ts';

/** A kind of target: everything that adsync asks of it. The registry lists all of them. */
export interface TargetKind {
  /** How its section of the file is read; its `type` is that of the kind. */
  readonly section: SectionKind;
  /** What outputs call its things. */
  readonly labels: Labels;
  /** What is known of the changes that its planner makes, for the reading of a saved plan. */
  readonly savedRules: SavedRules;
  /** What of a change no undo could take back, one entry each. PURE. */
  lastingIn(change: Change): readonly Lasting[];
  /** The section as it holds on a day: without what has expired before. PURE. Absent where nothing in it expires. */
  on?(settings: TargetSettings, today: Day): TargetSettings;
  /**
   * A section of a file, ready for use.
   *
   * @param settings as its `section` has built them
   */
  configured(settings: TargetSettings): ConfiguredTarget;
}

/** One section of the file. */
export interface ConfiguredTarget {
  readonly type: string;
  /** The directory groups that the section names, in its order: of each, what must be read, and what it is for. */
  readonly mappings: readonly MappingRef[];
  /** What of the section has a last day, past or to come. Absent = nothing. */
  readonly expiring?: readonly Expiring[];
  /** Mail domains that the section names, folded. Absent = none. */
  readonly domains?: readonly string[];
  /** Attributes of people that its planner looks at, besides name, addresses and state (directory/directory.ts). */
  readonly attributes: readonly string[];
  /** What in the section guards the account, beside what stands among the guard rails of the file. */
  readonly guarding: readonly Guarding[];
  /** Counts what the mappings bring, by the rules of a plan. PURE. @param reading of the directory groups, in their order */
  count(reading: DirectoryReading): GroupCounts;
  /**
   * What would be done in an account that has whatever the section names, and nobody in it yet: who gets a user, and which.
   * PURE.
   */
  rehearse(input: ProposeInput): Proposed;
  /**
   * Opens the account.
   *
   * @throws Failure when the address cannot be used
   */
  open(world: TargetWorld): Promise<Target>;
  /**
   * The account as it was when a snapshot was taken. It can be read and planned, and nothing else. Absent where no
   * snapshot can be taken of such an account.
   *
   * @param data as {@link Account.save} gave it, or as somebody wrote it
   * @throws Failure SNAPSHOT_INVALID, SNAPSHOT_OTHER_ACCOUNT
   */
  readonly restore?: (data: unknown) => Target;
  /** The hosts that the account is reached at; none for a stand-in that runs in this process. Absent = they are not known. */
  readonly hosts?: () => readonly HostToReach[];
  /** What {@link Target.identify} proves, step by step. Absent = one step. */
  readonly accessSteps?: readonly AccessStep[];
  /** Files that a run rewrites, besides the state folder: absolute paths. Absent = none. */
  readonly rewrites?: readonly string[];
}

/** One step of the way into an account. */
export interface AccessStep {
  /** A word for an id. */
  readonly id: string;
  readonly title: string;
  /** The failures that say that this step was not made; every other one means the first step. */
  readonly codes: readonly FailureCode[];
}

/** What a reading of an account says about the rights of the credentials, or about what the file names. */
export interface AccountFinding extends Found {
  /** A word for an id. */
  readonly id: string;
  readonly title: string;
}

/** A directory group that an entry of the section names; an entry may name several. */
export interface MappingRef extends WantedGroup {
  /** The group of the account that it feeds. */
  readonly group: string;
  /** Line in the file, 1-based. */
  readonly line: number;
}

/** What a target takes from outside. */
export interface TargetWorld {
  /** Ends a reading at once. */
  readonly signal: AbortSignal;
  /** A sentence for whoever looks closely. */
  log(text: string): void;
  /** Fit for secrets. */
  randomBytes(size: number): Uint8Array;
  /**
   * Opens the way to the network.
   *
   * @param ca PEM text of the authorities to trust; null = those of Node
   */
  openHttp(ca: string | null): Http;
  /** Is told of every call over the network. */
  traffic: CallWatcher;
}

/** What every account can do: be read, and take one change at a time. There is no way to delete anything. */
export interface Target {
  /** How many changes it takes at a time. */
  readonly concurrent: number;

  /**
   * Asks which account this is: its own id.
   *
   * @throws Failure when it does not answer
   */
  identify(): Promise<string>;

  /**
   * Reads the whole account.
   *
   * @throws Failure when it cannot be read, or not be read to the end
   */
  read(options: ReadOptions): Promise<Account>;

  /** What a call of an earlier run did, as far as it counts against the limits. The call may be of any adsync before this one. */
  readonly effectsOf: (call: Pick<CallWrites, 'node' | 'before' | 'after'>) => readonly RecentChange[];

  /**
   * Asks the calls that read, and keeps what they answer to the byte. Absent where nothing is to be found out.
   *
   * @param tokens puts tokens in the place of words and numbers, and keeps their form
   * @throws Failure when the account cannot be asked at all
   */
  observe?(tokens: (text: string) => string): Promise<Observation>;

  /**
   * Tries on one user what no reading tells, asks before each try, and puts everything back. Absent where nothing that is
   * open could be tried on the text of one user.
   *
   * @throws Failure when nothing is tried on such a user, or the account cannot be read
   */
  probe?(probing: Probing): Promise<Probed>;

  close(): Promise<void>;
}

export interface ReadOptions {
  /** Whether to ask also for everything that is only asked for where the planner needs it. */
  readonly thorough: boolean;
  /** Takes what is being done, in words. */
  readonly progress: (text: string) => void;
}

/** Why a former section of the file cannot be planned on a reading, as a sentence. */
export interface Apart {
  readonly why: string;
}

/**
 * An account as it was read to the end. What exactly was read, only the target knows. It can be compared with what adsync
 * wrote there (plan/elsewhere.ts).
 */
export interface Account extends Comparable {
  /** The account's own id. */
  readonly account: string;
  readonly organization: string;
  readonly url: string;

  /** What should be done in it. PURE: the same input gives the same answer. @throws Failure when it must not be planned */
  propose(input: ProposeInput): Proposed | Details;

  /**
   * The account with what must be asked for user by user; the whole account may be read once more on the way. A user
   * that has vanished meanwhile is left out.
   *
   * @param ids the users that {@link propose} asks for
   * @throws Failure when it cannot be read
   */
  readMore(ids: readonly string[], options: ReadOptions): Promise<Account>;

  /**
   * Everything that a plan may ask of the account, as plain data without secrets; more of the account is read for it.
   * Absent where no snapshot can be taken of such an account.
   *
   * @throws Failure when it cannot be read
   */
  save?(options: SaveOptions): Promise<SavedAccount>;

  /** Names of its groups: they say nothing about people. Absent = it has none. PURE */
  groupNames?(): readonly string[];

  /**
   * The same reading under a former section of the file, to be planned and no more. Only lists that nobody changes by hand
   * every day are read besides, where this section did not need them.
   *
   * @throws Failure when they cannot be read
   */
  under(former: TargetSettings): Promise<Account | Apart>;

  /** What a check of the account has to say once it was read. PURE. Absent = nothing. */
  findings?(): readonly AccountFinding[];

  /** Its groups with their users, against the mappings. PURE. Absent where mappings feed no groups of an account. */
  groups?(): readonly AccountGroupCount[];

  /**
   * Tells why what is proposed becomes of whom. PURE. Absent where the planner cannot.
   *
   * @param input with which {@link propose} has proposed changes, and no further reading
   */
  explainer?(input: ProposeInput): Explainer;

  /**
   * How many calls changes of this account take, and about how long. PURE. Absent where nobody knows.
   *
   * @param isSaved whether they leave the mark of a saved plan behind
   */
  forecast?(changes: readonly Change[], isSaved: boolean): Forecast;

  /** Names of users and groups that a saved plan has changed already, as far as the account shows it. PURE. */
  marked(saved: SavedPlan): readonly string[];

  /**
   * A saved plan for this account alone, as it may be carried out today: what no plan may do is refused, and everything
   * is held that is to be held now. PURE.
   *
   * @throws Failure PLAN_FORBIDDEN, GROUP_IDENTITY_CHANGED, APPROVAL_ONLY
   */
  review(saved: SavedPlan, input: Omit<ProposeInput, 'reading'>): HeldAgain<SavedPlan>;

  /**
   * What puts back what a run has changed, as far as the account still is as the run left it, and no more than a plan may
   * do with the file of today; or the ids of users to ask for first. PURE.
   *
   * @param past what the run did, under the names of the journal: anybody may have edited it
   * @param reason of all the changes
   */
  undo(past: readonly PastChange[], reason: Reason): Undoing | Details;

  /**
   * What became of calls that were under way when a run broke off before this reading, in their order.
   *
   * @throws Failure when more must be read, and cannot be
   */
  carriedOut(calls: readonly CallWrites[]): Promise<readonly CarriedOut[]>;

  /** Readies the account for the changes of a plan that was made from this reading. */
  begin(options: BeginOptions): Applier;
}

export interface SaveOptions extends Pick<ReadOptions, 'progress'> {
  /** Takes the place of everything about people; null = everything stays as it was read. */
  readonly disguise: Disguise | null;
  /** Everybody who was read in the directory. */
  readonly read: readonly Person[];
  /** Fit for secrets. */
  readonly randomBytes: (size: number) => Uint8Array;
}

/** What a snapshot keeps of an account. */
export interface SavedAccount {
  /** Fit for JSON. What it holds, only the target knows. */
  readonly data: unknown;
  /** The people whom links of the account name. */
  readonly people: readonly PersonId[];
}

export interface BeginOptions {
  /** Takes every call that changes something, before it is sent; null = nothing is written down. */
  readonly journal: CallJournal | null;
  /** Is left behind in everything that is changed (plan/saving.ts); null = nothing is. */
  readonly mark: string | null;
  /** Aborted when no more is to be begun: what waits for its turn is skipped then. */
  readonly stop: AbortSignal;
  /** All changes of the plan in this account, for what they are to find where. */
  readonly changes: readonly Change[];
}

/** How a change ended. */
export interface Applied extends Outcome {
  /** Whether it failed because the service itself did (no refusal of this one change). Absent = no. */
  readonly serviceFailed?: boolean;
}

/** Executes the changes of one plan. */
export interface Applier {
  /**
   * Executes one change. Fields are written only if they still are as `change.before` says (else stale);
   * a change that is already in place is done.
   *
   * @throws Failure when nothing more can be done at all (credentials refused, service unreachable)
   */
  apply(change: Change): Promise<Applied>;
}
