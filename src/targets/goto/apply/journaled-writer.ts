import { Failure } from '../../../core/failure.ts';
import type { CallEnd, CallJournal, CallWrites } from '../../journal.ts';
import { differences, userValues, type Writable } from '../planner/journal-values.ts';
import type { AccountUser, UserKey } from '../planner/account.ts';
import type { GotoChange } from '../planner/change.ts';
import type { Added, GotoClient, NewUser, Result } from '../wire/calls.ts';
import { NOBODY } from './wanted-user.ts';
import type { Write } from './writes.ts';

/** The calls of one change that write. Each of them is in the journal before it is sent; with all its repetitions it is one. */
export interface Writer {
  add(user: NewUser): Promise<Result<Added>>;
  /** @param found the user as it is before the call */
  write(found: AccountUser, write: Write): Promise<Result<null>>;
}

/** @param journal null = nothing is written down */
export function newWriter(client: GotoClient, journal: CallJournal | null, change: GotoChange): Writer {
  async function noted<Value>(
    call: CallWrites,
    send: () => Promise<Result<Value>>,
    madeBy: (value: Value) => UserKey | null,
  ): Promise<Result<Value>> {
    if (journal === null) return await send();
    const end = await journal.begin({ change, ...call });
    try {
      const result = await send();
      end(endOf(result, madeBy));
      return result;
    } catch (error) {
      end({ class: 'failed', word: error instanceof Failure ? error.code : 'INTERNAL', node: null });
      throw error;
    }
  }

  return {
    add(user) {
      const wanted: Writable = { ...NOBODY, ...user };
      const call = { method: 'addUser', node: null, ...differences({}, userValues(wanted)) };
      return noted(call, () => client.addUser(user), keyOf);
    },
    write(found, write) {
      const method = write.kind === 'update' ? 'updateUser' : write.kind;
      const values = differences(userValues(found), userValues(after(found, write)));
      return noted(
        { method, node: found.key, ...values },
        () => sendWrite(client, found, write),
        () => null,
      );
    },
  };
}

function keyOf(added: Added): UserKey | null {
  return added.kind === 'added' ? added.key : null;
}

function endOf<Value>(result: Result<Value>, madeBy: (value: Value) => UserKey | null): CallEnd {
  if (result.ok) return { class: 'ok', word: 'OK', node: madeBy(result.value) };
  const { status, codes } = result.refusal;
  return { class: result.maybe ? 'failed' : 'refused', word: codes[0] ?? `HTTP ${status}`, node: null };
}

/** The user as one call leaves it. */
export function after(found: AccountUser, write: Write): AccountUser {
  switch (write.kind) {
    case 'update':
      return { ...found, ...write.write };
    case 'takeRoleSet':
      return { ...found, roleSets: [] };
    case 'giveRoleSet':
      return { ...found, roleSets: [write.id] };
    case 'joinGroup':
      return { ...found, group: write.group };
    case 'leaveGroup':
      return { ...found, group: null };
    case 'setAttributes':
      return { ...found, attributes: { ...found.attributes, ...write.values } };
  }
}

function sendWrite(client: GotoClient, { key, email }: AccountUser, write: Write): Promise<Result<null>> {
  switch (write.kind) {
    case 'update':
      return client.updateUser(key, write.write);
    case 'takeRoleSet':
      return client.takeRoleSet({ key, email });
    case 'giveRoleSet':
      return client.giveRoleSet(write.id, { key, email });
    case 'joinGroup':
      return client.joinGroup(write.group, key);
    case 'leaveGroup':
      return client.leaveGroup(key);
    case 'setAttributes':
      return client.setAttributes(key, write.values);
  }
}
