import { stat } from 'node:fs/promises';
import { posix, win32 } from 'node:path';
import { decodeText, readProblem } from '../config/inputs.ts';
import { LARGEST_FILE } from '../config/load.ts';
import { type Reference, referencesOf } from '../config/references.ts';
import { append } from '../core/collections.ts';
import { Failure } from '../core/failure.ts';
import { readFileUpTo } from '../files/read-file.ts';
import type { ServiceDescription } from '../service/description.ts';
import { isOddPath } from '../service/odd-path.ts';
import type { WantedService } from './wanted-service.ts';

/** Folders that the unit of systemd hides from the service. */
const HIDDEN = /^\/(?:home|root|run\/user|tmp|var\/tmp)\//;

/**
 * Looks whether everything that the YAML files take from outside reaches the service.
 *
 * @returns the files with secrets that they name, absolute
 * @throws Failure SERVICE_HIDDEN, SERVICE_CREDENTIAL, SERVICE_VARIABLE, SERVICE_OPTION
 */
export async function checkFiles(service: ServiceDescription, wanted: WantedService): Promise<string[]> {
  const isSystemd = wanted.platform === 'linux' && service.scope === 'system';
  if (isSystemd) [...service.program, ...service.files].forEach(refuseHidden);
  // Those of another system cannot be looked at.
  if (!wanted.isHere) return [];
  const secrets: string[] = [];
  for (const file of service.files) {
    const references = referencesOf(file, await textOf(file));
    references.forEach((reference) => {
      checkReference(reference, file, service);
    });
    const rules = wanted.platform === 'windows' ? win32 : posix;
    const plain = references.flatMap((one) => (one.kind === 'file' && one.variable === null ? [one.path] : []));
    const paths = plain.map((path) => rules.resolve(rules.dirname(file), path));
    if (isSystemd && service.account === null) for (const path of [file, ...paths]) await refusePrivate(path, file);
    // Rights are given to each, and a name with * would be many.
    for (const path of paths) if (isOddPath(wanted.platform, path)) refuseOdd(path, file);
    append(secrets, paths);
  }
  return [...new Set(secrets)];
}

async function textOf(file: string): Promise<string> {
  try {
    return decodeText(await readFileUpTo(file, LARGEST_FILE, 'regular')) ?? '';
  } catch (error) {
    throw new Failure(
      'SERVICE_OPTION',
      `--file names ${file}, which ${readProblem(error)}.`,
      'Name the file with --file.',
    );
  }
}

function checkReference(
  reference: Reference,
  file: string,
  { credentials, environmentFile }: ServiceDescription,
): void {
  if (reference.kind === 'file' && reference.variable === 'CREDENTIALS_DIRECTORY') {
    const name = reference.path.replace(/^[\\/]+/, '');
    if (credentials.some((one) => one.name === name)) return;
    const why = `${file} names \${file:\${CREDENTIALS_DIRECTORY}${reference.path}}, and the service is given no such secret.`;
    throw new Failure('SERVICE_CREDENTIAL', why, `Add --credential ${name}=PATH (on Linux, as root).`);
  }
  const name = reference.kind === 'variable' ? reference.name : reference.variable;
  if (name === null || environmentFile !== null) return;
  const why = `${file} takes \${${name}} from the environment, and a service has not the environment of a terminal.`;
  const advice =
    'Keep the value in a file: ${file:path}, or on Linux ${file:${CREDENTIALS_DIRECTORY}/NAME} with --credential NAME=PATH.';
  throw new Failure('SERVICE_VARIABLE', why, advice);
}

function refuseOdd(path: string, file: string): void {
  throw new Failure(
    'SERVICE_CREDENTIAL',
    `${file} names the file ${path} for a secret, and that name has a character that a service cannot be given.`,
    'Rename the file, without quotation marks, *, ? and % in its name.',
  );
}

function refuseHidden(path: string): void {
  if (!HIDDEN.test(path)) return;
  throw new Failure(
    'SERVICE_HIDDEN',
    `${path} lies in a folder that the service cannot see: home folders and those for temporary files are hidden from it.`,
    'Put the program below /opt or /usr/local and the file below /etc, and install the service from there.',
  );
}

/** The dynamic user is neither the owner of a file nor in its group. */
async function refusePrivate(path: string, file: string): Promise<void> {
  const found = await stat(path).catch(() => null);
  if (found === null || (found.mode & 0o004) !== 0) return;
  const isFile = path === file;
  throw new Failure(
    isFile ? 'SERVICE_HIDDEN' : 'SERVICE_CREDENTIAL',
    `The user of the service may not read ${path} (mode ${(found.mode & 0o777).toString(8)}).`,
    isFile
      ? `Let everybody read it, for it holds no secret: chmod 644 ${path}`
      : `Write \${file:\${CREDENTIALS_DIRECTORY}/NAME} in ${file}, and add --credential NAME=${path}`,
  );
}
