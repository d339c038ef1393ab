import { execFile } from 'node:child_process';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { platform } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { bundleSource } from '../../../scripts/import-source.mjs';
import { newFolder } from '../../e2e/adsync.ts';
import { PATIENCE } from '../../patience.ts';

/** The Azure CLI is found by the PATH of the process, so this is one of its own. */

const TENANT = '11111111-1111-4111-8111-111111111111';

let folder: Awaited<ReturnType<typeof newFolder>>;

beforeEach(async () => {
  folder = await newFolder({});
  await bundleSource("export * from './src/directory/entra/tokens.ts';", join(folder.path, 'tokens.mjs'));
});

afterEach(async () => {
  await folder.remove();
});

/** Puts an `az` that prints this first in the PATH, and runs the script with it. */
async function withAz(printed: string, script: string): Promise<string> {
  const az = join(folder.path, 'az');
  await writeFile(az, `#!/bin/sh\n${printed}\n`);
  await chmod(az, 0o700);
  const env = { ...process.env, PATH: `${folder.path}:${process.env['PATH'] ?? ''}` };
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], { env });
  return stdout;
}

const tokensOfAz = (): string => `
    import { newTokens } from ${JSON.stringify(join(folder.path, 'tokens.mjs'))};
    const settings = {
      tenantId: '${TENANT}',
      credential: { kind: 'azureCli' },
      graphUrl: 'https://graph.microsoft.com',
      authorityUrl: 'https://login.microsoftonline.com',
      timeouts: { request: ${PATIENCE}, throttled: ${PATIENCE} },
    };
    const world = { env: {}, now: Date.now };
    const tokens = newTokens(settings, world, new AbortController().signal, () => undefined);`;

/** Asks three times for a token that is good for so many seconds, then says it was refused and asks once more. */
async function startsOfAz(seconds: number): Promise<string[]> {
  const calls = join(folder.path, 'calls');
  const expires = Math.floor(Date.now() / 1000) + seconds;
  const answer = JSON.stringify({ accessToken: 'token', expires_on: expires, tenant: TENANT, tokenType: 'Bearer' });
  const script = `
    import { appendFileSync } from 'node:fs';
    ${tokensOfAz()}
    for (let asked = 0; asked < 3; asked += 1) await tokens.get();
    appendFileSync(${JSON.stringify(calls)}, 'refused\\n');
    tokens.renew(await tokens.get());
    await tokens.get();`;
  await withAz(`echo started >> '${calls}'\ncat <<'END'\n${answer}\nEND`, script);
  return (await readFile(calls, 'utf8')).trim().split('\n');
}

const onUnix = platform() === 'win32' ? test.skip : test;

onUnix('az is started once for all requests, and again when its token is refused', async () => {
  expect(await startsOfAz(3600)).toEqual(['started', 'refused', 'started']);
});

onUnix('a token that ends within five minutes is not kept', async () => {
  const [first, second, third] = await startsOfAz(200);

  expect([first, second, third]).toEqual(['started', 'started', 'started']);
});

onUnix('a warning that az prints beside the token is named, and no piece of the token is shown', async () => {
  const failed = "tokens.get().catch((error) => console.log(error.code + ' ' + error.message + ' ' + error.advice));";
  for (const printed of ['echo WARNING; echo \'{"accessToken":"t0psecret"}\'', 'echo \'{"accessToken":"t0psecret"\'']) {
    const said = await withAz(printed, `${tokensOfAz()}\n${failed}`);

    expect(said).toMatch(/^ENTRA_NO_IDENTITY .*az did not print JSON alone\..*az account get-access-token/);
    expect(said).not.toContain('t0ps');
  }
});
