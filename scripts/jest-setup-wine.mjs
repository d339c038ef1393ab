import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { buildExecutables } from './build-exe.mjs';
import setUp from './jest-setup.mjs';

const FOLDER = fileURLToPath(new URL('../.cache/exe-wine', import.meta.url));

/** What Wine 8 cannot do: [what stands in the program, what is put there]. */
const MENDS = [
  // It has this function, but not all of it. Where there is none, as in Windows Server 2016, V8 goes another way.
  ['\0VirtualAlloc2\0', '\0VirtualAllocX\0'],
  // It refuses to connect where TCP keep-alive was asked for before.
  ['options.keepAlive==null||options.keepAlive', 'options.keepAlive!=null&&options.keepAlive'],
];

/** Runs before `npm run test:wine`: builds the executable for Windows, and mends it so that Wine 8 runs it. */
export default async () => {
  await setUp();
  await buildExecutables(['win-x64'], FOLDER);
  const path = `${FOLDER}/adsync-win-x64.exe`;
  const program = await readFile(path);
  for (const [from, to] of MENDS) {
    const at = program.indexOf(from, 'latin1');
    if (at === -1 || program.includes(from, at + 1, 'latin1')) throw new Error(`${from} is not there once.`);
    program.write(to, at, 'latin1');
  }
  await writeFile(path, program);
  process.env.ADSYNC_TEST_WINDOWS_PROGRAM = path;
};
