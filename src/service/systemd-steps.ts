import type { ServiceDescription, ServicePlace } from './description.ts';
import type { CommandLine, Step, Verb } from './steps.ts';
import { systemdUnit } from './systemd-unit.ts';

/** Where the unit file stands. */
export function unitPath({ name, scope, home }: ServicePlace): string {
  return scope === 'system' ? `/etc/systemd/system/${name}.service` : `${home}/.config/systemd/user/${name}.service`;
}

/** What is done with systemd. */
export function systemdSteps(verb: Verb, place: ServicePlace, service: ServiceDescription | null): Step[] {
  const path = unitPath(place);
  const systemctl = (...args: string[]): CommandLine => {
    return ['systemctl', ...(place.scope === 'user' ? ['--user'] : []), ...args];
  };
  const unit = `${place.name}.service`;
  const ask: Step = { do: 'ask-manager', command: systemctl('show', '--property=Version') };
  const ours: Step = { do: 'look-at-file', path, mayMiss: verb === 'install' };
  if (verb === 'start' || verb === 'stop') return [ours, { do: 'run', command: systemctl(verb, unit) }];
  if (verb === 'status') return [ours, { do: 'show', command: systemctl('status', '--no-pager', '--full', unit) }];
  if (verb === 'uninstall' || service === null) {
    return [
      ask,
      ours,
      { do: 'run', command: systemctl('disable', '--now', unit) },
      { do: 'remove', path },
      { do: 'run', command: systemctl('daemon-reload') },
      { do: 'run', command: systemctl('reset-failed', unit), mayFail: true },
    ];
  }
  return [
    ask,
    ours,
    ...(place.scope === 'user' ? [folder(path.slice(0, path.lastIndexOf('/')))] : []),
    { do: 'write', path, text: systemdUnit(service), encoding: 'utf8' },
    { do: 'run', command: systemctl('daemon-reload') },
    { do: 'run', command: systemctl('enable', unit) },
  ];
}

function folder(path: string): Step {
  return { do: 'make-folder', path, mode: 0o755 };
}
