import { broken, type Check, doubtful, fine, type Found } from '../core/check.ts';
import { counted } from '../core/counted.ts';
import type { Diagnostic } from '../config/diagnostic.ts';
import type { Loaded } from '../config/load.ts';
import type { ValueSource } from '../config/value-sources.ts';
import type { DoctorJob } from './job.ts';

/** The oldest Node.js that is tried with every change, and the end of its support by its makers. */
const OLDEST = [20, 19] as const;
/** So many are told; `adsync validate` tells all. */
const TOLD = 3;

/** What is checked without any network: the program, the file, and what the file refers to. */
export function ownChecks({ runtime, file, loaded, plain }: DoctorJob): readonly Check[] {
  return [
    { id: 'node', title: 'Node.js', needs: [], run: () => Promise.resolve(nodeFound(runtime)) },
    { id: 'file', title: 'file', needs: [], run: () => Promise.resolve(fileFound(file, plain)) },
    { id: 'secrets', title: 'secrets', needs: ['file'], run: () => Promise.resolve(secretsFound(loaded)) },
  ];
}

export function nodeFound({ node, platform }: DoctorJob['runtime']): Found {
  const [major = 0, minor = 0] = node.split('.').map(Number);
  const [oldestMajor, oldestMinor] = OLDEST;
  const text = `Node.js ${node} on ${platform}.`;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return fine(text);
  return broken(`${text} It is too old.`, `Install Node.js ${OLDEST.join('.')} or newer.`);
}

export function fileFound(
  file: string,
  loaded: Pick<Loaded, 'ok'> & {
    readonly diagnostics?: readonly Diagnostic[];
    readonly warnings?: readonly Diagnostic[];
  },
): Found {
  const all = loaded.ok ? (loaded.warnings ?? []) : (loaded.diagnostics ?? []);
  const errors = all.filter(({ severity }) => severity === 'error');
  if (errors.length > 0)
    return broken(`${file} cannot be used. ${told(errors)}`, 'adsync validate shows every fault with its line.');
  if (all.length > 0)
    return doubtful(`${file} is valid. ${told(all)}`, 'adsync validate shows every warning with its line.');
  return fine(`${file} is valid.`);
}

/** Says where everything comes from, and never what it is. */
export function secretsFound(
  loaded:
    | Pick<Extract<Loaded, { ok: true }>, 'ok' | 'sources'>
    | Pick<Extract<Loaded, { ok: false }>, 'ok' | 'sources' | 'diagnostics'>,
): Found {
  const { sources = [] } = loaded;
  const shown = sources.filter(({ filled }) => filled).map(shownSource);
  if (!loaded.ok) {
    const errors = loaded.diagnostics.filter(({ severity }) => severity === 'error');
    return broken(told(errors), 'Set what is missing, as the message says, for the user that runs adsync.');
  }
  const open = sources.filter(({ from }) => from.length === 0);
  const text = shown.length === 0 ? 'The file refers to nothing.' : `${shown.join('; ')}.`;
  if (open.length === 0) return fine(text);
  return doubtful(
    `${text} ${counted(open.length, 'secret stands', 'secrets stand')} in the file itself.`,
    'Write ${NAME} or ${file:path} instead, and change the secret.',
  );
}

function shownSource({ path, from }: ValueSource): string {
  return `${path}: ${from.length === 0 ? 'the file itself' : from.join(' and ')}`;
}

function told(diagnostics: readonly Diagnostic[]): string {
  const texts = diagnostics.slice(0, TOLD).map(({ code, message, line }) => `${code} in line ${line}: ${message}`);
  const left = diagnostics.length - texts.length;
  return left > 0 ? `${texts.join(' ')} And ${left} more.` : texts.join(' ');
}
