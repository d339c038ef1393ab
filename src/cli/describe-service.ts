import { realpath } from 'node:fs/promises';
import { posix, win32 } from 'node:path';
import { Failure } from '../core/failure.ts';
import { accountFault } from '../service/account.ts';
import { type Credential, defaultStateDir, type ServiceDescription } from '../service/description.ts';
import { isOddPath } from '../service/odd-path.ts';
import { texts } from './command.ts';
import { checkFiles } from './service-files.ts';
import type { WantedService } from './wanted-service.ts';

/**
 * The service that the options ask for.
 *
 * @throws Failure SERVICE_…
 */
export async function describeService(wanted: WantedService): Promise<ServiceDescription> {
  const { platform, place, context, options } = wanted;
  refuseMisplaced(wanted);
  const account = textOf(options['account']);
  const fault = accountFault(platform, place.scope, account);
  if (fault !== null) throw new Failure('SERVICE_ACCOUNT', fault.text, fault.advice);
  const path = (text: string): string => absolute(text, wanted);
  const given = textOf(options['stateDir']);
  const environmentFile = textOf(options['environmentFile']);
  const service: ServiceDescription = {
    name: place.name,
    scope: place.scope,
    program: await programOf(wanted, path),
    files: [...new Set(context.files.map(path))],
    stateDir: given === null ? defaultStateDir(platform, place) : path(given),
    account,
    credentials: [
      ...texts(options['credential']).map((text) => credentialOf(text, false, path)),
      ...texts(options['encryptedCredential']).map((text) => credentialOf(text, true, path)),
    ],
    environmentFile: environmentFile === null ? null : path(environmentFile),
    listen: textOf(options['listen']),
    allowCommands: context.allowCommands,
    secretFiles: [],
  };
  return { ...service, secretFiles: await checkFiles(service, wanted) };
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/** @throws Failure SERVICE_OPTION */
function refuseMisplaced({ platform, place, options }: WantedService): void {
  const refuse = (option: string, why: string, advice: string): never => {
    throw new Failure('SERVICE_OPTION', `${option} ${why}`, advice);
  };
  const hasCredentials = [...texts(options['credential']), ...texts(options['encryptedCredential'])].length > 0;
  if (hasCredentials && (platform !== 'linux' || place.scope === 'user')) {
    const advice =
      'Name the file with the secret in the YAML file: ${file:path}. The account of the service has to read it.';
    refuse('--credential', 'is for services of the whole system on Linux only.', advice);
  }
  if (options['environmentFile'] !== undefined && platform !== 'linux') {
    refuse('--environment-file', 'is for Linux only.', 'Leave it out; docs/service.md says what to do about a proxy.');
  }
  if (options['stateDir'] !== undefined && platform === 'windows') {
    const why = 'is not for Windows: the state of a service stands in ProgramData, where "stop" finds it.';
    refuse('--state-dir', why, 'Leave it out.');
  }
  const stateDir = textOf(options['stateDir']);
  const isElsewhere = stateDir !== null && !posix.normalize(stateDir).startsWith(`/var/lib/${place.name}/`);
  if (platform === 'linux' && place.scope === 'system' && isElsewhere && options['account'] === undefined) {
    const why = `names ${stateDir}, and a dynamic user may only write below /var/lib/${place.name}/.`;
    refuse('--state-dir', why, 'Leave it out, or name an account that the folder belongs to with --account.');
  }
  const listen = textOf(options['listen']);
  if (listen !== null && !/^[\w.:[\]-]+:\d{1,5}$/.test(listen)) {
    refuse('--listen', `takes an address and a port, and "${listen}" is none.`, 'Write it as 127.0.0.1:9464.');
  }
}

/** @throws Failure SERVICE_OPTION */
function absolute(text: string, { platform, isHere, context }: WantedService): string {
  const rules = platform === 'windows' ? win32 : posix;
  const path = isHere ? rules.resolve(context.cwd, text) : text;
  const isOdd = isOddPath(platform, path);
  const isFull = platform === 'windows' ? /^(?:[a-z]:[\\/]|\\\\)/i.test(path) : rules.isAbsolute(path);
  if (isFull && !isOdd) return path;
  const why = isOdd ? 'has a character that files of services cannot hold' : `is no absolute path of ${platform}`;
  throw new Failure(
    'SERVICE_OPTION',
    `${text} ${why}.`,
    'Name another path; for another system write all paths in full.',
  );
}

/** @throws Failure SERVICE_PROGRAM */
async function programOf({ isHere, options }: WantedService, path: (text: string) => string): Promise<string[]> {
  const named = texts(options['program']).map(path);
  if (named.length > 0) return named;
  const [node = process.execPath, script = node] = process.argv;
  if (!isHere) {
    const why = 'It is not known where adsync is installed on the other system.';
    throw new Failure(
      'SERVICE_PROGRAM',
      why,
      'Name it with --program; for Node and a script name both, one after the other.',
    );
  }
  // An executable has itself as its script.
  const all = [await realpath(node), await realpath(script)];
  return [...new Set(all)];
}

/** @throws Failure SERVICE_CREDENTIAL */
function credentialOf(text: string, encrypted: boolean, path: (text: string) => string): Credential {
  const [, name, file] = /^([\w.-]+)=(.+)$/s.exec(text) ?? [];
  if (name !== undefined && file !== undefined) return { name, path: path(file), encrypted };
  const why = `"${text}" is not NAME=PATH.`;
  throw new Failure('SERVICE_CREDENTIAL', why, 'Write it as rescue-token=/etc/adsync/secrets/rescue-token.');
}
