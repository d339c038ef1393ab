import { readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Bench } from '../engine/bench.ts';
import { rescueSection, syncFile } from '../worlds/sync-file.ts';
import type { Case } from './case.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
const ROUNDS = 15;

/** A program that is started, as `node …/adsync.js` or as the executable. */
interface Form {
  readonly name: string;
  readonly command: string;
  readonly first: readonly string[];
}

/** Size, installation and start of each form in which adsync is given away. It makes them first, with the network. */
export const FORMS: readonly Case[] = [
  {
    name: 'forms',
    slow: true,
    onDemand: true,
    async run(bench) {
      const forms = [await installedPackage(bench), await executable(bench)];
      const directory = 'directory: { type: file, path: directory.ldif }\n';
      const cwd = await bench.newFolder({
        'sync.yaml': syncFile(directory, rescueSection({ groups: 3 }, { url: 'http://127.0.0.1:9' })),
      });
      for (const { name, command, first } of forms) {
        for (const args of [['--help'], ['validate']]) {
          const run = () => bench.processes.run(command, [...first, ...args], { cwd });
          await bench.pair({ name: `${name}: ${args.join(' ')}`, run }, bench.reference('empty'), 30, ROUNDS);
        }
      }
    },
  },
];

async function installedPackage(bench: Bench): Promise<Form> {
  const packed = await bench.newFolder();
  await bench.processes.run(process.execPath, [join(ROOT, 'scripts/package.mjs'), packed], { cwd: ROOT, env: ENV });
  const [tarball = ''] = await readdir(packed);
  let folder = '';
  const install = {
    name: 'npm install of the package, offline',
    run: async () => {
      folder = await bench.newFolder({ 'package.json': '{ "private": true }' });
      const args = ['install', '--offline', '--no-audit', '--no-fund', join(packed, tarball)];
      return bench.processes.run('npm', args, { cwd: folder, env: ENV });
    },
  };
  await bench.measure(install, 60);
  const sizes = [await sizeOf(join(packed, tarball)), await sizeOf(join(folder, 'node_modules'))];
  bench.note(`Package: ${sizes.map(mb).join(' packed, ')} installed.`);
  const bin = join(folder, 'node_modules/@adsync-cli/adsync/bin/adsync.js');
  return { name: 'package', command: process.execPath, first: [bin] };
}

async function executable(bench: Bench): Promise<Form> {
  const platform = `${process.platform}-${process.arch}`;
  await bench.processes.run(process.execPath, [join(ROOT, 'scripts/build-exe.mjs'), platform], { cwd: ROOT, env: ENV });
  const path = join(ROOT, 'dist-exe', `adsync-${platform}`);
  bench.note(`Executable for ${platform}: ${mb(await sizeOf(path))}.`);
  return { name: 'executable', command: path, first: [] };
}

/** npm finds its registry and its cache by these. */
const ENV = Object.fromEntries(
  Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
);

/** Bytes of a file, or of all files below a folder. */
async function sizeOf(path: string): Promise<number> {
  const found = await stat(path);
  if (!found.isDirectory()) return found.size;
  const names = await readdir(path, { recursive: true });
  const all = await Promise.all(names.map((name) => stat(join(path, name))));
  return all.filter((one) => one.isFile()).reduce((sum, { size }) => sum + size, 0);
}

function mb(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
