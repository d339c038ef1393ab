import { describe, expect, test } from '@jest/globals';
import { authoritiesText } from '../../src/config/authorities-text.ts';
import { type Loaded, loadSettings } from '../../src/config/load.ts';
import { TARGET_SECTIONS } from '../../src/targets/registry.ts';
import { CA_PEM, withLine } from './files.ts';
import { codes, memoryInputs } from './memory-inputs.ts';

const OTHER = CA_PEM.trim();
const OF_DIRECTORY = withLine(7, '  bindPassword: ${BIND}\n  tls: { ca: system }');
const OF_ACCOUNT = withLine(9, '  region: us\n  tls: { ca: system }');

function loadWith(
  text: string,
  store: readonly string[] | null,
  { offline = false, files = {} }: { offline?: boolean; files?: Readonly<Record<string, string>> } = {},
): Promise<Loaded> {
  const inputs = memoryInputs({ '/etc/adsync/sync.yaml': text, ...files }, undefined, store);
  return loadSettings('sync.yaml', { ...inputs, offline }, { sections: TARGET_SECTIONS });
}

describe('"ca: system"', () => {
  test('takes every authority of the store for the directory', async () => {
    const loaded = await loadWith(OF_DIRECTORY, [CA_PEM, OTHER]);

    expect(loaded.ok && loaded.settings.directory).toMatchObject({ tls: { ca: `${CA_PEM}\n${OTHER}` } });
  });

  test('takes them for an account', async () => {
    const loaded = await loadWith(OF_ACCOUNT, [CA_PEM]);

    expect(loaded.ok && loaded.settings.targets).toMatchObject([{ ca: { from: 'system', pem: CA_PEM } }]);
  });

  test.each([
    ['where Node cannot read the store', null, 'CA_SYSTEM_UNAVAILABLE'],
    // Node would take its own authorities for an empty list.
    ['where the store is empty', [], 'CA_SYSTEM_EMPTY'],
  ])('is refused %s', async (_name, store, code) => {
    expect(codes(await loadWith(OF_DIRECTORY, store))).toEqual([`${code} 8:14`]);
    expect(codes(await loadWith(OF_ACCOUNT, store))).toEqual([`${code} 10:14`]);
  });

  test('looks for nothing where nothing is looked up', async () => {
    expect(codes(await loadWith(OF_DIRECTORY, null, { offline: true }))).toEqual([]);
  });

  test('is no name of a file; ./system is one', async () => {
    const files = { '/etc/adsync/system': OTHER };
    const named = OF_DIRECTORY.replace('ca: system', 'ca: ./system');

    expect(codes(await loadWith(OF_DIRECTORY, null, { files }))).toEqual(['CA_SYSTEM_UNAVAILABLE 8:14']);
    const loaded = await loadWith(named, null, { files });
    expect(loaded.ok && loaded.settings.directory).toMatchObject({ tls: { ca: OTHER } });
  });
});

test('another file is another guard, a store that was renewed is the same one', () => {
  const texts = (from: 'file' | 'system') => [CA_PEM, OTHER].map((pem) => authoritiesText({ from, pem }));

  expect(new Set(texts('file')).size).toBe(2);
  expect(texts('system')).toEqual(['the store of the operating system', 'the store of the operating system']);
});
