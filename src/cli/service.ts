import { type Command, Option } from 'commander';
import type { Verb } from '../service/steps.ts';
import { type Cli, texts } from './command.ts';

const collect = (text: string, before: unknown): string[] => [...texts(before), text];

const HELP = `
A service runs "adsync run" day and night: by systemd on Linux, by launchd on macOS, by the Task Scheduler on Windows. Only
what adsync has written is ever overwritten or removed. Secrets stay in their files; a service is told where they are.
--print shows what would be written and run, and does nothing. docs/service.md has the reasons.

Examples:
  adsync service install --user --print    what a service of this user would be
  adsync service install -f /etc/adsync/sync.yaml --credential rescue-token=/etc/adsync/secrets/rescue-token
  adsync service start
  adsync service status
  adsync service stop
  adsync service uninstall                the state folder stays`;

export function serviceCommand(cli: Cli): Command {
  const service = cli.command('service', 'run day and night as a service of Linux, macOS or Windows');
  installCommand(service, cli);
  const others: readonly [Verb, string, string][] = [
    ['uninstall', 'remove the service, and leave its state folder', UNINSTALL],
    ['start', 'start the service that is installed', START],
    ['stop', 'have the service finish the changes under way, and end', STOP],
    ['status', 'ask the system for the service; the exit code is 1 unless it runs', STATUS],
  ];
  for (const [verb, summary, help] of others) {
    verbCommand(service, verb, summary)
      .addHelpText('after', help)
      .action(cli.action(bodyOf(verb), { several: true }));
  }
  return service.addHelpText('after', HELP);
}

const INSTALL = `
The file and everything that it names must lie where the service can read it. On Linux the service gets a user of its own, and
each secret by --credential: the file names it as \${file:\${CREDENTIALS_DIRECTORY}/NAME}. It is started at every boot, and
now by "adsync service start".

Examples:
  adsync service install -f /etc/adsync/sync.yaml --credential rescue-token=/etc/adsync/secrets/rescue-token
  adsync service install -f /etc/adsync/emea.yaml --name emea --listen 127.0.0.1:9464
  adsync service install --platform windows --print -f C:/adsync/sync.yaml --program C:/adsync/adsync.exe`;

const UNINSTALL = `
Ends the service and removes what "adsync service install" has written. The state folder stays: without it a later run knows
neither locks nor spent plans.

Examples:
  adsync service uninstall
  adsync service uninstall --name emea --print`;

const START = `
Examples:
  adsync service start
  adsync service start --name emea`;

const STOP = `
The changes under way are finished; that may take minutes. On Windows the service stays off until it is started again; elsewhere
it comes back with the next boot.

Examples:
  adsync service stop
  adsync service stop --user`;

const STATUS = `
Shows what the system knows of the service. How its rounds went is told by "adsync status", with the state folder of the service.

Examples:
  adsync service status
  adsync service status --name emea`;

function installCommand(service: Command, cli: Cli): void {
  verbCommand(service, 'install', 'install the service, to be started at every boot')
    .option('--account <name>', 'the account that it runs as; a dynamic user of systemd or LocalService by default')
    .option('--credential <name=path>', 'Linux: a file with a secret, handed to the service', collect)
    .option('--encrypted-credential <name=path>', 'the same, made by systemd-creds encrypt', collect)
    .option('--environment-file <path>', 'Linux: a file with variables for the service, as HTTPS_PROXY=…')
    .option('--state-dir <dir>', 'where runs are recorded; a folder of the service by default')
    .option('--listen <address>', 'serve health and metrics there, as 127.0.0.1:9464')
    .option(
      '--program <path>',
      'the program that it starts, this one by default; with Node: Node, then the script',
      collect,
    )
    .addHelpText('after', INSTALL)
    .action(cli.action(bodyOf('install'), { several: true }));
}

function verbCommand(service: Command, verb: Verb, summary: string): Command {
  return service
    .command(verb)
    .summary(summary)
    .description(`${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`)
    .option('--name <name>', 'one of several services: adsync-NAME')
    .option('--user', 'a service of this user alone, without root (not on Windows)')
    .option('--print', 'only show what would be written and which commands would be run')
    .addOption(
      new Option('--platform <platform>', 'with --print, of another system').choices(['linux', 'macos', 'windows']),
    );
}

function bodyOf(verb: Verb): Parameters<Cli['action']>[0] {
  return async (context, options) => {
    const { runService } = await import('./run-service.ts');
    return await runService(verb, context, options);
  };
}
