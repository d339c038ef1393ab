import { formatPath } from '../../core/path.ts';
import type { TargetSettings } from '../../core/settings.ts';
import { type HostToReach, webHost } from '../../net/inspect.ts';
import { applyProtection } from '../saved-protection.ts';
import { withNotices } from '../with-notices.ts';
import { watchedHttp } from '../../net/watched.ts';
import type { AccessStep, Account, ConfiguredTarget, MappingRef, Target, TargetKind, TargetWorld } from '../target.ts';
import { findingsOf } from './account-findings.ts';
import { forecast } from './apply/forecast.ts';
import { comparable } from './as-left.ts';
import { expiringOf, sectionOn } from './expiry.ts';
import { guardingOf, otherAccount } from './former-section.ts';
import { type GotoTarget, openGoto, realWorld } from './goto.ts';
import { GOTO_LABELS } from './labels.ts';
import { effectsOf } from './past-effects.ts';
import type { AccountReading } from './planner/account.ts';
import { linkOf } from './planner/match.ts';
import { isGotoChange } from './planner/change.ts';
import { SAVED_RULES } from './planner/consistent-change.ts';
import { explainerOf } from './planner/explain.ts';
import { lastingIn, undoChanges } from './planner/undo.ts';
import { countRules } from './planner/group-counts.ts';
import { domainOf } from './planner/identity.ts';
import { vacantAccount } from './planner/vacant-account.ts';
import { proposeChanges } from './planner/propose.ts';
import { reviewSaved } from './planner/review-saved.ts';
import { type GotoSettings, usesAttributes } from './settings.ts';
import { gotoSection } from './settings/section.ts';
import { disguiseAccount } from './snapshot/disguise-account.ts';
import { checkSaved, readOnlyFailure } from './snapshot/restore.ts';

/** GoTo. */
export const gotoKind: TargetKind = {
  section: gotoSection,
  labels: GOTO_LABELS,
  savedRules: SAVED_RULES,
  lastingIn: (change) => (isGotoChange(change) ? lastingIn(change) : []),
  on: (settings, today) => (isGoto(settings) ? sectionOn(settings, today) : settings),
  configured(settings) {
    if (!isGoto(settings)) throw new Error(`these are settings of ${settings.type}`);
    return configuredGoto(settings);
  },
};

function isGoto(settings: TargetSettings): settings is GotoSettings {
  return settings.type === gotoSection.type;
}

function configuredGoto(settings: GotoSettings): ConfiguredTarget {
  return {
    type: settings.type,
    mappings: settings.mappings.map(({ directoryGroup, commented, line, number }, index): MappingRef => {
      const group = formatPath([`Rule ${number ?? index + 1}: ${directoryGroup}`]);
      return { ref: directoryGroup, nested: true, group, line, ...(commented !== undefined && { commented }) };
    }),
    domains: settings.domains,
    attributes: ['givenName', 'surname', ...settings.attributes.map(({ from }) => from)],
    expiring: expiringOf(settings),
    guarding: guardingOf(settings),
    count: (reading) => countRules(settings, reading),
    rehearse(input) {
      // A domain of which nobody is there proves nothing against the file: a rehearsal is about few people.
      const present = new Set([...input.reading.people.values()].map(({ mail }) => domainOf(mail ?? '')));
      const goto = { ...settings, domains: settings.domains.filter((domain) => present.has(domain)) };
      return proposeChanges({ ...input, settings: { ...input.settings, goto }, account: vacantAccount(settings) });
    },
    open: (world) => openAccount(settings, world),
    restore: (data) => restored(data, settings),
    hosts: () => hostsOf(settings),
    accessSteps: ACCESS_STEPS,
    rewrites: settings.credential.kind === 'refreshToken' ? [settings.credential.path] : [],
  };
}

/** In the order in which the first question to the account can fail. */
const ACCESS_STEPS: readonly AccessStep[] = [
  { id: 'token', title: 'token', codes: [] },
  { id: 'scopes', title: 'scopes of the token', codes: ['GOTO_SCOPE'] },
  { id: 'account', title: 'account of the token', codes: ['GOTO_ACCOUNT'] },
  { id: 'rights', title: 'right to manage users', codes: ['GOTO_NOT_AUTHORIZED'] },
];

function hostsOf({ url, authUrl, ca }: GotoSettings): readonly HostToReach[] {
  if (!/^https?:/.test(url)) return [];
  const pem = ca?.pem ?? null;
  return [webHost(authUrl, pem, 'goto.authUrl'), webHost(url, pem, 'goto.url')];
}

async function openAccount(settings: GotoSettings, given: TargetWorld): Promise<Target> {
  const { signal } = given;
  const http = watchedHttp(given.openHttp(settings.ca?.pem ?? null), 'goto', (call) => {
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
  const target = await openGoto(settings, world).catch(async (error: unknown) => {
    await http.close();
    throw error;
  });
  return {
    concurrent: target.concurrent,
    identify: () => target.identify(),
    read: async (options) => accountOf(target, settings, await target.read(options)),
    effectsOf: target.effectsOf,
    observe: (tokens) => target.observe(tokens),
    async close() {
      await target.close();
      await http.close();
    },
  };
}

function restored(data: unknown, given: GotoSettings): Target {
  const { protection, ...saved } = checkSaved(data, given);
  const emails = saved.users.map(({ email }) => email);
  const { known: settings, notices } =
    protection === undefined ? { known: given, notices: [] } : applyProtection(given, protection, emails);
  const nothing = (): never => {
    throw readOnlyFailure();
  };
  const reader: Reader = {
    carriedOut: nothing,
    begin: nothing,
    readLists: nothing,
    former: (former) => restored(data, former).read({ thorough: false, progress: () => undefined }),
  };
  return {
    concurrent: 1,
    identify: () => Promise.resolve(saved.account),
    read: () => Promise.resolve(withNotices(accountOf(reader, settings, saved), notices)),
    effectsOf,
    close: () => Promise.resolve(),
  };
}

interface Reader extends Pick<GotoTarget, 'carriedOut' | 'begin' | 'readLists'> {
  /** The account under a former section, where that takes more than its lists. Absent = it does not. */
  readonly former?: (former: GotoSettings) => Promise<Account>;
}

/** A reading of an account, with what can be done on its strength. */
export function accountOf(target: Reader, settings: GotoSettings, reading: AccountReading): Account {
  const { account, organization, url } = reading;
  return {
    account,
    organization,
    url,
    propose: (input) => proposeChanges({ ...input, settings: { ...input.settings, goto: settings }, account: reading }),
    explainer: (input) => explainerOf({ ...input, settings: { ...input.settings, goto: settings }, account: reading }),
    readMore: () => Promise.reject(new Error('a reading of a GoTo account shows everything')),
    save: ({ disguise, read }) => {
      const people = reading.users.flatMap((user) => linkOf(user, settings) ?? []);
      const data = disguise === null ? reading : disguiseAccount(reading, disguise, read, settings);
      return Promise.resolve({ data, people: [...new Set(people)].sort() });
    },
    groupNames: () => reading.groups.flatMap(({ name, path }) => [name, ...path]),
    async under(former) {
      if (!isGoto(former)) throw new Error(`these are settings of ${former.type}`);
      const other = otherAccount(settings, former);
      if (other !== null) return { why: other };
      if (usesAttributes(former) && !usesAttributes(settings))
        return { why: 'it uses custom attributes, which were not read' };
      if (target.former !== undefined) return await target.former(former);
      return accountOf(target, former, await target.readLists(former, reading));
    },
    ...comparable(reading),
    findings: () => findingsOf(reading, settings),
    forecast: (changes) => forecast(changes, reading, settings),
    // No field of a user has room for the mark of a saved plan.
    marked: () => [],
    review: (saved, input) =>
      reviewSaved(saved, { ...input, settings: { ...input.settings, goto: settings }, account: reading }),
    undo: (past, reason) => undoChanges(past, settings, reading, reason),
    carriedOut: (calls) => Promise.resolve(target.carriedOut(calls, reading)),
    begin: (options) => target.begin(reading, options),
  };
}
