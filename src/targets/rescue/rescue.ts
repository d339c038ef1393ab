import type { NodeId, Role } from './planner/account.ts';
import type { RescueSettings } from './settings.ts';
import type { Target } from '../target.ts';
import { parseAddress } from './wire/address.ts';
import { newApplier } from './apply/apply.ts';
import { newClient } from './wire/client.ts';
import { readAccount, readAccountId } from './wire/read-account.ts';
import { readDetails } from './wire/read-details.ts';
import { realWorld, type RescueWorld } from './wire/outside-world.ts';

export { realWorld, type RescueWorld };

/**
 * Opens the account of the settings. With a `sandbox:` address the stand-in is started in this process and spoken to
 * over HTTP like any other; it ends with `close()`.
 *
 * @throws Failure when the address cannot be used
 */
export async function openRescue(settings: RescueSettings, world: RescueWorld): Promise<Target> {
  const { base, closeServer } = await resolveAddress(settings.url);
  const client = newClient(base, settings, world);
  const { signal } = world;
  const { concurrent } = settings.requests;
  let roles: ReadonlyMap<NodeId, Role> = new Map();
  return {
    identify: () => readAccountId(client, signal),
    async read({ thorough } = { thorough: false }) {
      const reading = await readAccount(client, settings.url, signal, thorough);
      roles = new Map(reading.users.map(({ id, role }) => [id, role]));
      return reading;
    },
    readDetails: (ids, progress) =>
      readDetails(client, ids, (id) => roles.get(id) ?? null, { concurrent, signal, progress }),
    begin(reading, { journal = null, mark = null, stop = new AbortController().signal, changes = [] } = {}) {
      const { newUserPassword, groupsWithLimits, linkKey } = settings;
      const randomBytes = (size: number): Uint8Array => world.randomBytes(size);
      return newApplier(
        reading,
        { client, newUserPassword, groupsWithLimits, linkKey, randomBytes, mark, stop },
        world,
        journal,
        changes,
      );
    },
    async close() {
      await client.close();
      await closeServer();
    },
  };
}

async function resolveAddress(url: string): Promise<{ base: string; closeServer: () => Promise<void> }> {
  const address = parseAddress(url);
  if (address.kind === 'service') return { base: address.base, closeServer: () => Promise.resolve() };
  const { loadSandboxAccount, startRescueSandbox } = await import('../../sandbox/index.ts');
  const account = await loadSandboxAccount(address.path);
  const sandbox = await startRescueSandbox({ account, file: address.path });
  return { base: sandbox.url, closeServer: () => sandbox.close() };
}
