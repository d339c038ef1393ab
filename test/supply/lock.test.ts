import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';

/** One package of the lock file, by its path. */
interface Entry {
  readonly integrity?: string;
  readonly resolved?: string;
  readonly link?: boolean;
}

const LOCK = join(import.meta.dirname, '../../package-lock.json');
const { packages } = JSON.parse(readFileSync(LOCK, 'utf8')) as { packages: Readonly<Record<string, Entry>> };
const installed = Object.entries(packages).filter(([path]) => path !== '');

describe('package-lock.json', () => {
  test('has the hash of every package, those of other platforms included (npm run lock:hash fills them in)', () => {
    const lacking = installed.filter(([, { integrity }]) => !/^sha512-[\w+/]{86}==$/.test(integrity ?? ''));

    expect(lacking.map(([path]) => path)).toEqual([]);
    expect(installed.length).toBeGreaterThan(100);
  });

  test('names no registry but that of npm: without an address a package comes from the one that npm is set to', () => {
    const elsewhere = installed.filter(([, { resolved, link }]) => link === true || !isPublic(resolved));

    expect(elsewhere.map(([path]) => path)).toEqual([]);
  });
});

function isPublic(resolved: string | undefined): boolean {
  return resolved === undefined || new URL(resolved).origin === 'https://registry.npmjs.org';
}
