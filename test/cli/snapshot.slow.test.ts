import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Plan } from '../../src/plan/model.ts';
import { snapshotDigest } from '../../src/snapshot/save.ts';
import { type Example, openExample } from './example.ts';
import type { Said } from './fake-host.ts';

/** The company of the examples, whose account is served, and snapshots of it. */

let example: Example;

beforeEach(async () => {
  example = await openExample();
});

afterEach(async () => {
  await example.close();
});

const KEY = { ADSYNC_PSEUDONYM_KEY: 'a key of the tests, long enough!' };

/** A plan as it is printed, without the moment at which it was made. */
function undated(json: string): string {
  return json.replace(/"createdAt": "[^"]*"/, '');
}

function planFrom(file: string, ...more: string[]): Promise<Said> {
  return example.run(['plan', '--json', '--from', file, ...more]);
}

async function changed(change: (document: Record<string, unknown>) => void, seal = true): Promise<Said> {
  const path = join(example.path, 's.json');
  const document = JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>;
  change(document);
  if (seal) document['digest'] = snapshotDigest(document);
  await writeFile(path, JSON.stringify(document));
  return planFrom('s.json');
}

describe('a plan from a snapshot', () => {
  test('counts what earlier runs did, and what is kept sealed by a key stays so without the key', async () => {
    const key = 'LINK_KEY'.repeat(4);
    const yaml = (text: string): string =>
      text
        .replace('version: 1', 'version: 1\nlimits: { disable: 2 }')
        .replace('  protect:', '  linkKey: ${LINK_KEY}\n  protect:');
    await example.edit('sync.yaml', yaml);
    const env = { LINK_KEY: key };
    await example.run(['apply', '--yes'], { env });
    const live = await example.run(['plan', '--json'], { env });
    await example.run(['snapshot', 's.json'], { env });

    expect(undated((await planFrom('s.json')).stdout)).toBe(undated(live.stdout));
    expect((JSON.parse(live.stdout) as Plan).notices.map(({ code }) => code)).toContain('HELD');
    expect(await readFile(join(example.path, 's.json'), 'utf8')).not.toContain(key);
  });

  test('takes nobody of a group for absent that the snapshot does not hold, unless it was asked for', async () => {
    await example.run(['snapshot', 's.json']);
    await example.run(['snapshot', 'more.json', '--group', 'All Staff']);
    await example.edit('sync.yaml', (text) =>
      text.replace('directoryGroup: Field Support', 'directoryGroup: All Staff'),
    );
    const [less, more, live] = [
      await planFrom('s.json'),
      await planFrom('more.json'),
      await example.run(['plan', '--json']),
    ];

    const plan = JSON.parse(less.stdout) as Plan;
    expect(less.code).toBe(1);
    expect(plan.notices.filter(({ severity }) => severity === 'error')).toMatchObject([
      { code: 'SNAPSHOT_LACKS_GROUP', line: expect.any(Number), text: expect.stringContaining('--group') },
    ]);
    expect(plan.changes.filter(({ evidence }) => evidence === 'absence')).toEqual([]);
    expect(undated(more.stdout)).toBe(undated(live.stdout));
  });

  test('finds a group inside a mapped one by its DN', async () => {
    await example.run(['snapshot', 's.json']);
    const dn = 'CN=Network,OU=Groups,DC=corp,DC=example';
    await example.edit('sync.yaml', (text) => text.replace('directoryGroup: Field Support', `directoryGroup: ${dn}`));

    const live = await example.run(['plan', '--json']);
    expect(undated((await planFrom('s.json')).stdout)).toBe(undated(live.stdout));
  });
});

describe('a snapshot is refused', () => {
  beforeEach(async () => {
    await example.run(['snapshot', 's.json']);
  });

  test.each<[string, string, Parameters<typeof changed>[0], boolean]>([
    ['SNAPSHOT_ALTERED', 'altered', (document) => Object.assign(document, { takenAt: '2020-01-01T00:00:00Z' }), false],
    [
      'SNAPSHOT_VERSION',
      'of another format',
      (document) => Object.assign(document, { format: 'adsync.snapshot/2' }),
      true,
    ],
    ['SNAPSHOT_NOT_ONE', 'with a key that there is not', (document) => Object.assign(document, { more: 1 }), true],
    ['SNAPSHOT_INVALID', 'without a member', (document) => people(document).splice(0, 1), true],
    ['SNAPSHOT_INVALID', 'with a person twice', (document) => people(document).push(people(document)[0]), true],
    [
      'SNAPSHOT_LACKS_TARGET',
      'of another target',
      (document) => Object.assign(target(document), { type: 'toy' }),
      true,
    ],
    [
      'SNAPSHOT_OTHER_ACCOUNT',
      'of another account',
      (document) => Object.assign(target(document), { url: 'https://a.b' }),
      true,
    ],
    ['SNAPSHOT_INVALID', 'with half a tree', (document) => nodes(document).splice(3, 1), true],
  ])('%s: %s', async (code, _what, change, seal) => {
    const said = await changed(change, seal);

    expect(said.code).toBe(1);
    expect(said.stderr).toContain(code);
    expect(said.stdout).toBe('');
  });

  test('SNAPSHOT_NOT_ONE: cut off; SNAPSHOT_UNREADABLE: not there; SNAPSHOT_OTHER_DIRECTORY: another directory', async () => {
    const path = join(example.path, 's.json');
    const text = await readFile(path, 'utf8');
    await writeFile(join(example.path, 'half.json'), text.slice(0, text.length / 2));
    expect((await planFrom('half.json')).stderr).toContain('SNAPSHOT_NOT_ONE');
    const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
    await writeFile(join(example.path, 'deep.json'), `{"format":"adsync.snapshot/1","digest":"","more":${deep}}`);
    expect((await planFrom('deep.json')).stderr).toContain('SNAPSHOT_NOT_ONE');
    expect((await planFrom('none.json')).stderr).toContain('SNAPSHOT_UNREADABLE');
    const said = await changed((document) => Object.assign(document['directory'] as object, { type: 'ldap' }));
    expect(said.stderr).toContain('SNAPSHOT_OTHER_DIRECTORY');
  });

  test('FROM_NOT_SAVED: a plan from it is not saved, and a foreign file is not replaced', async () => {
    const saved = await planFrom('s.json', '--out', 'plan.json');
    const other = await example.run(['snapshot', 'sync.yaml']);
    const again = await example.run(['snapshot', 's.json']);

    expect([saved.code, other.code, again.code]).toEqual([1, 1, 0]);
    expect(saved.stderr).toContain('FROM_NOT_SAVED');
    expect(other.stderr).toContain('OUTPUT_NOT_OURS');
  });
});

function people(document: Record<string, unknown>): unknown[] {
  return (document['directory'] as { people: unknown[] }).people;
}

function target(document: Record<string, unknown>): Record<string, unknown> {
  return (document['targets'] as Record<string, unknown>[])[0] ?? {};
}

function nodes(document: Record<string, unknown>): unknown[] {
  return (target(document)['account'] as { groups: unknown[] }).groups;
}

describe('--pseudonymise', () => {
  test('leaves nothing that tells who somebody is, and gives the same tokens for the same key', async () => {
    await example.run(['snapshot', 's.json']);
    await example.run(['snapshot', 'p.json', '--pseudonymise'], { env: KEY });
    await example.run(['snapshot', 'q.json', '--pseudonymise'], { env: KEY });
    const text = (name: string): Promise<string> => readFile(join(example.path, name), 'utf8');
    const [plain, hidden, again] = [await text('s.json'), await text('p.json'), await text('q.json')];

    const telling = tellingTexts(JSON.parse(plain) as Record<string, unknown>);
    const values = valuesOf(JSON.parse(hidden)).join('\n').toLowerCase();
    expect(telling.length).toBeGreaterThan(200);
    expect(telling.filter((one) => forms(one).some((form) => form.test(values)))).toEqual([]);
    expect(forms('Ada').some((form) => form.test('"ada" '))).toBe(true);
    expect(hidden).not.toContain(KEY.ADSYNC_PSEUDONYM_KEY);
    expect(undatedSnapshot(again)).toBe(undatedSnapshot(hidden));
  });

  test('plans the same, and protects whom the file protects', async () => {
    await example.edit('sync.yaml', (text) =>
      text.replace('[night.watch@partner.example]', '[grace.hopper@*, "*ght.watch@partner.example"]'),
    );
    await example.run(['snapshot', 'p.json', '--pseudonymise'], { env: KEY });
    const live = JSON.parse((await example.run(['plan', '--json'])).stdout) as Plan;
    const hidden = JSON.parse((await planFrom('p.json')).stdout) as Plan;
    expect(hidden.summary).toEqual(live.summary);

    await example.edit('sync.yaml', (text) => text.replace('[grace', '[new@corp.example, grace'));
    const later = JSON.parse((await planFrom('p.json')).stdout) as Plan;
    expect(later.notices.find(({ code }) => code === 'SNAPSHOT_PROTECT_UNKNOWN')).toMatchObject({
      subject: 'new@corp.example',
      line: 15,
    });
  });

  test.each([
    ['PSEUDONYM_KEY_MISSING', {}],
    ['PSEUDONYM_KEY_UNFIT', { ADSYNC_PSEUDONYM_KEY: 'short' }],
    ['PSEUDONYM_KEY_UNFIT', { ADSYNC_PSEUDONYM_KEY: `${KEY.ADSYNC_PSEUDONYM_KEY} ` }],
  ])('%s', async (code, env) => {
    const said = await example.run(['snapshot', 'p.json', '--pseudonymise'], { env });

    expect(said.code).toBe(1);
    expect(said.stderr).toContain(code);
    expect(said.stderr).not.toContain('short"');
  });
});

function undatedSnapshot(text: string): string {
  return text.replace(/"(takenAt|digest)": "[^"]*"/g, '');
}

/** Every text of a document, but the words of the format itself. */
function valuesOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) => (['is', 'state', 'kind'].includes(key) ? [] : valuesOf(one)));
}

/** Names, words of names, addresses and their parts, ids and DN parts of everybody in a plain snapshot. */
function tellingTexts(document: Record<string, unknown>): string[] {
  const { users } = target(document)['account'] as { users: Record<string, unknown>[] };
  const { groups } = document['directory'] as { groups: Record<string, unknown>[] };
  const plainGroups = groups.map(({ name, label, id }) => [name, label, id]);
  const readable = JSON.stringify([document['config'], plainGroups, nodes(document)]).toLowerCase();
  const texts = [...(people(document) as Record<string, unknown>[]), ...users].flatMap((one) =>
    ['name', 'mail', 'upn', 'email', 'label', 'id'].flatMap((key) => {
      const text = one[key];
      return typeof text === 'string' ? [text, ...text.split(/[\s@,=.]+/)] : [];
    }),
  );
  return [...new Set(texts)].filter((text) => text.length >= 4 && !readable.includes(text.toLowerCase()));
}

/**
 * A text as it may stand in a file: in small letters, escaped, as base64, as part of an address. Short words are looked for
 * as words: tokens have all sorts of letters in them.
 */
function forms(text: string): RegExp[] {
  const base64 = Buffer.from(text).toString('base64').replace(/=+$/, '');
  const json = JSON.stringify(text).slice(1, -1);
  const literal = (form: string): string => form.toLowerCase().replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  const written = [text, json, encodeURIComponent(text)].map((form) =>
    form.length < 7 ? `(?<!\\p{L})${literal(form)}(?!\\p{L})` : literal(form),
  );
  return [...written, literal(base64.slice(0, Math.max(6, base64.length - 2)))].map((form) => new RegExp(form, 'u'));
}
