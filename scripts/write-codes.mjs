import { readdirSync, writeFileSync } from 'node:fs';
import { codesPage } from './codes-page.mjs';

// `npm run docs:codes`: writes docs/codes.md after a table in src/**/codes.ts was changed.

const src = new URL('../src/', import.meta.url);
const dist = new URL('../dist/', import.meta.url);
const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((file) =>
  /(^|[\\/])codes\.ts$/.test(file),
);
const parts = await Promise.all(files.map((file) => import(new URL(file.replace(/ts$/, 'js'), dist).href)));
writeFileSync(new URL('../docs/codes.md', import.meta.url), codesPage(parts));
