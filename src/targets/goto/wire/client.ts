import { type GotoSettings, usesAttributes } from '../settings.ts';
import { addUser } from './add-user.ts';
import { ask } from './ask.ts';
import type { GotoClient } from './calls.ts';
import { updateUser, writeAttributes, writeGroup } from './change-user.ts';
import { newLists } from './lists.ts';
import { once } from './once.ts';
import type { GotoWorld } from './outside-world.ts';
import { type Connection, newConnection } from './persist.ts';
import { writeRoleSet } from './role-sets.ts';
import { meOf } from './rows.ts';
import { newTokens } from './tokens.ts';
import { newTransport } from './transport.ts';
import { findUser, readUser, readUsers, type UserReads } from './users.ts';

/** Where the two APIs of the service are, without a slash at the end. */
export interface Bases {
  readonly api: string;
  readonly auth: string;
}

/**
 * A client of one account. Readings of the whole account end with the run; what belongs to a change is brought to its end.
 *
 * @param close ends what the client was opened with
 */
export function newClient(
  bases: Bases,
  settings: GotoSettings,
  world: GotoWorld,
  close: () => Promise<void>,
): GotoClient {
  const { signal } = world;
  const connection = connect(bases, settings, world);
  const lists = newLists(connection, settings);
  const readLicences = () => lists.licences(null);
  const attributes = once(async () => (usesAttributes(settings) ? await lists.attributes(signal) : null));
  const shown = { managedGroups: false, attributes: false };
  const reads: UserReads = { connection, settings, shown, attributes, signal: null };
  return {
    me: once(() =>
      ask(connection, { what: 'own user', path: '/admin/rest/v1/me', signal, parse: ({ body }) => meOf(body) }),
    ),
    listUsers: (progress) => readUsers({ ...reads, signal }, null, progress),
    listLicences: () => lists.licences(signal),
    listGroups: () => lists.groups(signal),
    listRoleSets: () => lists.roleSets(signal),
    listAttributes: async () => (await attributes()) ?? [],
    readUser: (key) => readUser(reads, key),
    findUser: (email) => findUser(reads, email),
    addUser: (user) => addUser(reads, user, readLicences),
    updateUser: (key, wanted) => updateUser(reads, key, wanted, readLicences),
    giveRoleSet: (id, user) => writeRoleSet(reads, id, user),
    takeRoleSet: (user) => writeRoleSet(reads, null, user),
    joinGroup: (group, user) => writeGroup(reads, group, user),
    leaveGroup: (user) => writeGroup(reads, null, user),
    setAttributes: async (user, values) => await writeAttributes(reads, user, values, (await attributes()) ?? []),
    close,
  };
}

function connect({ api, auth }: Bases, settings: GotoSettings, world: GotoWorld): Connection {
  const { timeout, perSecond } = settings.requests;
  const transport = newTransport({ base: api, key: 'goto.url', timeout, bound: 'goto' }, world);
  return newConnection({ world, transport, tokens: newTokens(auth, settings, world) }, perSecond);
}
