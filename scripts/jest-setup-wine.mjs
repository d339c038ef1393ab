import { fileURLToPath } from 'node:url';
import { buildExecutables } from './build-exe.mjs';
import setUp from './jest-setup.mjs';

const FOLDER = fileURLToPath(new URL('../.cache/exe-wine/', import.meta.url));
/** undici asks for it before the connection, and Wine 8 then refuses to connect. */
const NO_KEEP_ALIVE = "require('node:net').Socket.prototype.setKeepAlive = function () { return this; };\n";

/** Runs before `npm run test:wine`: builds an executable for Windows that Wine 8 runs. It starts no Node 24. */
export default async () => {
  await setUp();
  await buildExecutables(['win-x64'], { folder: FOLDER, node: '22', first: NO_KEEP_ALIVE });
  process.env.ADSYNC_TEST_WINDOWS_PROGRAM = `${FOLDER}adsync-win-x64.exe`;
};
