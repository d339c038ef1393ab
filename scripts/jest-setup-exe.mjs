import { fileURLToPath } from 'node:url';
import { buildExecutables } from './build-exe.mjs';
import setUp from './jest-setup.mjs';

/** Runs before `npm run test:exe`: builds the executable that test/program.ts starts. */
export default async () => {
  await setUp();
  const platform = `${process.platform}-${process.arch}`;
  await buildExecutables([platform]);
  process.env.ADSYNC_TEST_PROGRAM = fileURLToPath(new URL(`../dist-exe/adsync-${platform}`, import.meta.url));
};
