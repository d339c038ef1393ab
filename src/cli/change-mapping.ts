import { edited } from '../config/edit/edit.ts';
import { literal } from '../config/edit/literal.ts';
import { Failure } from '../core/failure.ts';
import { terminalText } from '../render/escape.ts';
import { renderMappings } from '../render/mappings.ts';
import {
  findMapping,
  listPath,
  type Mapping,
  mappingName,
  mappingsOf,
  placeAt,
  saysTheSame,
} from '../wizard/mappings.ts';
import { newMapping } from '../wizard/new-mapping.ts';
import type { Options } from './command.ts';
import { texts } from './command.ts';
import type { Context } from './context.ts';
import { type FileToEdit, putEdited, readText, readToEdit } from './edit-file.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { gotoWishes, positionOf, rescueWishes } from './mapping-wishes.ts';
import { targetWishes } from './target-option.ts';

export async function addMapping(context: Context, options: Options): Promise<ExitCode> {
  const { section, value } = newMapping(texts(options['directoryGroup']), rescueWishes(options), gotoWishes(options), {
    expires: typeof options['expires'] === 'string' ? options['expires'] : null,
  });
  const file = await existing(context);
  const mappings = mappingsOf(file.text).filter((one) => one.section === section);
  const same = mappings.find((mapping) => saysTheSame(mapping, value));
  if (same !== undefined) return unchanged(context, `${mappingName(same)} is there already`);
  const at = placeAt(mappings, positionOf(options) ?? { kind: 'last' });
  const text = edited(file.text, [{ kind: 'insert', path: listPath(section), at, value: literal(value) }]);
  const added = mappingsOf(text).find((one) => one.section === section && one.index === at);
  return put(context, file, { text, options, done: added === undefined ? 'Added.' : `Added: ${mappingName(added)}` });
}

export async function removeMapping(context: Context, which: string, options: Options): Promise<ExitCode> {
  const file = await existing(context);
  const mapping = findMapping(mappingsOf(file.text), which, targetWishes(options));
  const { section, index } = mapping;
  const text = edited(file.text, [{ kind: 'remove', path: listPath(section), at: index }]);
  return put(context, file, { text, options, done: `Removed: ${mappingName(mapping)}` });
}

export async function moveMapping(context: Context, which: string, options: Options): Promise<ExitCode> {
  const position = positionOf(options);
  if (position === null) {
    const message = 'Where the mapping is to be moved is not said.';
    throw new Failure('POSITION_MISSING', message, 'Add --first, --last, --before WHICH or --after WHICH.');
  }
  const file = await existing(context);
  const all = mappingsOf(file.text);
  const mapping = findMapping(all, which, targetWishes(options));
  const { section, index } = mapping;
  const place = placeAt(
    all.filter((one) => one.section === section),
    position,
  );
  // The place is counted with the entry still where it was.
  const to = place > index ? place - 1 : place;
  if (to === index) return unchanged(context, `${mappingName(mapping)} stands there already`);
  const text = edited(file.text, [{ kind: 'move', path: listPath(section), from: index, to }]);
  return put(context, file, { text, options, done: `Moved: ${mappingName(mapping)} is number ${to + 1} now` });
}

export async function listMappings(context: Context, options: Options): Promise<ExitCode> {
  const { shown, text } = (await readText(context)) ?? missing(context);
  const only = targetWishes(options);
  const mappings = mappingsOf(text).filter(({ section }) => only.length === 0 || only.includes(section));
  const { stdout } = context.terminal;
  if (options['json'] === true) stdout.writeJson({ file: shown, mappings: mappings.map(documentOf) });
  else stdout.write(renderMappings(context.mask(mappings), stdout));
  return EXIT.done;
}

function documentOf({ section, index, line, directoryGroups, data }: Mapping): object {
  const rest = Object.entries(data ?? {}).filter(([key]) => key !== 'directoryGroup');
  return { target: section, number: index + 1, line, directoryGroups, ...Object.fromEntries(rest) };
}

async function existing(context: Context): Promise<FileToEdit> {
  const file = await readToEdit(context);
  return file.bytes === null ? missing(context) : file;
}

/** @throws Failure FILE_NOT_EDITABLE */
function missing({ file }: Context): never {
  const advice = 'Name another one with --file, or make one with: adsync init';
  throw new Failure('FILE_NOT_EDITABLE', `There is no file ${file}.`, advice);
}

function unchanged({ terminal }: Context, what: string): ExitCode {
  terminal.stdout.write(`No change: ${terminalText(what)}\n`);
  return EXIT.done;
}

interface Changed {
  readonly text: string;
  readonly options: Options;
  readonly done: string;
}

async function put(context: Context, file: FileToEdit, { text, options, done }: Changed): Promise<ExitCode> {
  const ending = { dryRun: options['dryRun'] === true, done: terminalText(done) };
  return (await putEdited(context, file, text, ending)) ? EXIT.done : EXIT.failed;
}
