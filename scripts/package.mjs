import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { manifestOf, withAbsoluteLinks } from './package-parts.mjs';
import { writeThirdParty } from './third-party.mjs';

// `npm run package`: makes the npm package, a .tgz beside package.json or in the folder that is given. The bundle needs no
// other package, so the package.json in it names none, and it has no scripts that an installation would run.

const ROOT = new URL('../', import.meta.url);
const PARTS = ['bin', 'dist', 'man', 'schemas', 'examples', 'docs', 'CHANGELOG.md', 'SECURITY.md', 'LICENSE'];

const FOLDER = pathToFileURL(`${mkdtempSync(join(tmpdir(), 'adsync-package-'))}/`);
const target = resolve(process.argv[2] ?? fileURLToPath(ROOT));
const manifest = manifestOf(JSON.parse(readFileSync(new URL('package.json', ROOT), 'utf8')));
try {
  await import('./build.mjs');
  for (const part of PARTS) cpSync(new URL(part, ROOT), new URL(part, FOLDER), { recursive: true });
  rmSync(new URL('dist/metafile.json', FOLDER));
  writeThirdParty(FOLDER);
  write('package.json', `${JSON.stringify(manifest, null, 2)}\n`);
  write('README.md', withAbsoluteLinks(readFileSync(new URL('README.md', ROOT), 'utf8'), manifest));
  run('npx', '--no-install', 'tsc', '-p', 'tsconfig.types.json', '--outDir', fileURLToPath(new URL('types', FOLDER)));
  mkdirSync(target, { recursive: true });
  run('npm', 'pack', '--silent', '--pack-destination', target, fileURLToPath(FOLDER));
} finally {
  rmSync(FOLDER, { recursive: true, force: true });
}

function write(name, text) {
  writeFileSync(new URL(name, FOLDER), text);
}

function run(command, ...args) {
  const shell = process.platform === 'win32';
  execFileSync(command, args, { cwd: fileURLToPath(ROOT), stdio: ['ignore', 'inherit', 'inherit'], shell });
}
