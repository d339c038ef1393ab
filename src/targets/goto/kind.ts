import { formatPath } from '../../core/path.ts';
import type { TargetSettings } from '../../core/settings.ts';
import type { Account, ConfiguredTarget, MappingRef, Target, TargetKind, TargetWorld } from '../target.ts';
import { type GotoTarget, openGoto, realWorld } from './goto.ts';
import { GOTO_LABELS } from './labels.ts';
import type { AccountReading } from './planner/account.ts';
import { SAVED_RULES } from './planner/consistent-change.ts';
import { explainerOf } from './planner/explain.ts';
import { countRules } from './planner/group-counts.ts';
import { domainOf } from './planner/identity.ts';
import { vacantAccount } from './planner/vacant-account.ts';
import { proposeChanges } from './planner/propose.ts';
import { reviewSaved } from './planner/review-saved.ts';
import type { GotoSettings } from './settings.ts';
import { gotoSection } from './settings/section.ts';

/** GoTo. */
export const gotoKind: TargetKind = {
  section: gotoSection,
  labels: GOTO_LABELS,
  savedRules: SAVED_RULES,
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
    mappings: settings.mappings.map(({ directoryGroup, commented, line }, index): MappingRef => {
      const group = formatPath([`Rule ${index + 1}: ${directoryGroup}`]);
      return { ref: directoryGroup, nested: true, group, line, ...(commented !== undefined && { commented }) };
    }),
    attributes: ['givenName', 'surname', ...settings.attributes.map(({ from }) => from)],
    count: (reading) => countRules(settings, reading),
    rehearse(input) {
      // A domain of which nobody is there proves nothing against the file: a rehearsal is about few people.
      const present = new Set([...input.reading.people.values()].map(({ mail }) => domainOf(mail ?? '')));
      const goto = { ...settings, domains: settings.domains.filter((domain) => present.has(domain)) };
      return proposeChanges({ ...input, settings: { ...input.settings, goto }, account: vacantAccount(settings) });
    },
    open: (world) => openAccount(settings, world),
  };
}

async function openAccount(settings: GotoSettings, given: TargetWorld): Promise<Target> {
  const { signal } = given;
  const http = given.openHttp(settings.ca);
  const world = {
    ...realWorld({
      signal,
      log: (text) => {
        given.log(text);
      },
      fetch: http.fetch,
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
    async close() {
      await target.close();
      await http.close();
    },
  };
}

/** A reading of an account, with what can be done on its strength. */
export function accountOf(target: GotoTarget, settings: GotoSettings, reading: AccountReading): Account {
  const { account, organization, url } = reading;
  return {
    account,
    organization,
    url,
    propose: (input) => proposeChanges({ ...input, settings: { ...input.settings, goto: settings }, account: reading }),
    explainer: (input) => explainerOf({ ...input, settings: { ...input.settings, goto: settings }, account: reading }),
    readMore: () => Promise.reject(new Error('a reading of a GoTo account shows everything')),
    // No field of a user has room for the mark of a saved plan.
    marked: () => [],
    review: (saved, input) =>
      reviewSaved(saved, { ...input, settings: { ...input.settings, goto: settings }, account: reading }),
    carriedOut: (calls) => Promise.resolve(target.carriedOut(calls, reading)),
    begin: (options) => target.begin(reading, options),
  };
}
