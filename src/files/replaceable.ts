import { open, readFile, stat } from 'node:fs/promises';
import { Failure } from '../core/failure.ts';
import { errnoOf } from '../core/errno.ts';
import { mustHavePlace } from './atomic.ts';
import { writeFailure } from './write-failure.ts';
import { zipEntry } from './zip-entry.ts';

/**
 * The files that adsync writes and recognises: a saved plan, a snapshot and a recording by their first key, a workbook by its author, a
 * page by its generator, a comment by its marker, a schema by its title, a report by its root.
 */
export type OutputKind = 'plan' | 'workbook' | 'page' | 'comment' | 'schema' | 'report' | 'snapshot' | 'recording';

const KINDS: Readonly<Record<OutputKind, string>> = {
  plan: 'a plan that adsync has saved',
  workbook: 'a workbook as adsync has written it',
  page: 'a page as adsync has written it',
  comment: 'a comment as adsync has written it',
  schema: 'a schema of adsync',
  report: 'a report of adsync',
  snapshot: 'a snapshot that adsync has taken',
  recording: 'a recording of adsync doctor',
};

/** More than a workbook of a million changes takes. */
const LARGEST_WORKBOOK = 512 * 1024 ** 2;
const LARGEST_PROPERTIES = 64 * 1024;

/**
 * Refuses, before anything long begins, a file that could not be written in the end.
 *
 * @param shown the name as the user gave it
 * @param force whether any file may be replaced
 * @param made a folder that comes to be before it is written; null = none
 * @throws Failure OUTPUT_…
 */
export async function mustBeWritable(
  path: string,
  shown: string,
  kind: OutputKind,
  force: boolean,
  made: string | null = null,
): Promise<void> {
  await mustHavePlace(path, made);
  if (!force) await mustBeReplaceable(path, shown, kind);
}

/**
 * Refuses to replace a file that is no earlier output of the same kind: a name typed wrong must not cost the YAML file, a
 * certificate or somebody's notes. A new or an empty file may be written.
 *
 * @param shown the name as the user gave it
 * @throws Failure OUTPUT_NOT_OURS; OUTPUT_… when the file cannot be looked at
 */
async function mustBeReplaceable(path: string, shown: string, kind: OutputKind): Promise<void> {
  try {
    const found = await stat(path);
    // Writing itself refuses anything else than a file, with words of its own.
    if (!found.isFile() || found.size === 0) return;
    if (await isOurs[kind](path, found.size)) return;
  } catch (cause) {
    if (errnoOf(cause) === 'ENOENT') return;
    throw writeFailure(path, cause);
  }
  throw new Failure(
    'OUTPUT_NOT_OURS',
    `There is a file ${shown} already, and it is not ${KINDS[kind]}. It was not replaced.`,
    kind === 'schema' ? 'Move that file away.' : 'Name another file. If this one may be lost, add --force.',
  );
}

const isOurs: Readonly<Record<OutputKind, (path: string, size: number) => Promise<boolean>>> = {
  plan: (path) => begins(path, /^\s*\{\s*"format"\s*:\s*"adsync\.plan\/\d/),
  page: (path) =>
    begins(path, /^<!doctype html>\n<html lang="en">\n<head>\n.*\n<meta name="generator" content="adsync">/),
  comment: (path) => begins(path, /^<!-- adsync plan /),
  snapshot: (path) => begins(path, /^\s*\{\s*"format"\s*:\s*"adsync\.snapshot\/\d/),
  recording: (path) => begins(path, /^\s*\{\s*"format"\s*:\s*"adsync\.recording\/\d/),
  schema: (path) => begins(path, /^\s*\{\s*"\$schema"\s*:\s*"[^"]*",\s*"title"\s*:\s*"adsync: /),
  report: (path) => begins(path, /^<\?xml [^>]*>\n<testsuites name="adsync"/),
  workbook: async (path, size) => size <= LARGEST_WORKBOOK && (await isWorkbook(path)),
};

async function begins(path: string, beginning: RegExp): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(256), 0, 256, 0);
    return beginning.test(buffer.toString('latin1', 0, bytesRead));
  } finally {
    await file.close();
  }
}

/** Somebody else may have saved it since, with additions: then it is no longer ours. */
async function isWorkbook(path: string): Promise<boolean> {
  const properties = zipEntry(await readFile(path), 'docProps/core.xml', LARGEST_PROPERTIES)?.toString('utf8') ?? '';
  return ['dc:creator', 'cp:lastModifiedBy'].every((name) => properties.includes(`<${name}>adsync</${name}>`));
}
