import { defaultStateDir, type ServiceDescription, type ServicePlace } from './description.ts';
import type { CommandLine, Step, Verb } from './steps.ts';
import { isManaged, LOCAL_SERVICE, windowsTask } from './windows-task.ts';

/** By their ids, for their names are other ones in other languages. */
const SYSTEM = '*S-1-5-18';
const ADMINISTRATORS = '*S-1-5-32-544';

/** What is done with Windows' Task Scheduler. */
export function windowsSteps(verb: Verb, place: ServicePlace, service: ServiceDescription | null): Step[] {
  const { name } = place;
  const schtasks = (...args: string[]): CommandLine => ['schtasks', ...args];
  const ours: Step = {
    do: 'look-at-answer',
    command: schtasks('/Query', '/TN', name, '/XML', 'ONE'),
    what: `the task ${name}`,
    mayMiss: verb === 'install',
  };
  const disable: Step = { do: 'run', command: schtasks('/Change', '/TN', name, '/DISABLE') };
  // Windows has no signal that lets changes under way be finished.
  const tellToStop: Step = {
    do: 'write',
    path: `${defaultStateDir('windows', place)}\\stop`,
    text: '',
    encoding: 'utf8',
  };
  if (verb === 'start') {
    return [
      ours,
      { do: 'run', command: schtasks('/Change', '/TN', name, '/ENABLE') },
      { do: 'run', command: schtasks('/Run', '/TN', name) },
    ];
  }
  if (verb === 'stop') return [ours, disable, tellToStop];
  if (verb === 'status') {
    return [ours, { do: 'show', command: schtasks('/Query', '/TN', name, '/FO', 'LIST', '/V') }];
  }
  if (verb === 'uninstall' || service === null) {
    return [
      ours,
      disable,
      tellToStop,
      { do: 'run', command: schtasks('/Delete', '/TN', name, '/F') },
      { do: 'remove', path: `${folderOf(place)}\\task.xml` },
    ];
  }
  return [ours, ...installSteps(place, service)];
}

function installSteps(place: ServicePlace, service: ServiceDescription): Step[] {
  const root = folderOf(place);
  const task = `${root}\\task.xml`;
  const logs = `${root}\\log`;
  const account = service.account ?? `*${LOCAL_SERVICE}`;
  return [
    { do: 'look-at-file', path: task, mayMiss: true },
    { do: 'make-folder', path: root, mode: 0o700 },
    // Everybody may make folders in ProgramData: one that is there already may belong to somebody else, with all in it.
    run('icacls', root, '/setowner', ADMINISTRATORS, '/T', '/L', '/Q'),
    run('icacls', root, '/inheritance:r', '/grant:r', ...folderRights(account, 'RX'), '/Q'),
    // Fails where the folder is empty.
    { do: 'run', command: ['icacls', `${root}\\*`, '/reset', '/T', '/L', '/Q'], mayFail: true },
    ...[service.stateDir, logs].flatMap((path): Step[] => [
      { do: 'make-folder', path, mode: 0o700 },
      run('icacls', path, '/inheritance:r', '/grant:r', ...folderRights(account, 'M'), '/Q'),
    ]),
    ...service.secretFiles.map((file) =>
      run('icacls', file, '/inheritance:r', '/grant:r', `${SYSTEM}:F`, `${ADMINISTRATORS}:F`, `${account}:R`, '/Q'),
    ),
    { do: 'write', path: task, text: windowsTask(service, `${logs}\\adsync.log`), encoding: 'utf16le' },
    run('schtasks', '/Create', '/TN', place.name, '/XML', task, ...password(service.account), '/F'),
  ];
}

/** The folder of a service, with its state, its log and the definition of its task. */
function folderOf({ name, programData }: ServicePlace): string {
  return `${programData}\\${name}`;
}

function run(...command: CommandLine): Step {
  return { do: 'run', command };
}

function folderRights(account: string, right: 'RX' | 'M'): string[] {
  return [`${SYSTEM}:(OI)(CI)F`, `${ADMINISTRATORS}:(OI)(CI)F`, `${account}:(OI)(CI)${right}`];
}

/** Nobody is asked for a password, and none is stored. */
function password(account: string | null): string[] {
  if (account === null) return [];
  return ['/RU', account, ...(isManaged(account) ? ['/RP', ''] : ['/NP'])];
}
