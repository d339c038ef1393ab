import type { ServiceDescription, ServicePlace } from './description.ts';
import { launchdLabel, launchdPlist } from './launchd-plist.ts';
import type { Step, Verb } from './steps.ts';

/** What is done with launchd. */
export function launchdSteps(verb: Verb, place: ServicePlace, service: ServiceDescription | null): Step[] {
  const { plist, log, logFolder, domain } = placesOf(place);
  const target = `${domain}/${launchdLabel(place.name)}`;
  const ours: Step = { do: 'look-at-file', path: plist, mayMiss: verb === 'install' };
  const unload: Step = { do: 'run', command: ['launchctl', 'bootout', target], mayFail: true };
  if (verb === 'start') return [ours, { do: 'run', command: ['launchctl', 'bootstrap', domain, plist] }];
  // With KeepAlive a process that is only told to end may come back: the service is taken out of launchd until it is started.
  if (verb === 'stop') return [ours, { do: 'run', command: ['launchctl', 'bootout', target] }];
  if (verb === 'status') return [ours, { do: 'show', command: ['launchctl', 'print', target] }];
  if (verb === 'uninstall' || service === null) return [ours, unload, { do: 'remove', path: plist }];
  return [
    { do: 'ask-manager', command: ['launchctl', 'version'] },
    ours,
    // launchd takes a new list only where the former one is gone.
    unload,
    { do: 'make-folder', path: logFolder, mode: 0o700 },
    { do: 'make-folder', path: service.stateDir.slice(0, service.stateDir.lastIndexOf('/')), mode: 0o755 },
    { do: 'make-folder', path: service.stateDir, mode: 0o700 },
    ...given(service, [logFolder, service.stateDir]),
    { do: 'write', path: plist, text: launchdPlist(service, log), encoding: 'utf8' },
  ];
}

function placesOf({ name, scope, home, uid }: ServicePlace) {
  const root = scope === 'system' ? '' : home;
  const logFolder = `${root}/Library/Logs/${name}`;
  return {
    plist: `${root}/Library/${scope === 'system' ? 'LaunchDaemons' : 'LaunchAgents'}/${launchdLabel(name)}.plist`,
    logFolder,
    log: `${logFolder}/adsync.log`,
    domain: scope === 'system' ? 'system' : `gui/${uid ?? 0}`,
  };
}

/** What root has made is given to the account of the service. */
function given({ account }: ServiceDescription, paths: readonly string[]): Step[] {
  return account === null ? [] : paths.map((path) => ({ do: 'run', command: ['chown', account, path] }));
}
