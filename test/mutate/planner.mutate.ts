import { readdirSync } from 'node:fs';

/**
 * The quick tests of the planner as one file, for `npm run mutate`: every mutant is tried by a run of its own, and one
 * file that loads the planner once is run several times as fast as many.
 */
const FOLDERS = ['core', 'golden-plans'];

for (const folder of FOLDERS) {
  for (const file of readdirSync(new URL(`../${folder}/`, import.meta.url)).sort()) {
    if (file.endsWith('.test.ts')) await import(`../${folder}/${file}`);
  }
}
