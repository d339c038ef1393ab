import type { Data } from '../config/edit/model.ts';
import { type Draft, valueIn } from './draft.ts';

const REFERENCE = /(?<!\$)\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g;

/** The environment variables that a part of the file refers to, in its order. */
export function variablesIn(draft: Pick<Draft, 'text'>, section: string | null): string[] {
  const data = section === null ? valueIn(draft, []) : valueIn(draft, [section]);
  const texts = data === undefined ? [] : textsOf(data);
  return [...new Set(texts.flatMap((text) => [...text.matchAll(REFERENCE)].map(([, name = '']) => name)))];
}

/** A name for a new secret that no other part of the file refers to: two services must never get one secret. */
export function freeVariable(draft: Pick<Draft, 'text'>, wanted: string): string {
  const taken = new Set(variablesIn(draft, null));
  let name = wanted;
  for (let number = 2; taken.has(name); number += 1) name = `${wanted}_${number}`;
  return name;
}

function textsOf(data: Data): string[] {
  if (typeof data === 'string') return [data];
  if (typeof data !== 'object' || data === null) return [];
  return Object.values(data).flatMap((one: Data) => textsOf(one));
}

/** What each variable of ours is for. Others stand without a word. */
const ABOUT: Readonly<Record<string, string>> = {
  ADSYNC_BIND_PASSWORD: 'password of directory.bindDN',
  AZURE_CLIENT_SECRET: 'client secret of the app registration',
  RESCUE_API_TOKEN: 'API token of Rescue (Administration Center > Global Settings > API token)',
  RESCUE_PASSWORD: 'password of rescue.email',
  DEFAULT_PASSWORD: 'what new users of Rescue start with',
  GOTO_CLIENT_ID: 'id of the OAuth client',
  GOTO_CLIENT_SECRET: 'secret of the OAuth client',
  GOTO_PAT: 'personal access token of a GoTo admin',
};

const HEAD =
  '# What sync.yaml refers to. Copy it to a file that stays out of Git, or set these in your vault or CI system.\n';

/**
 * `.env.example` with all variables: names, and no values.
 *
 * @param before what stands in it already; null = there is no such file
 * @returns null where it has all of them
 */
export function envExample(before: string | null, names: readonly string[]): string | null {
  const missing = names.filter(
    (name) => !new RegExp(`^[ \\t]*(?:export[ \\t]+)?${name}[ \\t]*=`, 'm').test(before ?? ''),
  );
  if (missing.length === 0) return null;
  const lines = missing.map((name) => `${ABOUT[name] === undefined ? '' : `# ${ABOUT[name]}\n`}${name}=\n`);
  const start = before ?? HEAD;
  const eol = /\r?\n/.exec(start)?.[0] ?? '\n';
  const added = lines.join('').replaceAll('\n', eol);
  return `${start}${start === '' || start.endsWith('\n') ? '' : eol}${added}`;
}
