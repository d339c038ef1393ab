import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { expect, test } from '@jest/globals';

const ROOT = resolve(import.meta.dirname, '../../src/directory');

/** Which folders of src/directory each folder may import from, besides itself; '.' is what all directories share. */
const ARROWS: Readonly<Record<string, readonly string[]>> = {
  '.': [],
  ad: ['.'],
  ldap: ['.', 'ad'],
  file: ['.', 'ad'],
  entra: ['.'],
  snapshot: ['.', 'ad'],
};

const files = readdirSync(ROOT, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));

function folderOf(file: string): string {
  return dirname(file).split(sep).join('/');
}

/** The folders within src/directory from which a file imports. */
function importedFolders(file: string): string[] {
  const text = readFileSync(join(ROOT, file), 'utf8');
  const paths = [...text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*'(\.[^']+)'/g)].map((match) =>
    relative(ROOT, resolve(ROOT, dirname(file), match[1] ?? '')),
  );
  return paths.filter((path) => !path.startsWith('..')).map(folderOf);
}

test('every folder has its arrows', () => {
  expect([...new Set(files.map(folderOf))].sort()).toEqual(Object.keys(ARROWS).sort());
});

test.each(Object.entries(ARROWS))('%s imports only from %j', (folder, allowed) => {
  // open.ts alone knows every kind: it chooses one.
  const own = files.filter((file) => folderOf(file) === folder && file !== 'open.ts');
  const wrong = own.flatMap((file) => importedFolders(file).map((to) => ({ file, to })));

  expect(own.length).toBeGreaterThan(0);
  expect(wrong.filter(({ to }) => to !== folder && !allowed.includes(to))).toEqual([]);
});
