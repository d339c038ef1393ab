import { readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { loadSettings } from '../../src/config/load.ts';
import { syncValidator } from '../../src/config/validator.ts';
import { homesOf, keysOf } from '../../src/config/keys.ts';
import { gotoSection } from '../../src/targets/goto/settings/section.ts';
import { TARGET_SECTIONS } from '../../src/targets/registry.ts';
import { withoutWords } from '../../scripts/compile-schemas.mjs';
import { composedSchema, sectionSchemas } from '../../scripts/compose-schema.mjs';

const ROOT = resolve(import.meta.dirname, '../..');

interface Schema {
  readonly type?: string;
  readonly description?: string;
  readonly additionalProperties?: boolean;
  readonly properties?: Readonly<Record<string, Schema | boolean>>;
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly writeOnly?: boolean;
  readonly $ref?: string;
  readonly pattern?: string;
}

const text = readFileSync(join(ROOT, 'schemas/sync.schema.json'), 'utf8');
const schema = JSON.parse(text) as Schema;
/** With the one whose account cannot be synchronised yet. */
const sections = [...new Set([...TARGET_SECTIONS, gotoSection])];
const keys = keysOf(sections);

/** Every schema inside, with the key it stands under. */
function* parts(value: unknown, key = ''): Generator<readonly [key: string, schema: Schema]> {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) yield [key, value];
  for (const [name, inner] of Object.entries(value)) yield* parts(inner, name);
}

/** Keys of the file, with their schemas. */
function fileKeys(): (readonly [key: string, schema: Schema])[] {
  const owners = [...parts(schema)].filter(([, { additionalProperties }]) => additionalProperties === false);
  return owners.flatMap(([, { properties }]) =>
    Object.entries(properties ?? {}).flatMap(([key, value]) =>
      typeof value === 'object' ? [[key, value] as const] : [],
    ),
  );
}

describe('the schema that editors get', () => {
  test('compiles in strict mode', () => {
    const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, discriminator: true });

    expect(ajv.compile(schema)({ version: 1 })).toBe(false);
    expect(new Ajv2020().validateSchema(schema)).toBe(true);
  });

  test('is what the parts of the targets give: npm run schema writes it', () => {
    expect(JSON.stringify(schema)).toBe(JSON.stringify(composedSchema()));
  });

  test('has a part for every target, and no other', () => {
    expect(Object.keys(sectionSchemas())).toEqual(sections.map(({ type }) => type).toSorted());
  });

  test('is the one that the build has compiled', () => {
    const validate = syncValidator();

    expect(validate({ version: 1 })).toBe(false);
    expect(validate.errors?.map(({ parentSchema }) => parentSchema)).toContainEqual(withoutWords(schema));
  });

  test('lets no unknown key pass in any map', () => {
    const open = [...parts(schema)].filter(
      ([, part]) => part.type === 'object' && part.properties !== undefined && part.additionalProperties !== false,
    );

    expect(open).toEqual([]);
  });

  test('describes every key', () => {
    const silent = fileKeys().filter(([, part]) => part.description === undefined && part.$ref === undefined);

    expect(fileKeys().length).toBeGreaterThan(50);
    expect(silent).toEqual([]);
  });

  test('marks as secret exactly what adsync never shows', () => {
    const marked = fileKeys().flatMap(([key, part]) => (part.writeOnly === true ? [key] : []));

    expect(new Set(marked)).toEqual(keys.secretNames);
  });

  test('knows the same keys as the hint about misplaced ones', () => {
    // These stand in every directory, or in several maps with a meaning of their own.
    const unhinted = ['type', 'password'];

    const homeless = fileKeys().filter(([key]) => homesOf(key, keys).length === 0);

    expect(new Set(homeless.map(([key]) => key))).toEqual(new Set(unhinted));
  });

  test('accepts its own defaults and examples', () => {
    const ajv = new Ajv2020({ strict: false });
    ajv.addSchema(schema, 'sync');
    const wrong = fileKeys().flatMap(([key, part]) => {
      const samples = [...(part.default === undefined ? [] : [part.default]), ...(part.examples ?? [])];
      const validate = ajv.compile({ $defs: (schema as { $defs: object }).$defs, allOf: [part] });
      return samples.filter((sample) => !validate(sample)).map((sample) => [key, sample]);
    });

    expect(wrong).toEqual([]);
  });

  test('patterns leave room for references exactly where they are taken, so that editors say the same', () => {
    const patterns = [...parts(schema)].flatMap(([key, { pattern }]) =>
      typeof pattern === 'string' ? [[key, pattern] as const] : [],
    );
    const open = patterns.flatMap(([key, pattern]) => (new RegExp(pattern, 'u').test('${NAME}') ? [key] : []));
    const last = (path: string): string => path.split('.').at(-1) ?? '';

    expect(patterns.length).toBeGreaterThan(5);
    expect(open).toEqual(keys.ids.map(last));
    const free = fileKeys().filter(([key]) => [...keys.references].map(last).includes(key));
    expect(free.filter(([key, { pattern }]) => pattern !== undefined && !open.includes(key))).toEqual([]);
  });

  test('has every key that takes references', () => {
    const known = new Set(fileKeys().map(([key]) => key));

    for (const path of keys.references) {
      expect(known).toContain(path.split('.').at(-1));
    }
  });
});

describe('examples', () => {
  const files = readdirSync(join(ROOT, 'examples'), { recursive: true, encoding: 'utf8' });
  const yamls = files
    .filter((name) => name.endsWith('.yaml'))
    .filter((name) => {
      return readFileSync(join(ROOT, 'examples', name), 'utf8').includes('sync.schema.json');
    });

  test('there are some', () => {
    expect(yamls).toContain('sync.yaml');
  });

  test.each(yamls)('%s is valid and names the schema in its first line', async (name) => {
    const file = join(ROOT, 'examples', name);
    const yaml = readFileSync(file, 'utf8');
    const names = [...yaml.matchAll(/\$\{(\w+)\}/g)].map((match) => match[1] ?? '');
    const env = Object.fromEntries(names.map((variable) => [variable, 'value']));

    const systemAuthorities = () => Promise.resolve(null);
    const inputs = { cwd: ROOT, env, readFile: (path: string) => readFile(path), systemAuthorities };
    const loaded = await loadSettings(file, inputs, { sections: TARGET_SECTIONS });

    expect(loaded.ok ? [] : loaded.diagnostics).toEqual([]);
    // Beside the file, wherever it was copied to: `adsync schema --write` puts it there.
    expect(yaml.split('\n')[0]).toBe('# yaml-language-server: $schema=sync.schema.json');
  });
});
