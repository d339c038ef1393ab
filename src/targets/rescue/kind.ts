import type { Notice } from '../../core/notice.ts';
import type { TargetSettings } from '../../core/settings.ts';
import { webHost } from '../../net/inspect.ts';
import { formatPath } from '../../core/path.ts';
import { withNotices } from '../with-notices.ts';
import { watchedHttp } from '../../net/watched.ts';
import type { Account, ConfiguredTarget, MappingRef, Target, TargetKind, TargetWorld } from '../target.ts';
import { findingsOf } from './account-findings.ts';
import { forecast } from './apply/forecast.ts';
import { comparable } from './as-left.ts';
import { expiringOf, sectionOn } from './expiry.ts';
import { guardingOf, otherAccount } from './former-section.ts';
import { RESCUE_LABELS } from './labels.ts';
import { effectsOf } from './past-effects.ts';
import type { AccountReading, NodeId } from './planner/account.ts';
import { countAccountGroups } from './planner/account-groups.ts';
import { isRescueChange } from './planner/change.ts';
import { SAVED_RULES } from './planner/consistent-change.ts';
import { explainerOf } from './planner/explain.ts';
import { lastingIn, undoChanges } from './planner/undo.ts';
import { countMappings } from './planner/group-counts.ts';
import { lineOf, partsOf } from './planner/parts.ts';
import { proposeChanges } from './planner/propose.ts';
import { markedBy } from './planner/plan-mark.ts';
import { reviewSaved } from './planner/review-saved.ts';
import { vacantAccount } from './planner/vacant-account.ts';
import { openRescue, realWorld, type RescueTarget } from './rescue.ts';
import { checkSaved } from './snapshot/check-saved.ts';
import { disguiseAccount } from './snapshot/disguise-account.ts';
import { readOnlyFailure, restoreAccount } from './snapshot/restore.ts';
import { saveReading } from './snapshot/saved-account.ts';
import { linkedPeople } from './snapshot/saved-links.ts';
import type { RescueSettings } from './settings.ts';
import { rescueSection } from './settings/section.ts';

/** LogMeIn Rescue. */
export const rescueKind: TargetKind = {
  section: rescueSection,
  labels: RESCUE_LABELS,
  savedRules: SAVED_RULES,
  lastingIn: (change) => (isRescueChange(change) ? lastingIn(change) : []),
  on: (settings, today) => (isRescue(settings) ? sectionOn(settings, today) : settings),
  configured(settings) {
    if (!isRescue(settings)) throw new Error(`these are settings of ${settings.type}`);
    return configuredRescue(settings);
  },
};

function isRescue(settings: TargetSettings): settings is RescueSettings {
  return settings.type === rescueSection.type;
}

function configuredRescue(settings: RescueSettings): ConfiguredTarget {
  return {
    type: settings.type,
    mappings: partsOf(settings.mappings).map(({ mapping, part }): MappingRef => {
      const { subgroups, rescueGroup } = mapping;
      const { directoryGroup, commented } = part;
      const line = lineOf(part, mapping);
      const wanted = { ref: directoryGroup, nested: subgroups !== 'ignore', group: formatPath(rescueGroup), line };
      return commented === undefined ? wanted : { ...wanted, commented };
    }),
    attributes: [],
    expiring: expiringOf(settings),
    guarding: guardingOf(settings),
    count: (reading) => countMappings(settings, reading),
    rehearse(input) {
      const account = vacantAccount(settings.url);
      const proposed = proposeChanges({ ...input, settings: { ...input.settings, rescue: settings }, account });
      if (proposed.kind === 'section') return proposed;
      throw new Error('there is nobody in the account to ask for');
    },
    open: (world) => openAccount(settings, world),
    restore: (data) => restored(data, settings),
    hosts: () => (isInProcess(settings) ? [] : [webHost(settings.url, settings.ca?.pem ?? null, 'rescue.url')]),
  };
}

/** Says in the plan where the service answers in another form than the file says. */
function withDifferences({ differences }: Pick<RescueTarget, 'differences'>, account: Account): Account {
  const propose: Account['propose'] = (input) => {
    const texts = differences();
    const notice: Notice = {
      code: 'PROFILE_DIFFERS',
      severity: 'warning',
      text: `The service answers in another form than the file says. ${texts.join(' ')} It is read as it came. Record anew with adsync doctor --record, and have the new profile reviewed.`,
      subject: 'rescue.profile',
      line: null,
    };
    return texts.length === 0 ? account.propose(input) : withNotices(account, [notice]).propose(input);
  };
  const readMore: Account['readMore'] = async (ids, options) =>
    withDifferences({ differences }, await account.readMore(ids, options));
  return { ...account, propose, readMore };
}

/** Whether the stand-in of a `sandbox:` address is meant. */
function isInProcess({ url }: RescueSettings): boolean {
  return !/^https?:/.test(url);
}

async function openAccount(settings: RescueSettings, given: TargetWorld): Promise<Target> {
  const { signal } = given;
  const http = watchedHttp(given.openHttp(settings.ca?.pem ?? null), 'rescue', (call) => {
    given.traffic(call);
  });
  const world = {
    ...realWorld({
      signal,
      log: (text) => {
        given.log(text);
      },
      fetch: http.send,
    }),
    randomBytes: (size: number) => given.randomBytes(size),
  };
  const target = await openRescue(settings, world).catch(async (error: unknown) => {
    await http.close();
    throw error;
  });
  return {
    concurrent: target.concurrent,
    identify: () => target.identify(),
    read: async (options) => withDifferences(target, accountOf(target, settings, await target.read(options))),
    effectsOf: target.effectsOf,
    observe: (tokens) => target.observe(tokens),
    probe: (probing) => target.probe(probing),
    async close() {
      await target.close();
      await http.close();
    },
  };
}

function restored(data: unknown, given: RescueSettings): Target {
  const saved = checkSaved(data);
  const { settings, notices, read, readMore } = restoreAccount(saved, given);
  const target: Reader = {
    readMore: (reading, ids) => Promise.resolve(readMore(reading, ids)),
    former: (former) => restored(data, former).read({ thorough: false, progress: () => undefined }),
    carriedOut: () => Promise.reject(readOnlyFailure()),
    begin: () => {
      throw readOnlyFailure();
    },
  };
  return {
    concurrent: 1,
    identify: () => Promise.resolve(saved.account),
    read: (options) => Promise.resolve(withNotices(accountOf(target, settings, read(options)), notices)),
    effectsOf,
    close: () => Promise.resolve(),
  };
}

interface Reader extends Pick<RescueTarget, 'readMore' | 'carriedOut' | 'begin'> {
  /** The account under a former section, where that takes more than the same reading. Absent = it does not. */
  readonly former?: (former: RescueSettings) => Promise<Account>;
}

/** A reading of an account, with what can be done on its strength. */
export function accountOf(target: Reader, settings: RescueSettings, reading: AccountReading): Account {
  const { account, organization, url } = reading;
  return {
    account,
    organization,
    url,
    propose: (input) =>
      proposeChanges({ ...input, settings: { ...input.settings, rescue: settings }, account: reading }),
    async readMore(ids, options) {
      // The planner asks for users of this very reading.
      const asked = new Set(ids);
      const nodes = reading.users.flatMap(({ id }): NodeId[] => (asked.has(id) ? [id] : []));
      return accountOf(target, settings, await target.readMore(reading, nodes, options));
    },
    explainer: (input) =>
      explainerOf({ ...input, settings: { ...input.settings, rescue: settings }, account: reading }),
    async save({ randomBytes, progress, disguise, read }) {
      const open = reading.users.flatMap(({ id, details }) => (details === null ? [id] : []));
      const whole = open.length === 0 ? reading : await target.readMore(reading, open, { thorough: true, progress });
      const people = linkedPeople(whole.users.map(({ description }) => description));
      if (disguise !== null) return { data: disguiseAccount(whole, { disguise, people: read, settings }), people };
      const linkKey = Buffer.from(randomBytes(32)).toString('hex');
      return { data: saveReading(whole, { account, key: settings.linkKey }, linkKey), people };
    },
    groupNames: () => reading.groups.flatMap(({ path }) => path),
    under(former) {
      if (!isRescue(former)) throw new Error(`these are settings of ${former.type}`);
      const other = otherAccount(settings, former);
      if (other !== null) return Promise.resolve({ why: other });
      return target.former?.(former) ?? Promise.resolve(accountOf(target, former, reading));
    },
    ...comparable(reading),
    findings: () => findingsOf(reading, settings),
    groups: () => countAccountGroups(settings, reading),
    forecast: (changes, isSaved) => forecast(changes, settings.requests, isSaved),
    marked: (saved) => markedBy(saved, reading),
    review: (saved, input) =>
      reviewSaved(saved, { ...input, settings: { ...input.settings, rescue: settings }, account: reading }),
    undo: (past, reason) => undoChanges(past, settings, reading, reason),
    carriedOut: (calls) => target.carriedOut(calls, reading),
    begin: (options) => target.begin(reading, options),
  };
}
