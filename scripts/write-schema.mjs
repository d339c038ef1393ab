import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { composedSchema } from './compose-schema.mjs';
import { importSource } from './import-source.mjs';
import { logSchema } from './log-schema.mjs';

// `npm run schema`: writes schemas/sync.schema.json and schemas/log.schema.json, which are published, after one of their parts
// was changed.

const { FIELDS, LINES } = await importSource(
  "export { FIELDS } from './src/log/fields.ts'; export { LINES } from './src/log/lines.ts';",
);

write('sync', composedSchema());
write('log', logSchema(LINES, FIELDS));

function write(name, schema) {
  const file = fileURLToPath(new URL(`../schemas/${name}.schema.json`, import.meta.url));
  writeFileSync(file, JSON.stringify(schema, null, 2));
  execFileSync('npx', ['--no-install', 'biome', 'format', '--write', file], { stdio: 'inherit' });
}
