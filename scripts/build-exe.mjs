import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, copyFile, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inject } from 'postject';
import { exeParts } from './exe-parts.mjs';
import { generate } from './generate.mjs';
import { nodeBinary } from './node-binaries.mjs';
import { withoutSignature } from './strip-signature.mjs';

// Programs that are one file each and need no Node: adsync, and the Node that runs it.
//   npm run build:exe                       all of them, with their checksums, in dist-exe/
//   npm run build:exe -- linux-x64          only these

const FOLDER = fileURLToPath(new URL('../dist-exe/', import.meta.url));
const PLATFORMS = ['linux-x64', 'linux-arm64', 'win-x64'];
const NODE = '24';
/** Where Node looks for what was put in: https://nodejs.org/api/single-executable-applications.html */
const RESOURCE = 'NODE_SEA_BLOB';
const FUSE = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2';

/**
 * Writes the executables of some platforms, a list of their checksums, and the licence of Node into a folder.
 *
 * @param node the beginning of a version in node-pins.json
 * @param first code that runs first; tests under Wine mend there what Wine does not know
 */
export async function buildExecutables(platforms, { folder = FOLDER, node = NODE, first = '' } = {}) {
  await mkdir(folder, { recursive: true });
  const work = await mkdtemp(join(folder, '.work-'));
  try {
    const ownNode = await nodeBinary(builder(), node);
    const blob = await makeBlob(ownNode, first, work);
    const sums = [];
    for (const platform of platforms) sums.push(await buildOne(platform, blob, { folder, node, work }));
    await writeFile(join(work, 'SHA256SUMS'), sums.join(''));
    await rename(join(work, 'SHA256SUMS'), join(folder, 'SHA256SUMS'));
    await copyFile(join(dirname(ownNode), 'LICENSE'), join(folder, 'LICENSE-node.txt'));
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** Only a Node of the very same version makes what the Node in the executable reads. */
function builder() {
  const name = `${process.platform}-${process.arch}`;
  if (PLATFORMS.includes(name)) return name;
  throw new Error(`The executables are built on ${PLATFORMS.filter((each) => each.startsWith('linux')).join(' or ')}.`);
}

async function makeBlob(node, first, work) {
  // Names without a folder: they go into the blob, and the same sources are to give the same bytes anywhere.
  const parts = Object.entries(await exeParts());
  const start = await readFile(new URL('exe-start.cjs', import.meta.url), 'utf8');
  for (const [name, text] of [['start.cjs', first + start], ...parts]) await writeFile(join(work, name), text);
  const config = {
    main: 'start.cjs',
    output: 'blob',
    assets: Object.fromEntries(parts.map(([name]) => [name, name])),
    disableExperimentalSEAWarning: true,
    useSnapshot: false,
    // It would only fit the platform that builds, and the parts make it needless.
    useCodeCache: false,
    // Without this line NODE_OPTIONS=--require would run any file with the rights and secrets of adsync.
    execArgvExtension: 'none',
  };
  await writeFile(join(work, 'sea.json'), JSON.stringify(config));
  const made = spawnSync(node, ['--experimental-sea-config', 'sea.json'], { cwd: work, encoding: 'utf8' });
  if (made.status !== 0) throw new Error(`Node did not make the contents of the executables:\n${made.stderr}`);
  return readFile(join(work, 'blob'));
}

/** Writes one executable; its line for `sha256sum --check` comes back. */
async function buildOne(platform, blob, { folder, node, work }) {
  const windows = platform.startsWith('win');
  const name = `adsync-${platform}${windows ? '.exe' : ''}`;
  const draft = join(work, name);
  const base = await readFile(await nodeBinary(platform, node));
  await writeFile(draft, windows ? withoutSignature(base) : base);
  await inject(draft, RESOURCE, blob, { sentinelFuse: FUSE });
  await chmod(draft, 0o755);
  const sum = createHash('sha256')
    .update(await readFile(draft))
    .digest('hex');
  await rename(draft, join(folder, name));
  return `${sum}  ${name}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const chosen = process.argv.slice(2);
  const unknown = chosen.filter((each) => !PLATFORMS.includes(each));
  if (unknown.length > 0) {
    console.error(`There is no executable for ${unknown.join(', ')}, only for ${PLATFORMS.join(', ')}.`);
    process.exitCode = 1;
  } else {
    await generate();
    await buildExecutables(chosen.length > 0 ? chosen : PLATFORMS);
    console.log(`The executables are in ${FOLDER}.`);
  }
}
