import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type Example, openExample } from './example.ts';
import { envFor, fileFor, flawsOf, mistakes } from './mistakes.ts';

/** Each mistake must be explained, and must change nothing. The built program makes some of them in e2e. */

let example: Example;

beforeEach(async () => {
  example = await openExample();
});

afterEach(async () => {
  await example.close();
});

describe.each(mistakes)('$name', (mistake) => {
  test.each(['plan', 'apply'])('%s explains it and changes nothing', async (command) => {
    const { sandbox } = example;
    await writeFile(join(example.path, 'sync.yaml'), fileFor(mistake, sandbox.url));
    const before = JSON.stringify(sandbox.account.nodes);

    const args = command === 'apply' ? ['apply', '--yes'] : ['plan'];
    const ended = await example.run(args, { env: envFor(mistake) });

    expect(flawsOf(mistake, ended)).toEqual([]);
    expect(ended.code).toBe(command === 'apply' ? mistake.apply : 1);
    expect(JSON.stringify(sandbox.account.nodes)).toBe(before);
  });
});
