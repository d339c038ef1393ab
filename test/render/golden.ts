import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { expect } from '@jest/globals';

const FOLDER = new URL('./golden/', import.meta.url);

/**
 * Compares a text with the file golden/NAME, byte by byte. After a wanted change of the output write the files anew
 * with `UPDATE_GOLDEN=1 npm test -- test/render` and read the diff.
 */
export function expectGolden(name: string, text: string): void {
  const file = new URL(name, FOLDER);
  if (process.env['UPDATE_GOLDEN'] === '1') {
    mkdirSync(FOLDER, { recursive: true });
    writeFileSync(file, text);
  }
  expect(text).toBe(readFileSync(file, 'utf8'));
}
