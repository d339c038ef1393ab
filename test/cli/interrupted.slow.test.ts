import { afterEach, expect, test } from '@jest/globals';
import { Interrupted } from '../../src/cli/signals.ts';
import { type Example, openExample } from './example.ts';
import type { Said } from './fake-host.ts';

/** What an apply says and ends with when a signal comes during one of its calls. */

let example: Example;
let strike: (method: string) => void = () => undefined;

afterEach(async () => {
  strike = () => undefined;
  await example.close();
});

async function open(): Promise<void> {
  example = await openExample({
    faultFor(method) {
      strike(method);
      return null;
    },
  });
}

/** The signal comes while the service is at the first call of a method. */
async function interruptedAt(wanted: RegExp, ...args: string[]): Promise<Said> {
  const controller = new AbortController();
  strike = (method) => {
    if (wanted.test(method)) controller.abort(new Interrupted('SIGINT'));
  };
  return await example.run(['apply', '--yes', ...args], { signal: controller.signal });
}

const AT_ONCE =
  'Interrupted: finishing the changes under way. A further signal, a second later or more, ends at once.\n';
const AT_THE_END = 'Interrupted. The changes under way were finished; run apply again for the rest.\n';

test('it says at once that it finishes what is under way, and at the end that it has', async () => {
  await open();

  const said = await interruptedAt(/^create/);

  expect(said).toMatchObject({ code: 130, stderr: `${AT_ONCE}${AT_THE_END}` });
});

test('it says neither with --quiet', async () => {
  await open();

  const said = await interruptedAt(/^create/, '--quiet');

  expect(said).toMatchObject({ code: 130, stderr: '' });
});

test('half a change is something that was written: a user that was moved, and could not be renamed any more', async () => {
  await open();
  await example.run(['apply', '--yes']);
  const { account, switches } = example.sandbox;
  const byEmail = (email: string) => account.nodes.find((node) => node.email === email);
  const wei = byEmail('wei.chen@corp.example');
  Object.assign(wei ?? {}, { parent: byEmail('rosa.iten@corp.example')?.parent, name: 'W. Chen' });
  switches.nameMaxLength = 3;

  const said = await interruptedAt(/^moveNode$/);

  expect(said.stdout).toMatch(/Apply: 0 of 1 change made, 1 failed/);
  expect(wei?.parent).toBe(byEmail('viktor.hugo@corp.example')?.parent);
  expect(said.code).toBe(130);
});
