import { expect, test } from '@jest/globals';
import { Secret } from '../../../../src/core/secret.ts';
import type { Observation } from '../../../../src/core/observation.ts';
import { newWordTokens } from '../../../../src/core/word-tokens.ts';
import { defaultSwitches, type SandboxSwitches } from '../../../../src/sandbox/rescue/switches.ts';
import { sandboxNode } from '../../../../src/sandbox/index.ts';
import { UNREAD } from '../../../../src/targets/rescue/observe/unread.ts';
import { ADA, DAY, TECHNICIANS, testAccount, withBench } from '../support.ts';

const TOKENS = newWordTokens(new Secret('a key of the tests, long enough'));

/** A group with a permission that may be hidden, a user with a line break in the description, and a link. */
function account() {
  return testAccount(
    sandboxNode({
      id: 400020,
      parent: TECHNICIANS,
      type: 'TechnicianGroup',
      name: 'Lan',
      permissions: ['ConnectOnLan'],
    }),
    sandboxNode({
      id: 400021,
      parent: DAY,
      type: 'Technician',
      name: 'Zoë',
      email: 'zoe@corp.example',
      description: 'one\ntwo',
    }),
  );
}

async function observed(switches: Partial<SandboxSwitches>): Promise<Observation> {
  const taken: Observation[] = [];
  await withBench({ account: account(), switches }, async ({ target, sandbox }) => {
    taken.push(await target.observe(TOKENS));

    expect(sandbox.log.filter(({ wrote }) => wrote)).toEqual([]);
  });
  const [observation] = taken;
  if (observation === undefined) throw new Error('nothing was observed');
  return observation;
}

/** Each position that reading can tell from the others, with the question that tells it and its answer. */
const SEEN: readonly (readonly [Partial<SandboxSwitches>, id: string, answer: unknown])[] = [
  [{ blankAfterColon: false }, 'blankAfterColon', false],
  [{ blankAfterColon: true }, 'blankAfterColon', true],
  [{ lineEnd: 'lf' }, 'lineEnd', 'lf'],
  [{ lineEnd: 'crlf' }, 'lineEnd', 'crlf'],
  [{ layout: 'lines' }, 'layout', 'lines'],
  [{ layout: 'oneLine' }, 'layout', 'oneLine'],
  [{ lineBreaksInValues: 'raw' }, 'lineBreaksInValues', 'raw'],
  // A blank in its place looks like any other blank.
  [{ lineBreaksInValues: 'blank' }, 'lineBreaksInValues', null],
  [{ treeEnd: 'lineBreaks' }, 'treeEnd', 'lineBreaks'],
  [{ treeEnd: 'none' }, 'treeEnd', 'none'],
  [{ rootListed: false }, 'rootListed', false],
  [{ rootListed: true }, 'rootListed', true],
  [{ strictAliases: 'none' }, 'strictAliases', 'none'],
  [{ strictAliases: 'node' }, 'strictAliases', 'node'],
  [{ strictAliases: 'nodeID' }, 'strictAliases', 'nodeID'],
  [{ hiddenPermission: '' }, 'hiddenPermission', true],
  // Whether nobody has it or it is hidden, nothing shows.
  [{ hiddenPermission: 'ConnectOnLan' }, 'hiddenPermission', null],
  [{ pollLimit: null }, 'pollLimit', null],
  [{ pollLimit: 5 }, 'pollLimit', 5],
  [{ errorNode: null }, 'errorNode', false],
  [{ errorNode: ADA }, 'errorNode', true],
  [{ goneUserWord: 'INVALIDPARAM_NODE' }, 'goneUserWord', 'INVALIDPARAM_NODE'],
  [{ goneUserWord: 'USER_IS_DELETED' }, 'goneUserWord', 'USER_IS_DELETED'],
];

test.each(SEEN)('%j: %s is %j', async (switches, id, answer) => {
  const { questions } = await observed(switches);

  expect(questions.find((one) => one.id === id)?.answer).toBe(answer);
});

test('every switch is recognised, or listed with the reason why no reading shows it', () => {
  const recognised = SEEN.flatMap(([switches]) => Object.keys(switches));
  const unread = UNREAD.map(({ id }) => id);
  const all = Object.keys(defaultSwitches());

  expect(all.filter((name) => !recognised.includes(name) && !unread.includes(name))).toEqual([]);
  expect(all.filter((name) => recognised.includes(name) && unread.includes(name))).toEqual([]);
});

test('where a form has two positions, a recording is a profile that says which one it is', async () => {
  const { profile } = await observed({ treeEnd: 'none', lineEnd: 'crlf', blankAfterColon: true, layout: 'oneLine' });

  expect(profile).toEqual({
    treeEnd: 'none',
    lineEnd: 'crlf',
    blankAfterColon: true,
    layout: 'oneLine',
    rootListed: false,
  });
});

test('each answer comes once, and every question has one', async () => {
  const { questions } = await observed({});
  const ids = questions.map(({ id }) => id);

  expect(new Set(ids).size).toBe(ids.length);
  expect(Object.fromEntries(questions.map(({ id, answer }) => [id, answer]))).toMatchObject({
    formBody: true,
    charset: 'utf-8',
    framing: 'length',
    accountFields: 'AccountID Organization AdminID TechID Email',
    treeFields: 'NodeID ParentID Name Email Description Status Type',
    userFields: 'NODEID NAME NICK EMAIL SSOID DESCRIPTION TYPE HASMOBILEADDON HASRPATADDON ISACCOUNTHOLDER STATUS',
    nodeNumbers: true,
    nodeAlone: false,
    severalNodes: false,
    addressLookup: true,
    addressCase: true,
    addressWord: 'INVALIDPARAM_EMAIL',
    self: 'administrator',
    listEnd: true,
    omittedFields: null,
  });
});

test('with e-mail and password it logs in once and out again, and records neither', async () => {
  const credentials = { kind: 'password', email: 'owner@corp.example', password: new Secret('Owner-Pass%1') } as const;
  await withBench({ account: account(), settings: { credentials } }, async ({ target, sandbox }) => {
    const { answers } = await target.observe(TOKENS);
    const methods = sandbox.log.map(({ method }) => method);

    expect(methods.filter((method) => method === 'login')).toHaveLength(1);
    expect(methods.at(-1)).toBe('logout');
    expect(answers.map(({ call }) => call)).not.toContain('login');
    expect(JSON.stringify(answers)).not.toContain('Pass%1');
  });
});
