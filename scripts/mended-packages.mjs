import { readFile } from 'node:fs/promises';

/** Parts of packages that are mended on their way into the bundle: [file, what stands there, what is put there]. */
const MENDS = [
  // Newer versions return what `pipe` returns, and the streams of exceljs return nothing. `new Buffer` warns users.
  ['archiver-utils/index.js', 'new Buffer(size)', 'Buffer.alloc(size)'],
  ['archiver-utils/index.js', 'new Buffer(0)', 'Buffer.alloc(0)'],
  ['archiver-utils/index.js', 'new Buffer(source)', 'Buffer.from(source)'],
  ['node-int64/Int64.js', 'new Buffer(a1)', 'Buffer.from(a1)'],
  ['node-int64/Int64.js', 'new Buffer(8)', 'Buffer.alloc(8)'],
];

/** A plugin of esbuild. test/cli/start.test.ts looks whether they still find something to mend. */
export const mendedPackages = {
  name: 'mended packages',
  setup(build) {
    build.onLoad({ filter: /node_modules[\\/](archiver-utils|node-int64)[\\/]\w+\.js$/ }, async ({ path }) => {
      let contents = await readFile(path, 'utf8');
      const ending = path.replaceAll('\\', '/');
      for (const [file, from, to] of MENDS) {
        if (ending.endsWith(`/node_modules/${file}`)) contents = contents.replaceAll(from, to);
      }
      return { contents, loader: 'js' };
    });
  },
};
