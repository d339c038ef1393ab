import { inspect } from 'node:util';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { Json } from '../../../src/directory/entra/json.ts';
import type { EntraWorld } from '../../../src/directory/entra/outside-world.ts';
import type { GraphFault } from '../../../src/sandbox/graph/index.ts';
import { failureOf } from '../failure-of.ts';
import { at, company, sentDuring } from './company.ts';
import { closeAll, type Lab, newLab } from './fixture.ts';

afterEach(closeAll);

const SENTENCE = expect.stringMatching(/^[A-Z].*\.$/);

describe('nobody can tell what has changed', () => {
  test.each<[string, GraphFault]>([
    ['where everything is to be read anew', { kind: 'gone', path: 'users/delta' }],
    ['where the link leads to a page of another host', { kind: 'foreignLink', path: 'groups/delta' }],
    ['where the pages go in a circle', { kind: 'repeatedLink', path: 'groups/delta' }],
    ['where the pages have no end', { kind: 'lostLink', path: 'users/delta' }],
    ['where a page holds no list', { kind: 'noValue', path: 'groups/delta' }],
    ['without the right any more', { kind: 'forbidden', path: 'users/delta' }],
    ['where no answer comes', { kind: 'error503', path: 'users/delta' }],
    ['where nothing is let through', { kind: 'throttled', path: 'users/delta', retryAfter: 400 }],
    ['where memberships are not told', { kind: 'forbidden', path: 'memberOf' }],
  ])('%s', async (_what, fault) => {
    const lab = await newLab(company());
    const marked = await lab.settled(['Desk']);
    at(lab.sandbox.tenant.users, 5).displayName = 'Eve';
    lab.sandbox.faults.push(fault);

    expect(await lab.since(marked)).toEqual({ kind: 'unknown', why: SENTENCE });
  });

  test('after a week', async () => {
    const lab = await newLab(company());
    const marked = await lab.settled(['Desk']);

    lab.world.tick(7 * 86_400_000);

    expect(await lab.since(marked)).toMatchObject({ kind: 'unknown' });
  });

  test('by a mark of another directory', async () => {
    const lab = await newLab(company());
    const { reading } = await lab.settled(['Desk']);

    const mark = { type: 'entra', until: null } as const;
    expect(await lab.since({ reading, mark, why: null })).toMatchObject({ kind: 'unknown' });
  });

  test('and the token goes to no other host', async () => {
    const lab = await newLab(company());
    const marked = await lab.settled(['Desk']);

    const settings = { graphUrl: lab.sandbox.url.replace('localhost', '127.0.0.1') };
    const sent = await sentDuring(lab, async () => {
      expect(await lab.since(marked, { settings })).toMatchObject({ kind: 'unknown' });
    });
    expect(sent).toEqual([]);
  });

  test('without a network', async () => {
    const lab = await newLab(company());
    const marked = await lab.settled(['Desk']);
    lab.sandbox.faults.push({ kind: 'unauthorized' });

    expect(await failureOf(lab.since(marked))).toMatchObject({ code: 'ENTRA_TOKEN_REFUSED' });
  });
});

/** A way to the network on which the answers to some requests are changed. */
function spoilt({ world }: Lab, path: RegExp, edit: (body: Json) => unknown): EntraWorld['fetch'] {
  return async (input, init) => {
    const answer = await world.fetch(input, init);
    if (!path.test(new URL(input instanceof Request ? input.url : input).pathname)) return answer;
    return Response.json(edit((await answer.json()) as Json));
  };
}

describe('an odd answer hides nothing', () => {
  const memberOf = /memberOf$/;
  const users = /users.delta$/;

  test.each<[string, RegExp, (body: Json) => unknown, string]>([
    ['an entry without an id', users, (body) => ({ ...body, value: [{ displayName: 'X' }] }), 'unknown'],
    ['an entry that is none', users, (body) => ({ ...body, value: ['X'] }), 'unknown'],
    [
      'a last link that leads elsewhere',
      users,
      (body) => ({ ...body, '@odata.deltaLink': 'https://x.example/' }),
      'unknown',
    ],
    ['a next link that is none', users, (body) => ({ ...body, '@odata.nextLink': 7 }), 'unknown'],
    ['groups without a list', memberOf, () => ({}), 'changed'],
    ['groups on another page', memberOf, (body) => ({ ...body, '@odata.nextLink': 'x' }), 'changed'],
    ['a group without an id', memberOf, (body) => ({ ...body, value: [{}] }), 'changed'],
    ['nothing odd', memberOf, (body) => body, 'same'],
  ])('%s', async (_what, path, edit, kind) => {
    const lab = await newLab(company());
    const marked = await lab.settled(['Desk']);
    at(lab.sandbox.tenant.users, 5).displayName = 'Eve';

    expect(await lab.since(marked, { fetch: spoilt(lab, path, edit) })).toMatchObject({ kind });
  });

  test('somebody who is gone before their groups were asked for', async () => {
    const lab = await newLab(company());
    const marked = await lab.settled(['Desk']);
    const { users: list } = lab.sandbox.tenant;
    at(list, 5).displayName = 'Eve';

    const fetch = spoilt(lab, users, (body) => {
      list.splice(5, 1);
      return body;
    });
    expect(await lab.since(marked, { fetch })).toEqual({ kind: 'same' });
  });
});

/** The Graph client reads an address in its own way, which is not that of the platform. */
test.each<[string, (link: string) => string]>([
  ['in capitals, with another address in it', (link) => `${link.replace('https:', 'HTTPS:')}&x=https://graph.invalid/`],
  [
    'with one slash, and another address in it',
    (link) => `${link.replace('https://', 'https:/')}&x=https://graph.invalid/`,
  ],
  ['with backslashes', (link) => `${link.replace('https://', 'https:\\\\')}&x=https://graph.invalid/`],
  ['with a password', (link) => link.replace('https://', 'https://:secret@')],
  ['with a blank before it', (link) => ` ${link}&x=https://graph.invalid/`],
])('a link %s is not followed', async (_what, edit) => {
  const lab = await newLab(company());
  const asked: string[] = [];
  const fetch: EntraWorld['fetch'] = (input, init) => {
    asked.push(input instanceof Request ? input.url : String(input));
    return spoilt(lab, /delta$/, (body) => ({ ...body, '@odata.deltaLink': edit(String(body['@odata.deltaLink'])) }))(
      input,
      init,
    );
  };

  expect(await lab.settled(['Desk'], { fetch })).toMatchObject({ mark: null, why: SENTENCE });
  const hosts = new Set(asked.map((url) => new URL(url).host));
  expect([...hosts]).toEqual([new URL(lab.sandbox.url).host]);
});

test('no token that a service repeats in an error is shown', async () => {
  const lab = await newLab(company());
  const marked = await lab.settled(['Desk']);
  const tokens: string[] = [];
  const fetch: EntraWorld['fetch'] = (input, init) => {
    const url = input instanceof Request ? input.url : String(input);
    if (!/deltatoken/i.test(url)) return lab.world.fetch(input, init);
    tokens.push(new URL(url).searchParams.get('$deltatoken') ?? '');
    return Promise.resolve(Response.json({ error: { code: 'X', message: `no answer from ${url}` } }, { status: 503 }));
  };

  expect(await lab.since(marked, { fetch })).toMatchObject({ kind: 'unknown' });
  expect(tokens.length).toBeGreaterThan(2);
  for (const token of tokens) expect(lab.said.join('\n')).not.toContain(token);
});

test('no token of a link is ever shown', async () => {
  const lab = await newLab(company());
  const marked = await lab.settled(['Desk']);
  lab.sandbox.faults.push({ kind: 'error503', path: 'users/delta' });
  const since = await lab.since(marked);

  const tokens = lab.sandbox.log.flatMap(({ query }) => query['$deltatoken'] ?? []);
  expect(tokens.length).toBeGreaterThan(0);
  const shown = [inspect(marked.mark, { depth: null, showHidden: true }), JSON.stringify(marked.mark), ...lab.said];
  for (const token of tokens) expect([...shown, JSON.stringify(since)].join('\n')).not.toContain(token);
});
