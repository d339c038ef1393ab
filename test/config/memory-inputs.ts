import type { Inputs } from '../../src/config/inputs.ts';
import { type Loaded, loadSettings } from '../../src/config/load.ts';
import type { Purpose } from '../../src/config/section.ts';
import { TARGET_SECTIONS } from '../../src/targets/registry.ts';
import { rescueFile, type TestSettings } from '../targets/rescue/planner/builders.ts';
import { ENV } from './files.ts';

export type Files = Readonly<Record<string, string | Uint8Array>>;

/**
 * Files that are given by their absolute path, an environment, and what the operating system trusts.
 *
 * @param store see `Inputs`
 */
export function memoryInputs(
  files: Files,
  env: Readonly<Record<string, string>> = ENV,
  store: readonly string[] | null = null,
): Inputs {
  return {
    cwd: '/etc/adsync',
    env,
    readFile(path, limit) {
      const content = files[path];
      if (content === undefined) return Promise.reject(Object.assign(new Error(path), { code: 'ENOENT' }));
      const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
      return Promise.resolve(bytes.subarray(0, limit + 1));
    },
    systemAuthorities: () => Promise.resolve(store),
  };
}

/** Loads one text as `/etc/adsync/sync.yaml`, with all targets that there are. */
export async function load(
  text: string | Uint8Array,
  files: Files = {},
  env?: Readonly<Record<string, string>>,
  purpose: Purpose = 'sync',
): Promise<Loaded<TestSettings>> {
  const inputs = memoryInputs({ '/etc/adsync/sync.yaml': text, ...files }, env);
  const loaded = await loadSettings('sync.yaml', inputs, { sections: TARGET_SECTIONS, purpose });
  return loaded.ok ? { ...loaded, settings: rescueFile(loaded.settings) } : loaded;
}

/** What was found, as `CODE line:column`. */
export function codes(loaded: Loaded<unknown>): string[] {
  const found = loaded.ok ? loaded.warnings : loaded.diagnostics;
  return found.map(({ code, line, column }) => `${code} ${line}:${column}`);
}
