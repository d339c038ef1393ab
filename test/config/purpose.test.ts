import { describe, expect, test } from '@jest/globals';
import { type Loaded, loadSettings } from '../../src/config/load.ts';
import type { Purpose } from '../../src/config/section.ts';
import { TARGET_SECTIONS } from '../../src/targets/registry.ts';
import { codes, memoryInputs } from './memory-inputs.ts';

/** What a file is read for decides what it must say. */

const DIRECTORY = 'directory: { type: file, path: a.ldif }';

function load(text: string, purpose: Purpose): Promise<Loaded> {
  return loadSettings('sync.yaml', memoryInputs({ '/etc/adsync/sync.yaml': text }), {
    sections: TARGET_SECTIONS,
    purpose,
  });
}

describe.each([DIRECTORY, `version: 1\n${DIRECTORY}`])('%j', (text) => {
  test('is enough to search', async () => {
    expect(await load(text, 'search')).toMatchObject({ ok: true, warnings: [], settings: { targets: [] } });
  });

  test.each(['sync', 'count'] as const)('is not enough to %s', async (purpose) => {
    expect(codes(await load(text, purpose))).toContain('MISSING_KEY 1:1');
  });
});

const RESCUE = `${DIRECTORY}\nrescue: { url: "sandbox:account.json", apiToken: token }`;
const GOTO = `${DIRECTORY}\ngoto: {}`;

test.each([
  [RESCUE, 'search', []],
  [RESCUE, 'count', ['groups', 'version']],
  [GOTO, 'search', []],
  [GOTO, 'sync', ['rules', 'version']],
] as const)('of %j a %s lacks of what comes last: %j', async (text, purpose, missing) => {
  const loaded = await load(text, purpose);
  const said = loaded.ok ? [] : loaded.diagnostics.map(({ message }) => message);

  expect(
    ['groups', 'rules', 'version'].filter((key) => said.some((one) => one.startsWith(`"${key}" is miss`))),
  ).toEqual(missing);
});

test.each([
  ['version: 1', 'MISSING_KEY 1:1'],
  [`version: 2\n${DIRECTORY}`, 'VERSION_UNSUPPORTED 1:10'],
  ['directory: { type: file }', 'MISSING_KEY 1:1'],
  [`${DIRECTORY}\nrescue: {}`, 'ADDRESS_MISSING 2:1'],
])('a search is refused for %j, as everything else is', async (text, code) => {
  expect(codes(await load(text, 'search'))).toContain(code);
});
