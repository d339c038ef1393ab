import { type Loaded, loadSettings } from '../../src/config/load.ts';
import type { Inputs } from '../../src/config/inputs.ts';
import { ENV } from './files.ts';

export type Files = Readonly<Record<string, string | Uint8Array>>;

/** A world whose files are given by their absolute path. */
export function memoryWorld(files: Files, env: Readonly<Record<string, string>> = ENV): Inputs {
  return {
    cwd: '/etc/adsync',
    env,
    readFile(path, limit) {
      const content = files[path];
      if (content === undefined) return Promise.reject(Object.assign(new Error(path), { code: 'ENOENT' }));
      const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
      return Promise.resolve(bytes.subarray(0, limit + 1));
    },
  };
}

/** Loads one text as `/etc/adsync/sync.yaml`. */
export function load(
  text: string | Uint8Array,
  files: Files = {},
  env?: Readonly<Record<string, string>>,
): Promise<Loaded> {
  return loadSettings('sync.yaml', memoryWorld({ '/etc/adsync/sync.yaml': text, ...files }, env));
}

/** What was found, as `CODE line:column`. */
export function codes(loaded: Loaded): string[] {
  const found = loaded.ok ? loaded.warnings : loaded.diagnostics;
  return found.map(({ code, line, column }) => `${code} ${line}:${column}`);
}
