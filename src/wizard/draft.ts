import { edited } from '../config/edit/edit.ts';
import { dataAt } from '../config/edit/list-entries.ts';
import { meaningOf } from '../config/edit/meaning.ts';
import type { Data, Edit, EditPath, YamlValue } from '../config/edit/model.ts';

/** The order of the keys of the file, where a new one is put. */
const ORDERS: Readonly<Record<string, readonly string[]>> = {
  '': [
    ...['version', 'interval', 'fullReadingEvery', 'retention', 'approve', 'maxPlanAge', 'timeZone', 'freeze'],
    ...['directory', 'rescue', 'goto', 'limits', 'notify'],
  ],
  directory: [
    ...['type', 'urls', 'baseDN', 'bindDN', 'bindPassword', 'tenantId', 'clientId', 'clientSecret', 'certificate'],
    ...['credential', 'serviceConnectionId', 'cloud', 'path', 'tls', 'timeouts'],
  ],
  rescue: [
    ...['url', 'region', 'apiToken', 'email', 'password', 'newUsers', 'adopt', 'loginId', 'ssoId', 'groupsWithLimits'],
    ...['licenses', 'protect', 'linkKey', 'tls', 'requests', 'leavers', 'groups'],
  ],
  goto: [
    ...['url', 'authUrl', 'account', 'clientId', 'clientSecret', 'personalAccessToken', 'refreshToken', 'domains'],
    ...[
      'welcomeMail',
      'language',
      'products',
      'protect',
      'adopt',
      'linkAttribute',
      'attributes',
      'tls',
      'requests',
      'rules',
    ],
  ],
};

/** What the wizard works on: the text of the file as it would be written, and secrets that were typed. */
export interface Draft {
  readonly text: string;
  /** By the name of their variable. They are kept in memory, for the tries only. */
  readonly secrets: ReadonlyMap<string, string>;
}

/** The text of a new file. */
export const NEW_FILE = 'version: 1\n';

/** The value at a path of the draft, with aliases followed; undefined where there is none. */
export function valueIn({ text }: Pick<Draft, 'text'>, path: EditPath): Data | undefined {
  return dataAt(meaningOf(text), path);
}

/** The text at a path; null where there is none. */
export function textIn(draft: Pick<Draft, 'text'>, path: EditPath): string | null {
  const value = valueIn(draft, path);
  return typeof value === 'string' ? value : null;
}

/** @throws Failure EDIT_BY_HAND */
export function withEdits(draft: Draft, edits: readonly Edit[]): Draft {
  return edits.length === 0 ? draft : { ...draft, text: edited(draft.text, edits) };
}

/** The draft with a value; null takes the key out. What stands there already is not written anew. */
export function withValue(draft: Draft, path: readonly string[], value: YamlValue | null): Draft {
  if (value !== null) return withEdits(draft, [setEdit(path, value)]);
  return valueIn(draft, path) === undefined ? draft : withEdits(draft, [{ kind: 'unset', path }]);
}

function setEdit(path: readonly string[], value: YamlValue): Edit {
  const order = ORDERS[path.length === 1 ? '' : (path[0] ?? '')];
  // A section that is not there yet is put in its place as a whole.
  return { kind: 'set', path, value, ...(order !== undefined && { order: [...(ORDERS[''] ?? []), ...order] }) };
}

/** The draft without a section. */
export function withoutSection(draft: Draft, section: string): Draft {
  return withValue(draft, [section], null);
}
