import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { composedSchema } from './compose-schema.mjs';

// Makes code of the JSON schemas, so that no start has to load ajv and compile them. The code lies in schemas/compiled/,
// which looks the same from src/ and from dist/. `npm run build` calls this, and jest before every run: no test sees the
// code of a former schema.

/** How each schema is compiled. config/check-schema.ts relies on all errors, and on the schemas in them. */
export const VALIDATOR_OPTIONS = {
  sync: { allErrors: true, strict: true, allowUnionTypes: true, discriminator: true, verbose: true },
  plan: { strict: false },
  cases: { allErrors: true, strict: true, verbose: true },
  snapshot: { strict: false },
};

const ROOT = new URL('../', import.meta.url);
const COMPILED = new URL('schemas/compiled/', ROOT);

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
  for (const [name, schema] of Object.entries(schemas)) {
    const options = VALIDATOR_OPTIONS[name];
    const file = new URL(`${name}.cjs`, folder);
    const mark = `// ${digestOf([schema, options, versions()])}\n`;
    if (!existsSync(file) || !readFileSync(file, 'utf8').startsWith(mark))
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

/** Several runs of jest may do this at once: nobody must read half a file. */
function replace(file, text) {
  mkdirSync(new URL('.', file), { recursive: true });
  const draft = new URL(`${file.href}.${process.pid}`);
  writeFileSync(draft, text);
  renameSync(draft, file);
}

function digestOf(value) {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}

function readJson(path) {
  return JSON.parse(readFileSync(new URL(path, ROOT), 'utf8'));
}
