import { spawnSync } from 'node:child_process';
import { nodeBinary } from './node-binaries.mjs';

// `npm run test:node -- 24`: the quick tests with another version of Node, which npm has. What follows the version is for
// jest; where it names no tests, those parts run in which versions can differ: text and dates, files, sockets, TLS,
// processes, and the whole program.

const PARTS = [
  'core',
  'cli',
  'config',
  'directory',
  'e2e',
  'files',
  'net',
  'plan',
  'planfile',
  'render',
  'run',
  'snapshot',
];

const [version = '', ...given] = process.argv.slice(2);
const parts = given.some((each) => each.startsWith('test/')) ? [] : PARTS.map((part) => `test/${part}/`);
const node = await nodeBinary(`linux-${process.arch}`, version);
const jest = ['--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js'];
const ended = spawnSync(node, [...jest, ...given, ...parts], { stdio: 'inherit' });
process.exitCode = ended.status ?? 1;
