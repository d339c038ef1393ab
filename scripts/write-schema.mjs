import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { composedSchema } from './compose-schema.mjs';

// `npm run schema`: writes schemas/sync.schema.json, which is published, after one of its parts was changed.

const file = fileURLToPath(new URL('../schemas/sync.schema.json', import.meta.url));
writeFileSync(file, JSON.stringify(composedSchema(), null, 2));
execFileSync('npx', ['--no-install', 'biome', 'format', '--write', file], { stdio: 'inherit' });
