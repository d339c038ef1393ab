import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { FAILURE_KINDS } from '../../src/plan/model.ts';
import { type Example, openExample } from './example.ts';
import { adsync } from './fake-host.ts';

/** `adsync retry --kind` on the command line. */

describe('retry --kind', () => {
  let example: Example;

  beforeEach(async () => {
    example = await openExample();
    example.sandbox.switches.nameMaxLength = 11;
    await example.run(['apply', '--yes']);
    example.sandbox.switches.nameMaxLength = 128;
  });

  afterEach(() => example.close());

  test('changes nothing where nothing failed so', async () => {
    const before = example.sandbox.log.length;

    const said = await example.run(['retry', '--yes', '--kind', 'out-of-licences']);

    expect(said.code).toBe(0);
    expect(said.stdout).toMatch(
      /^No change of the run of .* UTC has failed for out-of-licences: it left \d+ unknown\.\n$/,
    );
    expect(example.sandbox.log.slice(before).filter(({ wrote }) => wrote)).toEqual([]);
  });

  test('takes what nobody gave a kind as unknown', async () => {
    const said = await example.run(['retry', '--yes', '--kind', 'out-of-licences', '--kind', 'UNKNOWN']);

    expect(said.stdout).toMatch(/Apply: (\d+) of \1 changes made\./);
    expect(said.code).toBe(0);
  });
});

test('a kind that does not exist is refused with those that do, before anything is read', async () => {
  const said = await adsync(['retry', '--kind', 'licences']);

  expect(said).toMatchObject({ code: 1, stdout: '' });
  expect(said.stderr).toContain('There is no such kind of failure.');
  expect(said.stderr).toContain(`Known are: ${FAILURE_KINDS.join(', ')}.`);
});

test('help has an example of it', async () => {
  const { stdout } = await adsync(['retry', '--help']);

  expect(stdout).toContain('adsync retry --kind out-of-licences --kind transient');
});
