import { fileURLToPath } from 'node:url';
import { buildExecutables, writeLicences } from './build-exe.mjs';
import setUp from './jest-setup.mjs';

const FOLDER = fileURLToPath(new URL('../.cache/exe', import.meta.url));

/** Runs before `npm run test:exe`: builds the executable that test/program.ts starts. */
export default async () => {
  await setUp();
  const platform = `${process.platform}-${process.arch}`;
  await buildExecutables([platform], FOLDER);
  await writeLicences(FOLDER);
  process.env.ADSYNC_TEST_PROGRAM = `${FOLDER}/adsync-${platform}`;
};
