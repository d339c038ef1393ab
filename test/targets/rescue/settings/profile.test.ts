import { describe, expect, test } from '@jest/globals';
import { GOOD_FILE } from '../../../config/files.ts';
import { codes, type Files, load } from '../../../config/memory-inputs.ts';

const recording = (profile: unknown, type = 'rescue', format = 'adsync.recording/1'): string =>
  JSON.stringify({
    format,
    targets: [
      { type: 'goto', profile: null },
      { type, profile },
    ],
  });

/** Something that no text can be made of any more. */
const DEEP = recording({ treeEnd: 'x' }).replace('"x"', '['.repeat(200_000) + ']'.repeat(200_000));

function withProfile(value: string): string {
  return `${GOOD_FILE.toSpliced(9, 0, `  profile: ${value}`).join('\n')}\n`;
}

async function loaded(value: string, file?: string): ReturnType<typeof load> {
  const files: Files = file === undefined ? {} : { '/etc/adsync/r.json': file };
  return await load(withProfile(value), files);
}

async function digestOf(value: string, file: string): Promise<string> {
  const found = await loaded(value, file);
  return found.ok ? found.settings.sha256 : 'faulty';
}

test.each([
  ['{ treeEnd: none, blankAfterColon: true }', undefined, { treeEnd: 'none', blankAfterColon: true }],
  ['r.json', recording({ treeEnd: 'lineBreaks' }), { treeEnd: 'lineBreaks' }],
  ['r.json', recording({}), {}],
])('%s is read', async (value, file, profile) => {
  const found = await loaded(value, file);

  expect(found.ok && found.settings.rescue.profile).toEqual(profile);
});

test('without the key nothing is known of the service', async () => {
  const found = await load(`${GOOD_FILE.join('\n')}\n`);

  expect(found.ok && 'profile' in found.settings.rescue).toBe(false);
});

describe('a profile is refused', () => {
  test.each([
    ['that is not there', 'r.json', undefined, 'PROFILE_UNREADABLE'],
    ['that is no JSON', 'r.json', 'treeEnd: none', 'PROFILE_INVALID'],
    ['that is no recording', 'r.json', '{"profile":{"treeEnd":"none"}}', 'PROFILE_INVALID'],
    ['of another format', 'r.json', recording({}, 'rescue', 'adsync.recording/2'), 'PROFILE_INVALID'],
    ['of another target', 'r.json', recording({}, 'other'), 'PROFILE_INVALID'],
    ['of a recording that failed', 'r.json', recording(null), 'PROFILE_INVALID'],
    // Nothing that would make a reading less careful, by whatever name, is taken over.
    ['with a key that there is not', 'r.json', recording({ complete: true }), 'PROFILE_INVALID'],
    ['with a key of every object', 'r.json', recording({ constructor: true }), 'PROFILE_INVALID'],
    ['that is too large', 'r.json', recording({ treeEnd: 'none' }) + ' '.repeat(9 * 1024 * 1024), 'PROFILE_INVALID'],
    ['of a depth without end', 'r.json', DEEP, 'PROFILE_INVALID'],
    ['with a value that there is not', 'r.json', recording({ treeEnd: 'anything' }), 'PROFILE_INVALID'],
  ])('%s', async (_what, value, file, code) => {
    expect(codes(await loaded(value, file))).toEqual([`${code} 10:12`]);
  });

  test('and little of it is shown', async () => {
    const long = 'x'.repeat(5000);
    for (const profile of [{ [long]: true }, { treeEnd: long }]) {
      const refused = await loaded('r.json', recording(profile));

      expect(refused.ok || refused.diagnostics.map(({ message }) => message.length < 300)).toEqual([true]);
    }
  });

  test('in the file itself, with a key or a value that there is not', async () => {
    expect(codes(await loaded('{ complete: true }'))).toEqual(['UNKNOWN_KEY 10:14']);
    expect((await loaded('{ treeEnd: maybe }')).ok).toBe(false);
  });
});

test('what a recording says counts as a part of the file, and nothing else of it does', async () => {
  const [one, other] = [recording({ treeEnd: 'none' }), recording({ treeEnd: 'lineBreaks' })];

  expect(await digestOf('r.json', one)).not.toBe(await digestOf('r.json', other));
  expect(await digestOf('r.json', one)).toBe(await digestOf('r.json', one.replace('null', '{}')));
});
