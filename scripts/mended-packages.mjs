import { fileURLToPath } from 'node:url';

// What of the packages goes into the bundle in another form than in node_modules/, and why.

const ROOT = new URL('../', import.meta.url);

/**
 * Files that are left out, by the end of their path, and what they do. exceljs loads them, and nothing here calls them:
 * test/supply/exceljs.slow.test.ts. Whatever calls one nevertheless gets an error that names it.
 */
export const LEFT_OUT = {
  'exceljs/lib/csv/csv.js': 'reads and writes CSV',
  'exceljs/lib/stream/xlsx/workbook-reader.js': 'reads a workbook row by row',
};

/**
 * In place of archiver. It is a function, and exceljs asks it for zip archives only. exceljs works with archiver 5, whose
 * archiver-utils calls `new Buffer`, but with no newer one: these use what `pipe` returns, and the streams of exceljs
 * return nothing.
 */
const ARCHIVER = `const { StreamedZip } = require('./src/files/streamed-zip.ts');
module.exports = (format, options) => {
  if (format !== 'zip' || options !== undefined) throw new Error('adsync writes zip archives only, without options.');
  return new StreamedZip();
};`;

/** `debug` tries whether this one is there, only for colours of its own. It would come along as a part of other tools. */
const NOTHING = 'module.exports = {};';

const REPLACED = { archiver: ARCHIVER, 'supports-color': NOTHING };

/** These use readable-stream 4: a copy of the streams that every Node since 18 has. */
const ON_NODES_STREAMS = /[\\/]node_modules[\\/](zip-stream|compress-commons|crc32-stream)[\\/]/;

/** A plugin of esbuild. */
export const mendedPackages = {
  name: 'mended packages',
  setup(build) {
    build.onResolve({ filter: /^(archiver|supports-color)$/ }, ({ path }) => ({ path, namespace: 'mended' }));
    build.onLoad({ filter: /./, namespace: 'mended' }, ({ path }) => ({
      contents: REPLACED[path],
      loader: 'js',
      resolveDir: fileURLToPath(ROOT),
    }));
    build.onResolve({ filter: /^readable-stream$/ }, ({ importer }) =>
      ON_NODES_STREAMS.test(importer) ? { path: 'node:stream', external: true } : undefined,
    );
    build.onLoad({ filter: /[\\/]exceljs[\\/]lib[\\/](csv|stream)[\\/]/ }, ({ path }) => {
      const part = Object.keys(LEFT_OUT).find((end) => path.replaceAll('\\', '/').endsWith(`/node_modules/${end}`));
      return part === undefined ? undefined : { contents: throwing(part), loader: 'js' };
    });
  },
};

function throwing(part) {
  const text = `${part}, which ${LEFT_OUT[part]}, is left out of the bundle: scripts/mended-packages.mjs says why.`;
  return `module.exports = class { constructor() { throw new Error(${JSON.stringify(text)}); } };`;
}
