import { inspect } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import type { Loaded } from '../../src/config/load.ts';
import { GOOD_FILE, withLine } from './files.ts';
import { codes, load } from './memory-world.ts';

const good = GOOD_FILE.join('\n');

function token(loaded: Loaded): string | null {
  if (!loaded.ok || loaded.settings.rescue.credentials.kind !== 'token') return null;
  return loaded.settings.rescue.credentials.token.reveal();
}

describe('references', () => {
  test.each([
    ['a variable', '${TOKEN}', 'api-token-value'],
    ['several in one value', '${TOKEN}-${BIND}!', 'api-token-value-bind-password-value!'],
    ['a file beside the YAML file', '${file:token.txt}', 'from-file'],
    ['a file elsewhere', '${file:/run/secrets/token}', 'from-run'],
    ['a file written on Windows', '${file:crlf.txt}', 'from-windows'],
    ['a plain ${', 'a$${TOKEN}', 'a${TOKEN}'],
    ['a plain dollar sign', '$5 and $$', '$5 and $$'],
    ['what a variable holds is not read again', '${LITERAL}', 'x${TOKEN}'],
  ])('%s', async (_name, value, expected) => {
    const files = {
      '/etc/adsync/token.txt': 'from-file\n',
      '/run/secrets/token': 'from-run',
      '/etc/adsync/crlf.txt': '\uFEFFfrom-windows\r\n',
    };
    const env = { TOKEN: 'api-token-value', BIND: 'bind-password-value', LITERAL: 'x${TOKEN}' };

    const loaded = await load(withLine(10, `  apiToken: '${value}'`), files, env);

    expect(token(loaded)).toBe(expected);
  });

  test.each([
    ['a missing variable', '${NOPE}', 'VARIABLE_MISSING 10:13'],
    ['one missing among several', '${TOKEN}${NOPE}', 'VARIABLE_MISSING 10:21'],
    ['a missing file', '${file:nope}', 'REFERENCE_FILE 10:13'],
    ['a file that is no text', '${file:binary}', 'REFERENCE_FILE 10:13'],
    ['a file that is too large', '${file:large}', 'REFERENCE_FILE 10:13'],
    ['no name', '${}', 'REFERENCE_SYNTAX 10:13'],
    ['no file name', '${file:}', 'REFERENCE_SYNTAX 10:13'],
    ['a name with a blank', '${MY TOKEN}', 'REFERENCE_SYNTAX 10:13'],
    ['no closing bracket', '${TOKEN', 'REFERENCE_SYNTAX 10:13'],
    ['an empty variable', '${EMPTY}', 'SECRET_EMPTY 10:13'],
    ['an empty file', '${file:empty}', 'SECRET_EMPTY 10:13'],
  ])('%s is an error at its place', async (_name, value, expected) => {
    const files = {
      '/etc/adsync/binary': Uint8Array.of(0xff, 0xfe, 0x00),
      '/etc/adsync/large': 'x'.repeat(65_537),
      '/etc/adsync/empty': '\n',
    };
    const env = { TOKEN: 'api-token-value', BIND: 'bind-password-value', EMPTY: '' };

    const loaded = await load(withLine(10, `  apiToken: ${value}`), files, env);

    expect(codes(loaded)).toEqual([expected]);
  });

  test('work in every text, not only in secrets', async () => {
    const loaded = await load(
      withLine(5, '  baseDN: DC=${DOMAIN},DC=example'),
      {},
      { BIND: 'x', TOKEN: 'y', DOMAIN: 'corp' },
    );

    expect(loaded.ok && loaded.settings.directory).toMatchObject({ baseDN: 'DC=corp,DC=example' });
  });
});

describe('a secret written in the file', () => {
  test.each([
    ['a token', 10, '  apiToken: written-in-clear', ['SECRET_IN_FILE 10:13']],
    ['a password', 7, '  bindPassword: written-in-clear', ['SECRET_IN_FILE 7:17']],
    ['a first password', 10, '  apiToken: ${TOKEN}\n  newUsers: { password: Welcome1 }', ['SECRET_IN_FILE 11:25']],
    ['a random first password', 10, '  apiToken: ${TOKEN}\n  newUsers: { password: random }', []],
    ['a reference', 10, '  apiToken: ${TOKEN}', []],
  ])('%s', async (_name, line, text, expected) => {
    const loaded = await load(withLine(line, text));

    expect(loaded.ok).toBe(true);
    expect(codes(loaded)).toEqual(expected);
  });

  test.each([['sandbox:account.json'], ['http://127.0.0.1:8080'], ['http://localhost:1'], ['http://[::1]:1']])(
    'is fine for the stand-in %s',
    async (url) => {
      const loaded = await load(good.replace('region: us', `url: ${url}`).replace('${TOKEN}', 'written-in-clear'));

      expect(codes(loaded)).toEqual([]);
    },
  );

  test('is still a warning for the directory of a stand-in', async () => {
    const loaded = await load(good.replace('region: us', 'url: sandbox:a.json').replace('${BIND}', 'written-in-clear'));

    expect(codes(loaded)).toEqual(['SECRET_IN_FILE 7:17']);
  });
});

describe('no diagnostic shows a secret', () => {
  const SECRET = 'hunter2-Geheim';
  const env = { BIND: SECRET, TOKEN: `${SECRET}-token`, OTHER: `${SECRET}-other` };

  test.each([
    ['a literal with a warning', withLine(7, `  bindPassword: ${SECRET}`)],
    ['in quotation marks', withLine(7, `  bindPassword: "${SECRET}"`)],
    ['over several lines', withLine(7, `  bindPassword: |\n    ${SECRET}\n    ${SECRET}`)],
    ['on the next line', withLine(7, `  bindPassword:\n    ${SECRET}`)],
    ['of a wrong type', withLine(10, `  apiToken: [${SECRET}]`)],
    ['in a map', withLine(10, `  apiToken: { value: ${SECRET} }`)],
    [
      'beside another fault on its line',
      withLine(10, `  apiToken: ${SECRET}\n  newUsers: { password: ${SECRET}, foo: 1 }`),
    ],
    ['before a fault on its line', withLine(10, `  newUsers: { foo: 1, password: ${SECRET}, bar: 2 }`)],
    ['twice', withLine(10, `  apiToken: a\n  newUsers: { password: ${SECRET}, password: x${SECRET}, foo: 1 }`)],
    ['under a misspelt key', withLine(10, `  apiTokn: ${SECRET}`)],
    ['under an unknown key', withLine(10, `  authcode: ${SECRET}`)],
    ['under an anchor', withLine(1, `version: 1\nx: &s ${SECRET}`).replace('${BIND}', '*s')],
    ['in an address', withLine(9, `  url: https://me:${SECRET}@rescue.example`)],
    ['through a variable in a faulty text', withLine(9, '  url: http://${OTHER}/x')],
    ['through a variable in a wrong choice', withLine(9, '  region: ${OTHER}')],
    ['through a variable in a wrong path', withLine(13, '      rescueGroup: ${OTHER}')],
    [
      'through a variable in a wrong duration',
      withLine(7, '  bindPassword: ${BIND}\n  timeouts: { connect: "${OTHER}" }'),
    ],
    ['with its quotation mark left open', withLine(10, `  apiToken: "${SECRET}`)],
    ['with its quotation mark left open before more', withLine(10, `  apiToken: "${SECRET}\n${SECRET}"`)],
    ['before something superfluous', withLine(10, `  apiToken: "${SECRET}" ${SECRET}`)],
    ['with a bad escape', withLine(10, `  apiToken: "${SECRET}\\q"`)],
    ['behind a reserved character', withLine(10, `  apiToken: @${SECRET}`)],
    ['behind a tag', withLine(10, `  apiToken: !${SECRET} ${SECRET}`)],
    ['as a block scalar header', withLine(10, `  apiToken: |${SECRET}`)],
    ['as an alias', withLine(10, `  apiToken: *${SECRET}`)],
    ['with a colon', withLine(10, `  apiToken: ${SECRET}: ${SECRET}`)],
    ['in broken brackets', withLine(10, `  newUsers: { password: ${SECRET}, foo ]`)],
    ['in a file that is no map', `- password: ${SECRET}\n- apiToken: ${SECRET}\n- [`],
  ])('%s', async (_name, text) => {
    const loaded = await load(text, {}, env);

    const found = loaded.ok ? loaded.warnings : loaded.diagnostics;
    expect(found.length).toBeGreaterThan(0);
    expect(JSON.stringify(found)).not.toContain(SECRET);
  });

  test('nor does the result, however it is printed', async () => {
    const loaded = await load(good, {}, env);

    expect(loaded.ok).toBe(true);
    expect(JSON.stringify(loaded)).not.toContain(SECRET);
    expect(inspect(loaded, { depth: null, showHidden: true })).not.toContain(SECRET);
  });

  test('the values to keep back are named also when the file is faulty', async () => {
    const loaded = await load(withLine(1, 'version: 2'), {}, env);

    expect(loaded.ok).toBe(false);
    expect(loaded.secrets.map((secret) => secret.reveal())).toEqual([SECRET, `${SECRET}-token`]);
  });

  test('the mark stays under the fault when a value before it is blotted out', async () => {
    const loaded = await load(
      withLine(10, `  apiToken: \${TOKEN}\n  newUsers: { password: ${SECRET}, foo: 1 }`),
      {},
      env,
    );

    const source = loaded.ok ? null : loaded.diagnostics.find(({ code }) => code === 'UNKNOWN_KEY')?.source;
    expect(source).toEqual({ text: '  newUsers: { password: ***, foo: … }', caret: 30 });
  });
});
