import type { Purpose } from '../config/section.ts';
import { Failure } from '../core/failure.ts';
import type { Directory, ReadOptions } from '../directory/directory.ts';
import { countGroups, listAccountGroups, searchGroups } from '../run/groups-run.ts';
import { labelsFrom } from '../run/chosen-targets.ts';
import { loadKinds } from '../targets/registry.ts';
import type { ConfiguredTarget } from '../targets/target.ts';
import { jobOf } from './job.ts';
import { withDirectory } from '../run/with-directory.ts';
import type { Context } from './context.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { newReporter } from './reporter.ts';
import { readSettings } from './settings.ts';

export interface SearchWishes {
  readonly term: string;
  readonly limit: number;
  readonly base: string | null;
  readonly json: boolean;
}

export async function showFound(context: Context, { term, limit, base, json }: SearchWishes): Promise<ExitCode> {
  const wanted = term.trim();
  if (wanted === '') throw new Failure('TERM_EMPTY', 'The term is empty.', 'Give a part of the name of a group.');
  const found = await readDirectory(context, 'search', (targets, directory, options) =>
    searchGroups(targets, directory, wanted, { ...options, limit, base }),
  );
  if (found === null) return EXIT.failed;
  const { renderFound, foundDocument } = await import('../render/groups-found.ts');
  const { stdout } = context.terminal;
  if (json) stdout.writeJson(foundDocument(found, wanted, labelsFrom(await loadKinds())));
  else stdout.write(renderFound(context.mask(found), wanted, stdout));
  return EXIT.done;
}

export async function showCounts(context: Context, json: boolean): Promise<ExitCode> {
  const counts = await readDirectory(context, 'count', countGroups);
  if (counts === null) return EXIT.failed;
  const { countsDocument, renderCounts } = await import('../render/groups-counted.ts');
  const { stdout } = context.terminal;
  const labelsOf = labelsFrom(await loadKinds());
  const [first, ...others] = counts.map((one) => countsDocument(one, labelsOf(one.target)));
  if (json && first !== undefined) stdout.writeJson(others.length === 0 ? first : { targets: [first, ...others] });
  for (const one of json ? [] : counts) {
    if (others.length > 0) stdout.write(`${one.target}\n`);
    stdout.write(renderCounts(context.mask(one), labelsOf(one.target), stdout));
  }
  const isWanting = counts.some(({ over, mappings }) => over || mappings.some(({ error }) => error !== null));
  return isWanting ? EXIT.failed : EXIT.done;
}

/** Lists the groups of the account of one section. */
export async function showAccountGroups(context: Context, section: string, json: boolean): Promise<ExitCode> {
  const settings = await readSettings(context, 'search');
  if (settings === null) return EXIT.failed;
  if (!settings.targets.some(({ type }) => type === section)) {
    const text = `The groups of the account of ${section}: are asked for, and ${settings.file} has no such section.`;
    throw new Failure('TARGET_NOT_IN_FILE', text, 'Add the section with the address and credentials of the account.');
  }
  const job = { ...(await jobOf(context, settings, [section])), reporter: newReporter(context) };
  const labels = labelsFrom(job.kinds)(section);
  const listed = await listAccountGroups(job, labels);
  const { listedDocument, renderListed } = await import('../render/groups-listed.ts');
  const { stdout } = context.terminal;
  if (json) stdout.writeJson(listedDocument(listed, labels));
  else stdout.write(renderListed(context.mask(listed), labels, stdout));
  return EXIT.done;
}

/** Reads the file and opens its directory for `work`; null when the file has errors, which are printed then. */
async function readDirectory<Result>(
  context: Context,
  purpose: Purpose,
  work: (targets: readonly ConfiguredTarget[], directory: Directory, options: ReadOptions) => Promise<Result>,
): Promise<Result | null> {
  const settings = await readSettings(context, purpose);
  if (settings === null) return null;
  const job = { ...(await jobOf(context, settings, [])), reporter: newReporter(context) };
  return await withDirectory(job, (directory, options) => work(job.targets, directory, options));
}
