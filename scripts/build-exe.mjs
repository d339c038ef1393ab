import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, copyFile, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { inject } from 'postject';
import { exeParts } from './exe-parts.mjs';
import { nodeBinary, nodeBytes, pinnedVersion } from './node-binaries.mjs';
import { withoutSignature } from './strip-signature.mjs';
import { writeThirdParty } from './third-party.mjs';
import { withoutCompileCache } from './without-compile-cache.mjs';

// Programs that are one file each and need no Node: adsync, and the Node that runs it.
//   npm run build:exe                       all of them, with their checksums, in dist-exe/
//   npm run build:exe -- linux-x64          only these

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const FOLDER = join(ROOT, 'dist-exe');
const PLATFORMS = ['linux-x64', 'linux-arm64', 'win-x64'];
const NODE = '24';
/** Where Node looks for what was put in: https://nodejs.org/api/single-executable-applications.html */
const RESOURCE = 'NODE_SEA_BLOB';
const FUSE = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2';

/** Writes the executables of some platforms, and a list of their checksums, into a folder. */
export async function buildExecutables(platforms, folder = FOLDER) {
  await mkdir(folder, { recursive: true });
  const work = await mkdtemp(join(folder, '.work-'));
  try {
    const node = join(work, 'node');
    await writeFile(node, await nodeBytes(builder(), NODE), { mode: 0o755 });
    const assets = await writeParts(work);
    const sums = [];
    for (const platform of platforms) {
      const blob = await makeBlob(node, platform, assets, work);
      sums.push(await buildOne(platform, blob, folder, work));
    }
    await writeFile(join(work, 'SHA256SUMS'), sums.join(''));
    await rename(join(work, 'SHA256SUMS'), join(folder, 'SHA256SUMS'));
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** Writes the licences of all that is in an executable into a folder, after `npm run build`. */
export async function writeLicences(folder = FOLDER) {
  const node = await nodeBinary(builder(), NODE);
  await copyFile(join(dirname(node), 'LICENSE'), join(folder, 'LICENSE-node.txt'));
  await copyFile(join(ROOT, 'LICENSE'), join(folder, 'LICENSE'));
  writeThirdParty(pathToFileURL(`${folder}/`), pinnedVersion(builder(), NODE));
}

/** Only a Node of the very same version makes what the Node in the executable reads. */
function builder() {
  const name = `${process.platform}-${process.arch}`;
  if (PLATFORMS.includes(name)) return name;
  throw new Error(`The executables are built on ${PLATFORMS.filter((each) => each.startsWith('linux')).join(' or ')}.`);
}

/** Writes the parts of the program into a folder; how Node is told of them comes back. */
async function writeParts(work) {
  const parts = Object.entries(await exeParts());
  const start = await readFile(new URL('exe-start.cjs', import.meta.url), 'utf8');
  for (const [name, text] of [['start.cjs', start], ...parts]) await writeFile(join(work, name), text);
  // Names without a folder: they go into the blob, and the same sources are to give the same bytes anywhere.
  return Object.fromEntries(parts.map(([name]) => [name, name]));
}

async function makeBlob(node, platform, assets, work) {
  const config = {
    main: 'start.cjs',
    output: 'blob',
    assets,
    disableExperimentalSEAWarning: true,
    useSnapshot: false,
    // It would only fit the platform that builds, and the parts make it needless.
    useCodeCache: false,
    // Without this line NODE_OPTIONS=--require would run any file with the rights and secrets of adsync.
    execArgvExtension: 'none',
    // The file named by OPENSSL_CONF can name libraries, which OpenSSL would load; this empty one comes before it.
    execArgv: [`--openssl-config=${isWindows(platform) ? 'NUL' : '/dev/null'}`],
  };
  await writeFile(join(work, 'sea.json'), JSON.stringify(config));
  const made = spawnSync(node, ['--experimental-sea-config', 'sea.json'], { cwd: work, encoding: 'utf8' });
  if (made.status !== 0) throw new Error(`Node did not make the contents of the executables:\n${made.stderr}`);
  return readFile(join(work, 'blob'));
}

/** Writes one executable; its line for `sha256sum --check` comes back. */
async function buildOne(platform, blob, folder, work) {
  const name = `adsync-${platform}${isWindows(platform) ? '.exe' : ''}`;
  const draft = join(work, name);
  const base = withoutCompileCache(await nodeBytes(platform, NODE));
  await writeFile(draft, isWindows(platform) ? withoutSignature(base) : base);
  await inject(draft, RESOURCE, blob, { sentinelFuse: FUSE });
  await chmod(draft, 0o755);
  const sum = createHash('sha256')
    .update(await readFile(draft))
    .digest('hex');
  await rename(draft, join(folder, name));
  return `${sum}  ${name}\n`;
}

function isWindows(platform) {
  return platform.startsWith('win');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const chosen = process.argv.slice(2);
  const unknown = chosen.filter((each) => !PLATFORMS.includes(each));
  if (unknown.length > 0) {
    console.error(`There is no executable for ${unknown.join(', ')}, only for ${PLATFORMS.join(', ')}.`);
    process.exitCode = 1;
  } else {
    // The notices and the SBOM are made of what it says that it has put together, and the executables hold the same.
    await import('./build.mjs');
    await buildExecutables(chosen.length > 0 ? chosen : PLATFORMS);
    await writeLicences();
    console.log(`The executables are in ${FOLDER}.`);
  }
}
