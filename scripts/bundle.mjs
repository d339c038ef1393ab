import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { buildInFewModules } from './few-modules.mjs';
import { mendedPackages } from './mended-packages.mjs';
import { replace } from './replace-file.mjs';

// Makes one program of src/ and of the packages that it uses: modules that load each other only when they are needed.

const ROOT = new URL('../', import.meta.url);
const DIST = new URL('dist/', ROOT);
/** Which files of which packages went into which module; it is not published. */
const METAFILE = new URL('metafile.json', DIST);

/** What every bundle of the program has in common. */
export const BUNDLE = {
  absWorkingDir: fileURLToPath(ROOT),
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  // Names stay, so that a stack tells where it was.
  minifyWhitespace: true,
  minifySyntax: true,
  charset: 'utf8',
  // THIRD-PARTY-NOTICES.txt has them.
  legalComments: 'none',
  plugins: [mendedPackages],
  logLevel: 'warning',
  metafile: true,
  write: false,
};

/** The first line of a module: packages in CommonJS call `require`. */
export const REQUIRE =
  "import { createRequire as adsyncRequire } from 'node:module'; const require = adsyncRequire(import.meta.url);";

/** What every command loads, and what every command loads that reads sync.yaml. */
export const LOADED_TOGETHER = ['src/cli/main.ts', 'src/cli/settings.ts'];

/** Writes dist/, main.js last: a program that starts meanwhile finds all that it loads. */
export async function bundle() {
  const { outputFiles, metafile } = await buildInFewModules(
    {
      ...BUNDLE,
      entryPoints: { main: 'src/cli/main.ts' },
      format: 'esm',
      splitting: true,
      outdir: fileURLToPath(DIST),
      chunkNames: 'parts/[name]-[hash]',
      banner: { js: REQUIRE },
    },
    LOADED_TOGETHER,
  );
  const isMain = ({ path }) => path === fileURLToPath(new URL('main.js', DIST));
  const inOrder = [...outputFiles].sort((a, b) => isMain(a) - isMain(b));
  for (const { path, text } of inOrder) replace(pathToFileURL(path), text);
  replace(METAFILE, JSON.stringify(metafile));
  removeFormer(new Set([...outputFiles.map(({ path }) => path), fileURLToPath(METAFILE)]));
}

/** What former builds have left. */
function removeFormer(current) {
  const folder = fileURLToPath(DIST);
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => !entry.isDirectory()).map(({ parentPath, name }) => join(parentPath, name));
  for (const file of files.filter((path) => !current.has(path))) rmSync(file, { force: true });
}
