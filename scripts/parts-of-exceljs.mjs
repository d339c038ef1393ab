import { fileURLToPath } from 'node:url';

// exceljs loads much that adsync never calls: readers and writers of CSV, a reader that streams, and archives of all kinds
// below its writer. None of it goes into the bundle. What takes its place throws, and names the part.

const ROOT = new URL('../', import.meta.url);

/** Left out, by the end of its path, and what it would do. */
export const LEFT_OUT = {
  'exceljs/lib/csv/csv.js': 'reads and writes CSV',
  'exceljs/lib/stream/xlsx/workbook-reader.js': 'reads a workbook row by row',
};

const STREAMED_ZIP = fileURLToPath(new URL('src/files/streamed-zip.ts', ROOT));
/** `archiver` is a function, and exceljs asks it for zip archives only. */
const ARCHIVER = `const { StreamedZip } = require(${JSON.stringify(STREAMED_ZIP)});
module.exports = (format, options) => {
  if (format !== 'zip' || options !== undefined) throw new Error('adsync writes zip archives only, without options.');
  return new StreamedZip();
};`;

/** The packages that write a zip archive. */
const ZIP = /[\\/]node_modules[\\/](zip-stream|compress-commons|crc32-stream)[\\/]/;

/** A plugin for esbuild. */
export const partsOfExceljs = {
  name: 'parts of exceljs',
  setup(build) {
    build.onResolve({ filter: /^archiver$/ }, () => ({ path: 'archiver', namespace: 'adsync' }));
    // readable-stream 4 is a copy of the streams that Node 18 brought.
    build.onResolve({ filter: /^readable-stream$/ }, ({ importer }) =>
      ZIP.test(importer) ? { path: 'node:stream', external: true } : undefined,
    );
    build.onLoad({ filter: /^archiver$/, namespace: 'adsync' }, () => ({
      contents: ARCHIVER,
      loader: 'js',
      resolveDir: fileURLToPath(ROOT),
    }));
    build.onLoad({ filter: /[\\/]exceljs[\\/]lib[\\/](csv|stream)[\\/]/ }, ({ path }) => {
      const part = Object.keys(LEFT_OUT).find((end) => path.replaceAll('\\', '/').endsWith(`/node_modules/${end}`));
      return part === undefined ? undefined : { contents: throwing(part), loader: 'js' };
    });
  },
};

function throwing(part) {
  const text = `${part}, which ${LEFT_OUT[part]}, is no part of adsync's bundle.`;
  return `module.exports = class { constructor() { throw new Error(${JSON.stringify(text)}); } };`;
}
