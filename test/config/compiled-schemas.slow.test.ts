import { createRequire } from 'node:module';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { compileSchemas } from '../../scripts/compile-schemas.mjs';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'adsync-schemas-'));
  await compileSchemas(pathToFileURL(`${folder}/`));
});

afterEach(() => rm(folder, { recursive: true }));

const COMPILED = new URL('../../generated/validators/', import.meta.url);

test.each(['sync.cjs', 'plan.cjs', 'snapshot.cjs'])(
  '%s, with which tests run, is made of the schema as it is now',
  async (name) => {
    const fresh = await readFile(join(folder, name), 'utf8');

    expect(await readFile(new URL(name, COMPILED), 'utf8')).toBe(fresh);
    expect(createRequire(import.meta.url)(new URL(name, COMPILED).pathname)).toEqual(expect.any(Function));
  },
);

test('code of a former schema is replaced, code of this one is left', async () => {
  const [sync, plan] = [join(folder, 'sync.cjs'), join(folder, 'plan.cjs')];
  const code = await readFile(sync, 'utf8');
  await writeFile(sync, `// ${'0'.repeat(64)}\nmodule.exports = () => true;\n`);
  const before = await stat(plan);

  await compileSchemas(pathToFileURL(`${folder}/`));

  expect(await readFile(sync, 'utf8')).toBe(code);
  expect((await stat(plan)).ino).toBe(before.ino);
});
