import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { EXECUTABLE } from '../../program.ts';
import { ROOT } from './files.ts';

/** What `npm ci` makes of a package.json that names adsync: the package, and its program. */
export function install(work: string): void {
  const bin = join(work, 'node_modules/.bin');
  mkdirSync(bin, { recursive: true });
  symlinkSync(ROOT, join(work, 'node_modules/adsync'));
  symlinkSync(EXECUTABLE ?? '../adsync/bin/adsync.js', join(bin, 'adsync'));
}
