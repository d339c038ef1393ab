import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { DIAGNOSTICS } from '../../../../src/targets/goto/settings/codes.ts';

const ROOT = new URL('../../../../', import.meta.url);
const page = readFileSync(new URL('docs/goto-file.md', ROOT), 'utf8');

interface Part {
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, Part>>;
  readonly $defs?: Readonly<Record<string, Part>>;
}

const schema = JSON.parse(
  readFileSync(new URL('src/targets/goto/settings/section.schema.json', ROOT), 'utf8'),
) as unknown as Part;

/** All keys of the section, with their parts of the schema. */
function* keysIn(value: unknown): Generator<readonly [key: string, part: Part]> {
  if (typeof value !== 'object' || value === null) return;
  const { properties } = value as Part;
  for (const [key, part] of Object.entries(properties ?? {})) if (typeof part === 'object') yield [key, part];
  for (const inner of Object.values(value)) yield* keysIn(inner);
}

const keys = [...keysIn(schema.$defs)];

describe('docs/goto-file.md', () => {
  test('describes every key of the section', () => {
    expect(keys.map(([key]) => key).filter((key) => !page.includes(`\`${key}\``))).toEqual(['ca']);
    expect(page).toContain('`ca: FILE`, `ca: system`');
    expect(keys.length).toBeGreaterThan(30);
  });

  test('names the defaults of the schema', () => {
    const simple = keys.filter(([, part]) => part.default !== undefined && typeof part.default !== 'object');
    const rows = page.split('\n');
    const wrong = simple.filter(([key, part]) => {
      return !rows.some((row) => row.startsWith(`| \`${key}\` `) && row.includes(`\`${String(part.default)}\``));
    });

    expect(wrong).toEqual([]);
    expect(simple.length).toBe(10);
  });

  test('names every code of the section', () => {
    expect(Object.keys(DIAGNOSTICS).filter((code) => !page.includes(`\`${code}\``))).toEqual([]);
  });
});
