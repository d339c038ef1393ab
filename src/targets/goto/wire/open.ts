import type { GotoSettings } from '../settings.ts';
import { parseAddress } from './address.ts';
import type { GotoClient } from './calls.ts';
import { newClient } from './client.ts';
import type { GotoWorld } from './outside-world.ts';

/**
 * Opens a client of the account of the settings. With a `sandbox:` address the stand-in is started in this process and
 * spoken to over HTTP like any other, for tokens as well; it ends with `close()`.
 *
 * @throws Failure GOTO_URL; what is wrong with the file of a stand-in
 */
export async function openClient(settings: GotoSettings, world: GotoWorld): Promise<GotoClient> {
  const address = parseAddress(settings.url, 'goto.url');
  if (address.kind === 'service') {
    const auth = parseAddress(settings.authUrl, 'goto.authUrl');
    // Only goto.url may name a stand-in.
    const bases = { api: address.base, auth: auth.kind === 'service' ? auth.base : address.base };
    return newClient(bases, settings, world, () => Promise.resolve());
  }
  const { loadGotoAccount, startGotoSandbox } = await import('../../../sandbox/goto/index.ts');
  const account = await loadGotoAccount(address.path);
  const sandbox = await startGotoSandbox({ account, file: address.path });
  return newClient({ api: sandbox.url, auth: sandbox.url }, settings, world, () => sandbox.close());
}
