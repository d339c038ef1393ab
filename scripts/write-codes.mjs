import { readdirSync, writeFileSync } from 'node:fs';
import { codesPage } from './codes-page.mjs';
import { importSource } from './import-source.mjs';

// `npm run docs:codes`: writes docs/codes.md after a table in src/**/codes.ts was changed.

const src = new URL('../src/', import.meta.url);
const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((file) =>
  /(^|[\\/])codes\.ts$/.test(file),
);
const lines = files.map((file, at) => `export * as part${at} from './src/${file.replaceAll('\\', '/')}';`);
const parts = Object.values(await importSource(lines.join('\n')));
writeFileSync(new URL('../docs/codes.md', import.meta.url), codesPage(parts));
