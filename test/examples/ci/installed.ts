import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { EXECUTABLE } from '../../program.ts';
import { ROOT } from './files.ts';

/** What `npm ci` makes of a package.json that names adsync: the package, and its program. */
export function install(work: string): void {
  const { name } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { name: string };
  const bin = join(work, 'node_modules/.bin');
  const home = join(work, 'node_modules', name);
  for (const folder of [bin, dirname(home)]) mkdirSync(folder, { recursive: true });
  symlinkSync(ROOT, home);
  symlinkSync(EXECUTABLE ?? `../${name}/bin/adsync.js`, join(bin, 'adsync'));
}
