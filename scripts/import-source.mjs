import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { BUNDLE, REQUIRE } from './bundle.mjs';
import { generate } from './generate.mjs';

const ROOT = fileURLToPath(new URL('../', import.meta.url));

/**
 * Bundles what these lines of TypeScript export to a module that every Node can load: for scripts, and for tests that
 * run a part of the program in a process of its own.
 *
 * @param source imports from `./src/…`
 * @param file where the module goes; it ends in .mjs
 */
export async function bundleSource(source, file) {
  await build({
    stdin: { contents: source, resolveDir: ROOT, loader: 'ts' },
    ...BUNDLE,
    format: 'esm',
    outfile: file,
    banner: { js: REQUIRE },
    metafile: false,
    write: true,
  });
}

/** The same, loaded at once. */
export async function importSource(source) {
  await generate();
  const folder = mkdtempSync(join(tmpdir(), 'adsync-source-'));
  try {
    const file = join(folder, 'source.mjs');
    await bundleSource(source, file);
    return await import(pathToFileURL(file).href);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
