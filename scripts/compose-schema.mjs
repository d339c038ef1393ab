import { readdirSync, readFileSync, existsSync } from 'node:fs';

// The schema of the file is written in parts: each target has that of its section in its own folder.

const SRC = new URL('../src/', import.meta.url);

/** The schema of the file without the sections of targets. */
export function fileSchema() {
  return readJson(new URL('config/file.schema.json', SRC));
}

/** The parts of all targets, by the key of their section, in the order of their names. */
export function sectionSchemas() {
  const folders = readdirSync(new URL('targets/', SRC)).sort();
  const parts = folders.map((type) => [type, new URL(`targets/${type}/settings/section.schema.json`, SRC)]);
  return Object.fromEntries(parts.filter(([, url]) => existsSync(url)).map(([type, url]) => [type, readJson(url)]));
}

/**
 * Puts the parts together: sections and their definitions stand before those of `limits`. With one kind of target its
 * section is required, with several at least one of them.
 *
 * @throws Error when two parts define the same name
 */
export function composeSchema(file, sections) {
  const types = Object.keys(sections);
  const definitions = Object.values(sections).flatMap(({ $defs }) => Object.entries($defs));
  const { required, properties, $defs, ...rest } = file;
  const twice = definitions.find(
    ([name], index) => name in $defs || definitions.findIndex(([n]) => n === name) < index,
  );
  if (twice !== undefined) throw new Error(`Two parts of the schema define "${twice[0]}".`);
  const links = types.map((type) => [type, { $ref: sections[type].$ref }]);
  return {
    ...rest,
    required: types.length === 1 ? [...required, ...types] : required,
    ...(types.length === 1 ? {} : { anyOf: types.map((type) => ({ properties: { [type]: true }, required: [type] })) }),
    properties: before('limits', properties, links),
    $defs: before('limits', $defs, definitions),
  };
}

/** The composed schema of all parts that lie in src/. */
export function composedSchema() {
  return composeSchema(fileSchema(), sectionSchemas());
}

function before(key, object, entries) {
  return Object.fromEntries(
    Object.entries(object).flatMap((entry) => (entry[0] === key ? [...entries, entry] : [entry])),
  );
}

function readJson(url) {
  return JSON.parse(readFileSync(url, 'utf8'));
}
