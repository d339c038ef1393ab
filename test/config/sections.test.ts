import { describe, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { composeSchema, fileSchema, sectionSchemas } from '../../scripts/compose-schema.mjs';
import { VALIDATOR_OPTIONS } from '../../scripts/compile-schemas.mjs';
import { textAt } from '../../src/config/entry.ts';
import { type Loaded, loadSettings } from '../../src/config/load.ts';
import type { SectionKind } from '../../src/config/section.ts';
import type { TargetSettings } from '../../src/core/settings.ts';
import { TARGET_SECTIONS } from '../../src/targets/registry.ts';
import { GOOD_FILE } from './files.ts';
import { codes, memoryInputs } from './memory-inputs.ts';

/** The codes that it has beside those of the file as a whole. */
declare module '../../src/core/codes.ts' {
  interface DiagnosticCodes {
    readonly toySection: 'NAME_TAKEN' | 'NO_COLOURS';
  }
}

/** A second kind of target, as small as one can be. */
const toy: SectionKind = {
  type: 'toy',
  mappings: 'mappings',
  keys: {
    secrets: ['key'],
    ids: ['name'],
    files: [],
    guards: ['loose'],
    homes: [['toy', ['name', 'key', 'loose']]],
    refused: [{ names: ['colour'], code: 'NO_COLOURS', why: 'Toys are grey.', advice: 'Remove it.' }],
  },
  isStandIn: (section) => textAt(section, 'name') === 'stand-in',
  read({ root, directory, report }) {
    const name = textAt(root, 'name') ?? '';
    if (name === 'taken') report.error('NAME_TAKEN', root.at, 'This name is taken.', 'Take another.');
    const settings: ToySettings = { type: 'toy', url: 'https://toy.example', mappings: [], name, directory };
    return Promise.resolve(() => settings);
  },
};

interface ToySettings extends TargetSettings {
  readonly name: string;
  readonly directory: string | null;
}

const part = {
  $ref: '#/$defs/toy',
  $defs: {
    toy: {
      type: 'object',
      additionalProperties: false,
      required: ['name'],
      properties: {
        name: { type: 'string', minLength: 1 },
        key: { type: 'string', writeOnly: true },
        loose: { type: 'boolean' },
      },
    },
  },
};

const schema = composeSchema(fileSchema(), { ...sectionSchemas(), toy: part });
const validate = new Ajv2020(VALIDATOR_OPTIONS.sync).compile(schema);

function load(...lines: readonly string[]): Promise<Loaded> {
  const inputs = memoryInputs({ '/etc/adsync/sync.yaml': lines.join('\n') });
  return loadSettings('sync.yaml', inputs, { sections: [...TARGET_SECTIONS, toy], validate });
}

const directory = GOOD_FILE.slice(0, 7);

describe('a file with several kinds of targets', () => {
  test('hands each kind its own section', async () => {
    const loaded = await load(...GOOD_FILE, 'toy: { name: a }');

    expect(codes(loaded)).toEqual([]);
    expect(loaded.ok && loaded.settings.targets).toMatchObject([
      { type: 'rescue', url: 'https://secure.logmeinrescue.com' },
      { type: 'toy', name: 'a', directory: 'ldap' },
    ]);
  });

  test('may hold only one of them', async () => {
    const loaded = await load(...directory, 'toy: { name: a }');

    expect(loaded.ok && loaded.settings.targets.map(({ type }) => type)).toEqual(['toy']);
  });

  test('must hold one of them', async () => {
    const loaded = await load(...directory);

    expect(codes(loaded)).toEqual(['MISSING_KEY 1:1']);
    expect(loaded.ok ? '' : loaded.diagnostics[0]?.message).toBe(
      'A target is missing in the file: "goto" or "rescue" or "toy".',
    );
  });

  test('gets the misspelt one named, and hears nothing of a missing one', async () => {
    const loaded = await load(...directory, 'tyo: { name: a }');

    expect(codes(loaded)).toEqual(['UNKNOWN_KEY 8:1']);
    expect(loaded.ok ? '' : loaded.diagnostics[0]?.message).toBe('"tyo" is not a key of the file. Did you mean "toy"?');
  });

  test('hears of the faults of all sections together', async () => {
    const loaded = await load(...GOOD_FILE.with(8, '  region: uss'), 'toy: { name: taken, loose: 1 }');

    expect(codes(loaded)).toEqual(['WRONG_VALUE 9:11', 'NAME_TAKEN 14:6', 'WRONG_TYPE 14:28']);
  });

  test('keeps the secrets of each section, says where a misplaced key belongs, and knows its guards', async () => {
    const secret = await load(...directory, 'toy: { name: a, key: "${TOKEN}", loose: true }');
    const inFile = await load(...directory, 'toy: { name: a, key: written-in-clear }');
    const standIn = await load(...directory, 'toy: { name: stand-in, key: written-in-clear }');
    const misplaced = await load(...directory, 'loose: true', 'toy: { name: a }');

    expect(secret.secrets.map((one) => one.reveal())).toEqual(['bind-password-value', 'api-token-value']);
    expect(secret.ok && secret.settings.guardRails).toEqual([{ key: 'toy.loose', value: 'true', line: 8 }]);
    expect(codes(inFile)).toEqual(['SECRET_IN_FILE 8:22']);
    expect(codes(standIn)).toEqual([]);
    expect(misplaced.ok ? '' : misplaced.diagnostics[0]?.message).toContain('It belongs under toy.');
  });

  test('says why a key that people look for cannot be, however it is written', async () => {
    for (const key of ['colour', 'Colour', 'col-our']) {
      const loaded = await load(...directory, `toy: { name: a, ${key}: red }`);

      expect(codes(loaded)).toEqual(['NO_COLOURS 8:17']);
      expect(loaded.ok ? '' : loaded.diagnostics[0]?.message).toBe(`"${key}": Toys are grey.`);
    }
    expect(codes(await load(...GOOD_FILE.with(8, '  colour: red'), 'toy: { name: a }'))).toContain('UNKNOWN_KEY 9:3');
  });

  test('hides an id of a section where it came from outside', async () => {
    const loaded = await load(...directory, 'toy: { name: "${TOKEN}" }');

    expect(loaded.secrets.map((one) => one.reveal())).toEqual(['bind-password-value', 'api-token-value']);
  });

  test('is refused with a section that the schema knows, but no target reads', async () => {
    const inputs = memoryInputs({ '/etc/adsync/sync.yaml': [...GOOD_FILE, 'toy: { name: a }'].join('\n') });

    const loaded = await loadSettings('sync.yaml', inputs, { sections: TARGET_SECTIONS, validate });

    expect(codes(loaded)).toEqual(['NOT_AVAILABLE 14:1']);
  });
});

test('two parts of the schema cannot define the same name', () => {
  const again = { $ref: '#/$defs/mapping', $defs: { mapping: { type: 'object' } } };

  expect(() => composeSchema(fileSchema(), { ...sectionSchemas(), again })).toThrow('"mapping"');
});
