import { basename } from 'node:path';
import { transform } from 'esbuild';
import { BUNDLE, LOADED_TOGETHER } from './bundle.mjs';
import { buildInFewModules } from './few-modules.mjs';

/**
 * The parts of the program as CommonJS, since an executable has no other modules: name → text. `main.js` is the first
 * part. They load each other only when they are needed, as the modules in dist/ do: compiling all of them at each start
 * would take longer than anything else that `adsync --help` does.
 */
export async function exeParts() {
  const options = {
    ...BUNDLE,
    entryPoints: { main: 'src/cli/main.ts' },
    format: 'esm',
    splitting: true,
    outdir: 'dist-exe',
    chunkNames: '[name]-[hash]',
  };
  const { outputFiles } = await buildInFewModules(options, LOADED_TOGETHER);
  return Object.fromEntries(
    await Promise.all(outputFiles.map(async ({ path, text }) => [basename(path), await toCommonJs(text)])),
  );
}

async function toCommonJs(text) {
  const { code } = await transform(text, {
    format: 'cjs',
    platform: 'node',
    target: BUNDLE.target,
    minifyWhitespace: true,
    charset: 'utf8',
    // `import('./part.js')` becomes a late `require('./part.js')`, which exe-start.cjs understands.
    supported: { 'dynamic-import': false },
  });
  return code;
}
