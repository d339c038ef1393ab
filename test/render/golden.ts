import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { expect } from '@jest/globals';

const FOLDER = new URL('./golden/', import.meta.url);

/**
 * Compares a text with the file golden/NAME, or NAME in another folder, byte by byte. After a wanted change of the
 * output write the files anew with `UPDATE_GOLDEN=1 npm test -- test/render` and read the diff.
 */
export function expectGolden(name: string, text: string, folder = FOLDER): void {
  const file = new URL(name, folder);
  if (process.env['UPDATE_GOLDEN'] === '1') {
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, text);
  }
  expect(text).toBe(readFileSync(file, 'utf8'));
}
