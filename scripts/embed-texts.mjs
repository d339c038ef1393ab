import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { buildCommit } from './build-commit.mjs';
import { replace } from './replace-file.mjs';

// Makes modules of the files that the program prints or reads as they are, so that it needs no file besides its code.

const ROOT = new URL('../', import.meta.url);
const SCHEMAS = ['sync', 'plan', 'apply', 'explain', 'cases', 'snapshot', 'log', 'doctor'];

/** Writes generated/version.ts, commit.ts, schema-texts.ts and example-tenant.ts anew where they have changed. */
export function embedTexts() {
  const { version } = JSON.parse(read('package.json'));
  const schemas = Object.fromEntries(SCHEMAS.map((name) => [name, read(`schemas/${name}.schema.json`)]));
  write('version', { VERSION: version });
  write('commit', { BUILT_FROM: buildCommit(fileURLToPath(ROOT)) }, ': { commit: string | null; modified: boolean }');
  write('schema-texts', { SCHEMA_TEXTS: schemas });
  write('example-tenant', { EXAMPLE_TENANT: read('examples/tenant.json') });
}

function write(name, constants, type = '') {
  const lines = Object.entries(constants).map(
    ([key, value]) => `export const ${key}${type} = ${JSON.stringify(value)};\n`,
  );
  replace(new URL(`generated/${name}.ts`, ROOT), `// Written by scripts/embed-texts.mjs.\n${lines.join('')}`);
}

function read(path) {
  return readFileSync(new URL(path, ROOT), 'utf8').replaceAll('\r\n', '\n');
}
