import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { existsSync, readFileSync } from 'node:fs';
import { composedSchema } from './compose-schema.mjs';
import { replace } from './replace-file.mjs';

// Makes code of the JSON schemas, so that no start has to load ajv and compile them.

/** How each schema is compiled. config/check-schema.ts relies on all errors, and on the schemas in them. */
export const VALIDATOR_OPTIONS = {
  sync: { allErrors: true, strict: true, allowUnionTypes: true, discriminator: true, verbose: true },
  plan: { strict: false },
  cases: { allErrors: true, strict: true, verbose: true },
  snapshot: { strict: false },
};

const ROOT = new URL('../', import.meta.url);
const COMPILED = new URL('generated/validators/', ROOT);
const TYPES =
  "import type { ValidateFunction } from 'ajv/dist/2020.js';\ndeclare const validate: ValidateFunction;\nexport = validate;\n";

/**
 * Compiles the schemas that have changed since the last time; a mark in the code says what it was made of.
 *
 * @param folder where the code goes
 */
export async function compileSchemas(folder = COMPILED) {
  const schemas = {
    sync: composedSchema(),
    plan: readJson('schemas/plan.schema.json'),
    cases: readJson('schemas/cases.schema.json'),
    snapshot: readJson('schemas/snapshot.schema.json'),
  };
  for (const [name, whole] of Object.entries(schemas)) {
    const schema = withoutWords(whole);
    const options = VALIDATOR_OPTIONS[name];
    const file = new URL(`${name}.cjs`, folder);
    const mark = `// ${digestOf([schema, options, versions()])}\n`;
    if (existsSync(file) && readFileSync(file, 'utf8').startsWith(mark)) continue;
    replace(new URL(`${name}.d.cts`, folder), TYPES);
    replace(file, mark + (await codeOf(schema, options)));
  }
}

/** The code changes with the compiler, too. */
function versions() {
  const require = createRequire(import.meta.url);
  return ['ajv', 'ajv-formats'].map((name) => require(`${name}/package.json`).version);
}

async function codeOf(schema, options) {
  const { Ajv2020 } = await import('ajv/dist/2020.js');
  const { default: standalone } = await import('ajv/dist/standalone/index.js');
  const { default: formats } = await import('ajv-formats');
  const ajv = new Ajv2020({ ...options, code: { source: true } });
  formats.default(ajv);
  return standalone.default(ajv, ajv.compile(schema));
}

/** What a schema says to people. The code would carry it along, and nothing of it decides anything. */
const WORDS = new Set(['title', 'description', 'examples', 'default', '$comment']);
/** Below these stand names that somebody chose, and their schemas: a key may well be called `title`. */
const NAMES = new Set(['properties', 'patternProperties', '$defs', 'dependentSchemas']);
/** Below these stands data. */
const DATA = new Set(['const', 'enum', 'required', 'dependentRequired']);

/** The rules of a schema alone. */
export function withoutWords(schema) {
  if (Array.isArray(schema)) return schema.map(withoutWords);
  if (typeof schema !== 'object' || schema === null) return schema;
  const rules = Object.entries(schema).filter(([keyword]) => !WORDS.has(keyword));
  return Object.fromEntries(
    rules.map(([keyword, value]) => {
      if (DATA.has(keyword)) return [keyword, value];
      return [keyword, NAMES.has(keyword) ? mapValues(value, withoutWords) : withoutWords(value)];
    }),
  );
}

function mapValues(object, change) {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));
}

function digestOf(value) {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}

function readJson(path) {
  return JSON.parse(readFileSync(new URL(path, ROOT), 'utf8'));
}
