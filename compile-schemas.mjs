import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import standalone from 'ajv/dist/standalone/index.js';
import formats from 'ajv-formats';

// Part of `npm run build`: makes code of the JSON schemas, so that no start has to load ajv and compile them.

const OPTIONS = {
  sync: { allErrors: true, strict: true, discriminator: true, verbose: true },
  plan: { strict: false },
};

const folder = new URL('dist/schemas/', import.meta.url);
mkdirSync(folder, { recursive: true });
for (const [name, options] of Object.entries(OPTIONS)) {
  const ajv = new Ajv2020({ ...options, code: { source: true } });
  formats.default(ajv);
  const schema = JSON.parse(readFileSync(new URL(`schemas/${name}.schema.json`, import.meta.url), 'utf8'));
  writeFileSync(new URL(`${name}.cjs`, folder), standalone.default(ajv, ajv.compile(schema)));
}
