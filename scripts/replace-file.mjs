import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

/** Writes a file whole or not at all, and not where it has not changed: several runs of jest may do this at once. */
export function replace(file, text) {
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return;
  mkdirSync(new URL('.', file), { recursive: true });
  const draft = new URL(`${file.href}.${process.pid}`);
  writeFileSync(draft, text);
  renameSync(draft, file);
}
