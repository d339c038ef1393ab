import { createHash } from 'node:crypto';
import { dirname, resolve } from 'node:path';
import { errnoOf } from '../core/errno.ts';
import { Secret } from '../core/secret.ts';
import type { Settings } from '../core/settings.ts';
import { readAuthorities } from './authorities.ts';
import { readClientCertificate } from './client-certificate.ts';
import { guardRailsOf } from './guard-rails.ts';
import { buildDirectory, buildLimits, buildRescue } from './build-settings.ts';
import { checkAccounts } from './check-accounts.ts';
import { checkMappings, type Purpose } from './check-mappings.ts';
import { checkSchema } from './check-schema.ts';
import { checkSecrets, secretTexts } from './check-secrets.ts';
import { checkTexts } from './check-texts.ts';
import { aboutFile, type Diagnostic, Report } from './diagnostic.ts';
import { parseDuration } from './duration.ts';
import { selectTexts, textAt } from './item.ts';
import { checkAvailable } from './not-available.ts';
import { readYaml } from './read-yaml.ts';
import { resolveReferences } from './references.ts';
import { syncSchema } from './schema.ts';
import { Source } from './source.ts';
import { decodeText, readProblem, type World } from './world.ts';

/** 5,000 mappings take less than one megabyte. */
const LARGEST_FILE = 10 * 1024 * 1024;

/** A file that can be worked with, or everything that is wrong with it. */
export type Loaded =
  | {
      readonly ok: true;
      readonly settings: Settings;
      /** What must never be shown. */
      readonly secrets: readonly Secret[];
      readonly warnings: readonly Diagnostic[];
    }
  | {
      readonly ok: false;
      /** Errors and warnings in the order of the file. */
      readonly diagnostics: readonly Diagnostic[];
      readonly secrets: readonly Secret[];
    };

/**
 * Reads `sync.yaml`, holds it against its schema and the rules beyond it, and fetches secrets and certificates. All
 * faults of the file are reported together. Nothing is sent anywhere.
 *
 * @param file as the user named it: absolute, or relative to `world.cwd`
 * @param purpose with `search`, a name where only an identity may stand is a warning: it has to be looked for first
 */
export async function loadSettings(file: string, world: World, purpose: Purpose = 'sync'): Promise<Loaded> {
  const path = resolve(world.cwd, file);
  const bytes = await readBytes(path, file, world);
  if (!(bytes instanceof Uint8Array)) return { ok: false, diagnostics: [bytes], secrets: [] };
  const text = decodeText(bytes);
  if (text === null) {
    const advice = 'Save it as UTF-8 (in PowerShell: Set-Content -Encoding utf8).';
    const fault = aboutFile(file, 'FILE_NOT_UTF8', 'The file is not UTF-8 text.', advice);
    return { ok: false, diagnostics: [fault], secrets: [] };
  }
  const source = new Source(file, text);
  return check(source, createHash('sha256').update(bytes).digest('hex'), dirname(path), world, purpose);
}

async function check(source: Source, sha256: string, folder: string, world: World, purpose: Purpose): Promise<Loaded> {
  const report = new Report(source);
  const root = readYaml(source, report);
  if (root === null) return { ok: false, diagnostics: report.sorted(), secrets: [] };
  const filled = await resolveReferences(root, { source, folder, world, report });
  const secrets = secretTexts(root).map((text) => new Secret(text));
  const meant = checkSchema(root, syncSchema(), source, report);
  checkTexts(root, report);
  checkAccounts(root, meant, report);
  checkSecrets(root, filled, report);
  checkMappings(root, report, purpose);
  checkAvailable(root, report);
  const authorities = await readAuthorities(root, 'directory.tls.ca', folder, world, report);
  const ca = await readAuthorities(root, 'rescue.tls.ca', folder, world, report);
  const certificate = await readClientCertificate(root, folder, world, report);
  if (certificate !== null) secrets.push(certificate);
  if (report.hasErrors) return { ok: false, diagnostics: report.sorted(), secrets };
  const directory = buildDirectory(root, folder, { authorities, certificate });
  const rescue = buildRescue(root, folder, ca, report);
  const approve = selectTexts(root, 'approve[]').map(({ item, text }) => ({
    id: text.trim(),
    line: report.line(item.at),
  }));
  const limits = buildLimits(root);
  const maxPlanAge = parseDuration(textAt(root, 'maxPlanAge') ?? '24h') ?? 0;
  const guardRails = guardRailsOf(root, report);
  const settings = { file: source.file, sha256, directory, rescue, limits, approve, guardRails, maxPlanAge };
  return { ok: true, settings, secrets, warnings: report.sorted() };
}

async function readBytes(path: string, file: string, world: World): Promise<Uint8Array | Diagnostic> {
  try {
    const bytes = await world.readFile(path, LARGEST_FILE, 'any');
    if (bytes.length <= LARGEST_FILE) return bytes;
    return aboutFile(file, 'FILE_TOO_LARGE', 'The file is larger than 10 MiB.', 'Name the right file with --file.');
  } catch (error) {
    const missing = errnoOf(error) === 'ENOENT';
    const message = `The file ${readProblem(error)}.`;
    const advice = missing
      ? 'Name another one with --file, or start from examples/sync.yaml.'
      : 'Name another file with --file.';
    return aboutFile(file, missing ? 'FILE_NOT_FOUND' : 'FILE_UNREADABLE', message, advice);
  }
}
