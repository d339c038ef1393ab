import { homedir, platform as nodePlatform } from 'node:os';
import { Failure } from '../core/failure.ts';
import { terminalText } from '../render/escape.ts';
import { carryOut } from '../service/carry-out.ts';
import { type Platform, type ServicePlace, serviceName } from '../service/description.ts';
import { shownSteps } from '../service/show-steps.ts';
import type { Verb } from '../service/steps.ts';
import { stepsOf } from '../service/steps-of.ts';
import type { Options } from './command.ts';
import type { Context } from './context.ts';
import { describeService } from './describe-service.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';

const PLATFORMS: Readonly<Partial<Record<NodeJS.Platform, Platform>>> = {
  linux: 'linux',
  darwin: 'macos',
  win32: 'windows',
};

/** `adsync service`: everything that it takes from the process. */
export async function runService(verb: Verb, context: Context, options: Options): Promise<ExitCode> {
  const here = PLATFORMS[nodePlatform()] ?? null;
  const platform = wantedPlatform(options, here);
  const place = placeOf(platform, context, options);
  const { stdout } = context.terminal;
  const print = options['print'] === true;
  const service =
    verb === 'install' ? await describeService({ platform, isHere: platform === here, place, context, options }) : null;
  const steps = stepsOf(platform, verb, place, service);
  if (print) {
    stdout.write(`${shown(shownSteps(steps))}\n`);
    return EXIT.done;
  }
  if (verb !== 'status') checkRoot(platform, place);
  const show = (text: string): void => {
    stdout.write(`${shown(text.trimEnd())}\n`);
  };
  const isWell = await carryOut(steps, { env: context.env, platform: nodePlatform(), show });
  if (verb !== 'status') stdout.write(`${said(verb, platform, place)}\n`);
  return isWell ? EXIT.done : EXIT.failed;
}

/** What others have written may steer a terminal. Columns stay where they are. */
function shown(text: string): string {
  const line = (one: string): string => {
    return one
      .split(/( {2,})/)
      .map((part, index) => (index % 2 === 1 ? part : terminalText(part)))
      .join('');
  };
  return text.split(/\r?\n/).map(line).join('\n');
}

/** @throws Failure SERVICE_OPTION, SERVICE_MANAGER */
function wantedPlatform({ platform, print }: Options, here: Platform | null): Platform {
  const named = (['linux', 'macos', 'windows'] as const).find((one) => one === platform) ?? here;
  if (named === null) {
    const why = `This system (${nodePlatform()}) has neither systemd nor launchd nor Windows' Task Scheduler.`;
    throw new Failure('SERVICE_MANAGER', why, 'Start "adsync run" by what manages services here: docs/service.md.');
  }
  if (named !== here && print !== true) {
    const why = `--platform ${named} is not this system, and a service can only be installed where it runs.`;
    throw new Failure(
      'SERVICE_OPTION',
      why,
      'Add --print to see what would be written there, or leave --platform out.',
    );
  }
  return named;
}

/** @throws Failure SERVICE_NAME, SERVICE_OPTION */
function placeOf(platform: Platform, { env }: Context, options: Options): ServicePlace {
  const name = serviceName(typeof options['name'] === 'string' ? options['name'] : null);
  if (name === null) {
    const why = `"${String(options['name'])}" cannot be the name of a service.`;
    throw new Failure(
      'SERVICE_NAME',
      why,
      'Take at most 21 lower-case letters, digits and hyphens; begin with a letter.',
    );
  }
  const isUsers = options['user'] === true;
  if (isUsers && platform === 'windows') {
    const why = '--user is not for Windows: a task of a user ends when the user logs off.';
    throw new Failure('SERVICE_OPTION', why, 'Leave it out, and name an account with --account.');
  }
  return {
    name,
    scope: isUsers ? 'user' : 'system',
    home: env['HOME'] ?? homedir(),
    programData: env['ProgramData'] ?? 'C:\\ProgramData',
    uid: process.geteuid?.() ?? null,
  };
}

/** @throws Failure SERVICE_NOT_ROOT */
function checkRoot(platform: Platform, { scope, uid }: ServicePlace): void {
  // Windows says itself who is no administrator.
  if (platform === 'windows' || scope === 'user' || uid === 0) return;
  throw new Failure(
    'SERVICE_NOT_ROOT',
    'A service of the whole system is for root only, and this is another user. Nothing was done.',
    'Run it with sudo, or add --user for a service of your own user.',
  );
}

function said(verb: Exclude<Verb, 'status'>, platform: Platform, { name, scope }: ServicePlace): string {
  const options = `${name === 'adsync' ? '' : ` --name ${name.slice('adsync-'.length)}`}${scope === 'user' ? ' --user' : ''}`;
  const linger =
    platform === 'linux' && scope === 'user'
      ? ' It runs while you are logged in; after "loginctl enable-linger" always.'
      : '';
  return {
    install: `The service ${name} is installed. Start it: adsync service start${options}${linger}`,
    uninstall: `The service ${name} is removed. Its state folder is left.`,
    start: `The service ${name} is started. Look at it: adsync service status${options}`,
    stop: `The service ${name} is told to stop.`,
  }[verb];
}
