import { type TestSettings } from '../targets/rescue/planner/builders.ts';
import { inspect } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import type { Loaded } from '../../src/config/load.ts';
import { CA_PEM, GOOD_FILE, withLine } from './files.ts';
import { codes, load } from './memory-inputs.ts';

const good = GOOD_FILE.join('\n');

function token(loaded: Loaded<TestSettings>): string | null {
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
    ['a file in a folder that a variable names', '${file:${SECRETS}/token}', 'from-run'],
    ['a file whose path a variable names', '${file:${TOKEN_FILE}}', 'from-file'],
    [
      'such a one among others',
      '${TOKEN}-${file:${SECRETS}/token}-${BIND}',
      'api-token-value-from-run-bind-password-value',
    ],
    ['a plain ${', 'a$${TOKEN}', 'a${TOKEN}'],
    ['a plain dollar sign', '$5 and $$', '$5 and $$'],
    ['what a variable holds is not read again', '${LITERAL}', 'x${TOKEN}'],
  ])('%s', async (_name, value, expected) => {
    const files = {
      '/etc/adsync/token.txt': 'from-file\n',
      '/run/secrets/token': 'from-run',
      '/etc/adsync/crlf.txt': '\uFEFFfrom-windows\r\n',
    };
    const env = {
      TOKEN: 'api-token-value',
      BIND: 'bind-password-value',
      LITERAL: 'x${TOKEN}',
      SECRETS: '/run/secrets',
      TOKEN_FILE: 'token.txt',
    };

    const loaded = await load(withLine(10, `  apiToken: '${value}'`), files, env);

    expect(token(loaded)).toBe(expected);
  });

  test.each([
    ['a missing variable', '${NOPE}', 'VARIABLE_MISSING 10:13'],
    ['one missing among several', '${TOKEN}${NOPE}', 'VARIABLE_MISSING 10:21'],
    ['a missing file', '${file:nope}', 'REFERENCE_FILE 10:13'],
    ['a file that is no text', '${file:binary}', 'REFERENCE_FILE 10:13'],
    ['a file that is too large', '${file:large}', 'REFERENCE_FILE 10:13'],
    ['a missing variable with a folder', '${file:${NOPE}/token}', 'VARIABLE_MISSING 10:13'],
    ['a missing file in such a folder', '${file:${TOKEN}/token}', 'REFERENCE_FILE 10:13'],
    ['a variable in the middle of a path', '${file:/run/${TOKEN}/x}', 'REFERENCE_FILE 10:13'],
    ['a folder without a name', '${file:${}/token}', 'REFERENCE_SYNTAX 10:13'],
    ['one bracket too few', '${file:${TOKEN}/token', 'REFERENCE_SYNTAX 10:13'],
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

  test('of a value stand each at its own place, however often one comes', async () => {
    const loaded = await load(withLine(10, "  apiToken: '${TOKEN}-${NOPE}-${TOKEN}-${NOPE}-${NADA}'"));

    expect(codes(loaded)).toEqual(['VARIABLE_MISSING 10:23', 'VARIABLE_MISSING 10:40', 'VARIABLE_MISSING 10:48']);
  });

  test('are at most twenty in one value', async () => {
    const twenty = await load(withLine(10, `  apiToken: ${'${TOKEN}'.repeat(20)}`));
    const more = await load(withLine(10, `  apiToken: ${'${TOKEN}'.repeat(21)}`));

    expect(codes(twenty)).toEqual([]);
    expect(codes(more)).toEqual(['REFERENCE_TOO_MANY 10:173']);
  });
});

describe('references stand only where nothing is printed', () => {
  const DIRECTORY = ['version: 1', 'directory:', '  type: file', '  path: directory.ldif', ...GOOD_FILE.slice(7)];
  const ENTRA_ID = '11111111-2222-3333-4444-555555555555';
  const env = { BIND: 'bind-password-value', TOKEN: 'api-token-value', OTHER: 'a-token-of-something-else' };

  test.each([
    ['a directory group', withLine(12, '    - directoryGroup: ${OTHER}'), 'REFERENCE_NOT_ALLOWED 12:23'],
    ['a Rescue group', withLine(13, '      rescueGroup: Technicians/${OTHER}'), 'REFERENCE_NOT_ALLOWED 13:32'],
    ['the address of the account', withLine(9, '  url: https://${OTHER}'), 'REFERENCE_NOT_ALLOWED 9:16'],
    ['a region', withLine(9, '  region: ${OTHER}'), 'REFERENCE_NOT_ALLOWED 9:11'],
    ['a domain controller', withLine(4, '  urls: ["ldaps://${OTHER}"]'), 'REFERENCE_NOT_ALLOWED 4:19'],
    ['the base', withLine(5, '  baseDN: DC=${OTHER}'), 'REFERENCE_NOT_ALLOWED 5:14'],
    ['the name that logs in', withLine(6, '  bindDN: ${OTHER}'), 'REFERENCE_NOT_ALLOWED 6:11'],
    ['an e-mail address', withLine(10, '  email: ${OTHER}\n  password: ${TOKEN}'), 'REFERENCE_NOT_ALLOWED 10:10'],
    [
      'a protected address',
      withLine(10, '  apiToken: ${TOKEN}\n  protect: ["${OTHER}"]'),
      'REFERENCE_NOT_ALLOWED 11:14',
    ],
    ['an approval', withLine(1, 'version: 1\napprove: ["${OTHER}"]'), 'REFERENCE_NOT_ALLOWED 2:12'],
    ['a limit', withLine(1, 'version: 1\nlimits: { disable: "${OTHER}" }'), 'REFERENCE_NOT_ALLOWED 2:21'],
    ['a duration', withLine(1, 'version: 1\nmaxPlanAge: ${OTHER}'), 'REFERENCE_NOT_ALLOWED 2:13'],
    ['a file', withLine(12, '    - directoryGroup: ${file:other}'), 'REFERENCE_NOT_ALLOWED 12:23'],
    ['what is no reference', withLine(12, '    - directoryGroup: ${'), 'REFERENCE_NOT_ALLOWED 12:23'],
    ['a misspelt secret', withLine(10, '  apiTokn: ${OTHER}'), 'UNKNOWN_KEY 10:3'],
    ['a misplaced secret', withLine(10, '  apiToken: ${TOKEN}\n  clientSecret: ${OTHER}'), 'UNKNOWN_KEY 11:3'],
    ['a key that nobody knows', withLine(1, 'version: 1\nx: ${OTHER}'), 'UNKNOWN_KEY 2:1'],
  ])('not in %s, and nothing is looked up for it', async (_name, text, expected) => {
    const loaded = await load(text, { '/etc/adsync/other': env.OTHER }, env);

    expect(codes(loaded)).toEqual([expected]);
    expect(JSON.stringify(loaded)).not.toContain(env.OTHER);
    expect(loaded.secrets.map((secret) => secret.reveal())).not.toContain(env.OTHER);
  });

  test('and a plain ${ may stand anywhere', async () => {
    const loaded = await load(withLine(12, '    - directoryGroup: A $${B}'));

    expect(loaded.ok && loaded.settings.rescue.mappings[0]?.parts[0]?.directoryGroup).toBe('A ${B}');
  });

  test('but in the path of the directory file, which plans and messages show as it is written', async () => {
    const text = DIRECTORY.with(3, '  path: ${OTHER}/directory.ldif').join('\n');

    const loaded = await load(text, {}, env);

    expect(loaded.ok && loaded.settings.directory).toEqual({
      type: 'file',
      path: '/etc/adsync/a-token-of-something-else/directory.ldif',
      shown: '${OTHER}/directory.ldif',
    });
  });

  test('but in the path of an authority, which is not shown', async () => {
    const text = withLine(7, '  bindPassword: ${BIND}\n  tls: { ca: "${OTHER}/ca.pem" }');

    const missing = await load(text, {}, env);
    const found = await load(text, { [`/etc/adsync/${env.OTHER}/ca.pem`]: CA_PEM }, env);

    expect(codes(missing)).toEqual(['CA_UNREADABLE 8:14']);
    expect(JSON.stringify(missing)).not.toContain(env.OTHER);
    expect(codes(found)).toEqual([]);
  });

  test('but in clientId, which can hold nothing but an id, and is masked then', async () => {
    const file = ['version: 1', 'directory:', '  type: entra', '  tenantId: corp.example', '  clientId: ${ID}'];
    const text = [...file, '  clientSecret: ${BIND}', ...GOOD_FILE.slice(7)].join('\n');

    const wrong = await load(text, {}, { ...env, ID: env.OTHER });
    const right = await load(text, {}, { ...env, ID: ENTRA_ID });

    expect(codes(wrong)).toEqual(['WRONG_VALUE 5:13']);
    expect(JSON.stringify(wrong)).not.toContain(env.OTHER);
    expect(right.secrets.map((secret) => secret.reveal())).toContain(ENTRA_ID);
  });
});

describe('a secret that came with something that is none of its own', () => {
  const SECRET = 'hunter2-Geheim';

  test.each([
    ['a blank before it', ` ${SECRET}`, 'SECRET_BLANKS'],
    ['a blank after it', `${SECRET} `, 'SECRET_BLANKS'],
    ['a tab after it', `${SECRET}\t`, 'SECRET_BLANKS'],
    ['a no-break space before it', `\u00a0${SECRET}`, 'SECRET_BLANKS'],
    ['a line break after it', `${SECRET}\n`, 'SECRET_BLANKS'],
    ['a line break in it', `${SECRET}\n${SECRET}`, 'SECRET_LINE_BREAK'],
    ['a carriage return in it', `${SECRET}\r\n${SECRET}`, 'SECRET_LINE_BREAK'],
    ['a zero-width space in it', `${SECRET}\u200b${SECRET}`, 'SECRET_LINE_BREAK'],
    ['quotation marks around it', `"${SECRET}"`, 'SECRET_QUOTED'],
    ['single quotes around it', `'${SECRET}'`, 'SECRET_QUOTED'],
    ['the name of a pipeline variable', '$(RESCUE.API_TOKEN)', 'SECRET_UNEXPANDED'],
    ['the name of a shell variable', '$RESCUE_API_TOKEN', 'SECRET_UNEXPANDED'],
    ['the same in brackets', '${RESCUE_API_TOKEN}', 'SECRET_UNEXPANDED'],
    ['the name of a Windows variable', '%RESCUE_API_TOKEN%', 'SECRET_UNEXPANDED'],
    ['the name of a PowerShell variable', '$env:RESCUE_API_TOKEN', 'SECRET_UNEXPANDED'],
    ['an expression of a workflow', '${{ secrets.RESCUE_API_TOKEN }}', 'SECRET_UNEXPANDED'],
    ['an expression of a template', '{{ rescue_token }}', 'SECRET_UNEXPANDED'],
  ])('%s is named at its reference, with the variable, and never shown', async (_name, value, code) => {
    const loaded = await load(withLine(10, '  apiToken: ${TOKEN}'), {}, { BIND: 'bind-password', TOKEN: value });

    expect(codes(loaded)).toEqual([`${code} 10:13`]);
    const [found] = loaded.ok ? [] : loaded.diagnostics;
    expect(found?.message).toMatch(/^The variable TOKEN, used for rescue\.apiToken, (?:holds|begins|stands)/);
    expect(JSON.stringify(found)).not.toContain(SECRET);
  });

  test('is named at the one of several references that brought it', async () => {
    const env = { BIND: 'bind-password', TOKEN: 'x', LAST: 'x ' };

    const loaded = await load(withLine(10, '  apiToken: ${TOKEN}-${LAST}'), {}, env);

    expect(codes(loaded)).toEqual(['SECRET_BLANKS 10:22']);
  });

  test('is named in a file, where one line break at the end is nothing special and two are', async () => {
    const text = withLine(10, '  apiToken: ${file:token}');

    const one = await load(text, { '/etc/adsync/token': `${SECRET}\r\n` });
    const two = await load(text, { '/etc/adsync/token': `${SECRET}\n\n` });

    expect(token(one)).toBe(SECRET);
    expect(codes(two)).toEqual(['SECRET_BLANKS 10:13']);
    expect(two.ok ? '' : two.diagnostics[0]?.message).toMatch(/^The file token, used for rescue\.apiToken, begins or/);
  });

  test.each([
    ['the password of the directory', withLine(7, "  bindPassword: ' ${BIND}'"), 'SECRET_BLANKS 7:19'],
    [
      'a first password',
      withLine(10, '  apiToken: ${TOKEN}\n  newUsers: { password: "$(START)" }'),
      /UNEXPANDED 11:25/,
    ],
    [
      'a secret of a stand-in',
      withLine(9, '  url: sandbox:a.json').replace('${TOKEN}', '"\'x\'"'),
      'SECRET_QUOTED 10:13',
    ],
  ])('is named in %s that stands in the file itself', async (_name, text, expected) => {
    const loaded = await load(text);

    expect(codes(loaded)).toContainEqual(expect.stringMatching(expected));
    expect(loaded.ok).toBe(false);
  });

  test.each([
    ['pa$$word'],
    ['$5'],
    ['50%'],
    ['a%b%c'],
    ['it"s'],
    ['"'],
    ['{a}'],
    ['$(a b)'],
    ['Grüße, Welt'],
    ['$Sommer26'],
  ])('%s is a secret as any other', async (value) => {
    const loaded = await load(GOOD_FILE.join('\n'), {}, { BIND: 'bind-password', TOKEN: value });

    expect(token(loaded)).toBe(value);
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

describe('a short secret', () => {
  test('is a warning at its place, from eight characters on it is none, and not for a stand-in', async () => {
    const short = await load(good, {}, { BIND: '1234567', TOKEN: '12345678' });
    const standIn = await load(good.replace('region: us', 'url: sandbox:a.json'), {}, { BIND: '12345678', TOKEN: 'x' });

    expect(codes(short)).toEqual(['SECRET_SHORT 7:17']);
    expect(short.ok).toBe(true);
    expect(codes(standIn)).toEqual([]);
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
    ['through a variable in a wrong path', withLine(7, '  bindPassword: ${BIND}\n  tls: { ca: "${OTHER}" }')],
    ['after a key that is none', withLine(10, `  newUsers: { [a]: 1, password: ${SECRET} }`)],
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
