import type { GotoSettings } from '../settings.ts';
import { parseAddress } from './address.ts';
import type { GotoClient } from './calls.ts';
import { type Bases, newClient } from './client.ts';
import type { GotoWorld } from './outside-world.ts';

/** Where the account is, and what ends it. */
export interface Service {
  readonly bases: Bases;
  readonly close: () => Promise<void>;
}

/** Opens a client of the account of the settings. @throws Failure as {@link openService} */
export async function openClient(settings: GotoSettings, world: GotoWorld): Promise<GotoClient> {
  const { bases, close } = await openService(settings);
  return newClient(bases, settings, world, close);
}

/**
 * With a `sandbox:` address the stand-in is started in this process and spoken to over HTTP like any other, for tokens as
 * well; it ends with `close()`.
 *
 * @throws Failure GOTO_URL; what is wrong with the file of a stand-in
 */
export async function openService(settings: GotoSettings): Promise<Service> {
  const address = parseAddress(settings.url, 'goto.url');
  if (address.kind === 'service') {
    const auth = parseAddress(settings.authUrl, 'goto.authUrl');
    // Only goto.url may name a stand-in.
    const bases = { api: address.base, auth: auth.kind === 'service' ? auth.base : address.base };
    return { bases, close: () => Promise.resolve() };
  }
  const { loadGotoAccount, startGotoSandbox } = await import('../../../sandbox/goto/index.ts');
  const account = await loadGotoAccount(address.path);
  const sandbox = await startGotoSandbox({ account, file: address.path });
  return { bases: { api: sandbox.url, auth: sandbox.url }, close: () => sandbox.close() };
}
