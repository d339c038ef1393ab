import { Failure } from '../../../core/failure.ts';
import type { GotoSettings } from '../settings.ts';
import type { SavedGoto } from './disguise-account.ts';

/**
 * The saved reading of a GoTo account, once it is sure that it is one that the file can be planned with. The form of the
 * data was held against schemas/snapshot.schema.json.
 *
 * @throws Failure SNAPSHOT_INVALID, SNAPSHOT_OTHER_ACCOUNT
 */
export function checkSaved(data: unknown, settings: GotoSettings): SavedGoto {
  const saved = data as SavedGoto;
  const { account, users, licences, groups, roleSets } = saved;
  if (account !== settings.account) {
    throw new Failure(
      'SNAPSHOT_OTHER_ACCOUNT',
      `The snapshot is of the GoTo account ${account}, and the file names ${settings.account}.`,
      'Take the snapshot again with this file.',
    );
  }
  for (const [what, keys] of [
    ['user', users.map(({ key }) => key)],
    ['licence', licences.map(({ key }) => key)],
    ['user group', groups.map(({ key }) => key)],
    ['custom role', roleSets.map(({ id }) => id)],
  ] as const) {
    if (new Set<string>(keys).size === keys.length) continue;
    throw new Failure(
      'SNAPSHOT_INVALID',
      `The snapshot holds a ${what} of the GoTo account twice.`,
      'Take the snapshot again.',
    );
  }
  if (usesAttributes(settings) && users.some(({ attributes }) => attributes === null)) {
    throw new Failure(
      'SNAPSHOT_OTHER_ACCOUNT',
      'The file uses custom attributes of GoTo users, and the snapshot was taken without them.',
      'Take the snapshot again with this file.',
    );
  }
  return saved;
}

function usesAttributes({ linkAttribute, attributes }: GotoSettings): boolean {
  return linkAttribute !== null || attributes.length > 0;
}

export function readOnlyFailure(): Failure {
  return new Failure(
    'SNAPSHOT_READ_ONLY',
    'A snapshot is a picture of an account, in which nothing can be changed.',
    'Plan and apply without --from.',
  );
}
