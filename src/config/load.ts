import { createHash } from 'node:crypto';
import { dirname, resolve } from 'node:path';
import type { ValidateFunction } from 'ajv/dist/2020.js';
import { errnoOf } from '../core/errno.ts';
import { Secret } from '../core/secret.ts';
import type { CommonSettings, TargetSettings } from '../core/settings.ts';
import { readAuthorities } from './authorities.ts';
import { buildDirectory, buildLimits } from './build-settings.ts';
import { buildCalendar, checkFreeze } from './calendar.ts';
import { checkSchema } from './check-schema.ts';
import { checkSecrets, secretTexts } from './check-secrets.ts';
import { checkTexts, GENERAL_TEXTS } from './check-texts.ts';
import { aboutFile, type Diagnostic, Report } from './diagnostic.ts';
import { checkEntra } from './entra.ts';
import { type Entry, select, selectTexts, textAt } from './entry.ts';
import { resolveReferences } from './fill-references.ts';
import { guardRailsOf } from './guard-rails.ts';
import { decodeText, type Inputs, readProblem } from './inputs.ts';
import { type FileKeys, keysOf } from './keys.ts';
import { checkAvailable } from './not-available.ts';
import { sourcesOf, type ValueSource } from './value-sources.ts';
import { buildNotify, checkNotify } from './notify.ts';
import { readYaml } from './read-yaml.ts';
import type { Purpose, SectionKind } from './section.ts';
import { durationAt, numberAt } from './typed-values.ts';
import { syncValidator } from './validator.ts';
import { YamlText } from './yaml-text.ts';

/** Bytes. 5,000 mappings take less than one megabyte. */
export const LARGEST_FILE = 10 * 1024 * 1024;

/** What a faultless file says. */
export interface SettingsOfFile extends CommonSettings {
  /** One for each section of a target, in the order of the kinds. */
  readonly targets: readonly TargetSettings[];
}

/** A file that can be worked with, or everything that is wrong with it. */
export type Loaded<Settings = SettingsOfFile> =
  | {
      readonly ok: true;
      readonly settings: Settings;
      /** What must never be shown. */
      readonly secrets: readonly Secret[];
      readonly warnings: readonly Diagnostic[];
      /** Where secrets and other values come from. Absent = nobody has looked. */
      readonly sources?: readonly ValueSource[];
    }
  | {
      readonly ok: false;
      /** Errors and warnings in the order of the file. */
      readonly diagnostics: readonly Diagnostic[];
      readonly secrets: readonly Secret[];
      readonly sources?: readonly ValueSource[];
    };

/** What the file may hold, and what it is read for. */
export interface LoadOptions {
  /** The kinds of targets that can have a section. */
  readonly sections: readonly SectionKind[];
  /** But for `sync`, a name where only an identity may stand is a warning: somebody has to look for it first. */
  readonly purpose?: Purpose;
  /** Knows the schema parts of all these sections. */
  readonly validate?: ValidateFunction;
  /** Another text to be read as if it stood in the file, and what messages call it; absent = the file's own. */
  readonly instead?: { readonly shown: string; readonly bytes: Uint8Array };
}

/**
 * Reads `sync.yaml`, holds it against its schema and the rules beyond it, and fetches secrets and certificates. All
 * faults of the file are reported together. Nothing is sent anywhere.
 *
 * @param named the file as the user named it: absolute, or relative to `inputs.cwd`
 */
export async function loadSettings(named: string, inputs: Inputs, options: LoadOptions): Promise<Loaded> {
  const path = resolve(inputs.cwd, named);
  const { shown: file, bytes } = options.instead ?? { shown: named, bytes: await readBytes(path, named, inputs) };
  if (!(bytes instanceof Uint8Array)) return { ok: false, diagnostics: [bytes], secrets: [], sources: [] };
  if (bytes.length > LARGEST_FILE) {
    const fault = aboutFile(
      file,
      'FILE_TOO_LARGE',
      'The file is larger than 10 MiB.',
      'Name the right file with --file.',
    );
    return { ok: false, diagnostics: [fault], secrets: [], sources: [] };
  }
  const text = decodeText(bytes);
  if (text === null) {
    const advice = 'Save it as UTF-8 (in PowerShell: Set-Content -Encoding utf8).';
    const fault = aboutFile(file, 'FILE_NOT_UTF8', 'The file is not UTF-8 text.', advice);
    return { ok: false, diagnostics: [fault], secrets: [], sources: [] };
  }
  const yaml = new YamlText(file, text);
  const { sections, purpose = 'sync', validate = syncValidator() } = options;
  return check({
    yaml,
    folder: dirname(path),
    inputs,
    sections,
    keys: keysOf(sections),
    purpose,
    validate,
    included: [],
  });
}

/** What one reading of a file works with. */
interface Reading {
  readonly yaml: YamlText;
  /** What relative paths are relative to. */
  readonly folder: string;
  readonly inputs: Inputs;
  readonly sections: readonly SectionKind[];
  readonly keys: FileKeys;
  readonly purpose: Purpose;
  readonly validate: ValidateFunction;
  /** What other files say for this one. */
  readonly included: string[];
}

async function check(reading: Reading): Promise<Loaded> {
  const { yaml, folder, inputs, sections, keys, purpose, validate } = reading;
  const report = new Report(yaml);
  const root = readYaml(yaml, report);
  if (root === null) return { ok: false, diagnostics: report.sorted(), secrets: [], sources: [] };
  const filled = await resolveReferences(root, { keys, yaml, folder, inputs, report });
  const secrets = secretTexts(root, keys).map((text) => new Secret(text));
  const meant = checkSchema(root, { validate, keys, yaml, later: neededLater(purpose, sections), report });
  checkTexts(root, GENERAL_TEXTS, report);
  checkFreeze(root, report);
  checkEntra(root, meant, report);
  checkNotify(root, report);
  const targets = await readSections(root, reading, meant, report);
  checkSecrets(root, { keys, sections, filled }, report);
  checkAvailable(root, sections, report);
  const authorities = await readAuthorities(root, 'directory.tls.ca', folder, inputs, report);
  const notifyCa = await readAuthorities(root, 'notify.tls.ca', folder, inputs, report);
  const certificate = await readCertificate(root, reading, report);
  if (certificate !== null && inputs.offline !== true) secrets.push(certificate);
  const sources = sourcesOf(root, { keys, filled, report });
  if (report.hasErrors) return { ok: false, diagnostics: report.sorted(), secrets, sources };
  const notify = buildNotify(root, notifyCa?.pem ?? null);
  const calendar = buildCalendar(root, report);
  const settings: SettingsOfFile = {
    file: yaml.file,
    sha256: digestOf(yaml.text, reading.included),
    directory: buildDirectory(root, folder, { authorities: authorities?.pem ?? null, certificate }),
    targets: targets.map((build) => build()),
    limits: buildLimits(root),
    approve: selectTexts(root, 'approve[]').map(({ entry, text }) => ({
      id: text.trim(),
      line: report.line(entry.at),
    })),
    guardRails: guardRailsOf(root, keys, report),
    maxPlanAge: durationAt(root, 'maxPlanAge', '24h'),
    interval: durationAt(root, 'interval', '15m'),
    fullReadingEvery: numberAt(root, 'fullReadingEvery') ?? 8,
    retention: durationAt(root, 'retention', '90d'),
    ...(notify === null ? {} : { notify }),
    ...(calendar === undefined ? {} : { calendar }),
  };
  return { ok: true, settings, secrets, warnings: report.sorted(), sources };
}

/** What may be missing in a file that is read for a search: all but the directory, and the mappings of a section. */
function neededLater(purpose: Purpose, sections: readonly SectionKind[]): ReadonlySet<string> {
  if (purpose !== 'search') return new Set();
  return new Set(['', '/version', ...sections.flatMap(({ type, mappings }) => [`/${type}`, `/${type}/${mappings}`])]);
}

/** The code for it is loaded only where the file names one. */
async function readCertificate(root: Entry, { folder, inputs }: Reading, report: Report): Promise<Secret | null> {
  if (select(root, 'directory.certificate').length === 0) return null;
  const { readClientCertificate } = await import('./client-certificate.ts');
  return readClientCertificate(root, folder, inputs, report);
}

/** Hands each kind of target its own section. */
async function readSections(
  root: Entry,
  { folder, inputs, sections, purpose, included }: Reading,
  meant: ReadonlySet<string>,
  report: Report,
): Promise<(() => TargetSettings)[]> {
  const type = textAt(root, 'directory.type');
  const directory = type === 'ldap' || type === 'file' || type === 'entra' ? type : null;
  const ceilings = {
    groups: numberAt(root, 'limits.groups'),
    membersPerGroup: numberAt(root, 'limits.membersPerGroup'),
  };
  const builds: (() => TargetSettings)[] = [];
  const include = (text: string): void => {
    included.push(text);
  };
  for (const kind of sections) {
    const isMeant = (key: string): boolean => meant.has(`/${kind.type}/${key}`);
    for (const section of select(root, kind.type)) {
      builds.push(
        await kind.read({ root: section, isMeant, directory, ceilings, purpose, folder, inputs, report, include }),
      );
    }
  }
  return builds;
}

/**
 * SHA-256 of what the file says, lower-case hex: a byte order mark and Windows line ends do not count, for they change
 * with the machine that checks the file out.
 *
 * @param text without a byte order mark
 * @param included what other files say for this one
 */
function digestOf(text: string, included: readonly string[]): string {
  const hash = createHash('sha256').update(text.replaceAll('\r\n', '\n'));
  for (const one of included) hash.update(`\0${one}`);
  return hash.digest('hex');
}

async function readBytes(path: string, file: string, inputs: Inputs): Promise<Uint8Array | Diagnostic> {
  try {
    return await inputs.readFile(path, LARGEST_FILE, 'any');
  } catch (error) {
    const missing = errnoOf(error) === 'ENOENT';
    const message = `The file ${readProblem(error)}.`;
    const advice = missing
      ? 'Name another one with --file, or make one: adsync init.'
      : 'Name another file with --file.';
    return aboutFile(file, missing ? 'FILE_NOT_FOUND' : 'FILE_UNREADABLE', message, advice);
  }
}
