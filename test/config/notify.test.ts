import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { NOTIFY_EVENTS } from '../../src/core/settings.ts';
import { CA_PEM, ENV, GOOD_FILE } from './files.ts';
import { codes, load } from './memory-inputs.ts';

const HOOK = 'https://hooks.example/services/T0/B0/very-secret';
const env = { ...ENV, HOOK, SMTP: 'smtp-password-value', AUTH: 'Bearer a-token-value' };
const WEBHOOK = ['  webhooks:', '    - address: ${HOOK}', '      format: json'];
const MAIL = ['  mail:', '    host: smtp.corp.example', '    from: adsync@corp.example', '    to: [it@corp.example]'];

function loadNotify(lines: readonly string[], more: Readonly<Record<string, string>> = {}) {
  const files = { '/etc/adsync/ca.pem': CA_PEM };
  return load([...GOOD_FILE, 'notify:', ...lines].join('\n'), files, { ...env, ...more });
}

/** Line of the first entry below `notify:`. */
const AT = GOOD_FILE.length + 2;

describe('notify', () => {
  test('has defaults', async () => {
    const loaded = await loadNotify([...WEBHOOK, ...MAIL]);

    expect(loaded.ok && loaded.settings.notify).toMatchObject({
      names: false,
      spacing: 60_000,
      ca: null,
      webhooks: [{ format: 'json', template: null, authorization: null, events: NOTIFY_EVENTS }],
      mail: {
        host: 'smtp.corp.example',
        port: 587,
        security: 'starttls',
        credentials: null,
        from: 'adsync@corp.example',
        to: ['it@corp.example'],
        events: NOTIFY_EVENTS,
      },
    });
  });

  test('takes secrets from outside, and they are masked', async () => {
    const secrets = ['      authorization: ${AUTH}', '  tls: { ca: ca.pem }', ...MAIL];
    const loaded = await loadNotify([...WEBHOOK, ...secrets, '    user: adsync', '    password: ${SMTP}']);
    const notify = loaded.ok ? loaded.settings.notify : undefined;

    expect(codes(loaded)).toEqual([]);
    expect(notify?.webhooks[0]?.address.reveal()).toBe(HOOK);
    expect(notify?.mail?.credentials?.password.reveal()).toBe(env.SMTP);
    expect(notify?.ca).toBe(CA_PEM);
    expect(loaded.secrets.map((secret) => secret.reveal())).toEqual(expect.arrayContaining([HOOK, env.AUTH, env.SMTP]));
  });

  test.each([
    ['tls', 465],
    ['none', 25],
  ])('security: %s has its own port', async (security, port) => {
    const loaded = await loadNotify([...MAIL, `    security: ${security}`]);

    expect(loaded.ok && loaded.settings.notify?.mail?.port).toBe(port);
  });

  test('names nobody: nobody is told', async () => {
    const loaded = await loadNotify(['  names: true']);

    expect(loaded.ok && loaded.settings.notify).toBeUndefined();
  });

  test('knows the events of the schema', () => {
    const schema = JSON.parse(readFileSync('src/config/file.schema.json', 'utf8')) as {
      readonly $defs: { readonly notifyEvents: { readonly items: { readonly enum: readonly string[] } } };
    };

    expect(schema.$defs.notifyEvents.items.enum).toEqual(NOTIFY_EVENTS);
  });
});

describe('faults of notify stand at their place', () => {
  const webhook = (...more: string[]): string[] => [...WEBHOOK, ...more.map((line) => `      ${line}`)];
  const mail = (...more: string[]): string[] => [...MAIL, ...more.map((line) => `    ${line}`)];

  test.each([
    [
      'a secret in the file',
      ['  webhooks: [{ address: "https://hooks.example/x", format: slack }]'],
      'SECRET_IN_FILE',
      0,
    ],
    ['a reference elsewhere', mail('user: ${SMTP}', 'password: ${SMTP}'), 'REFERENCE_NOT_ALLOWED', 4],
    ['http', [...WEBHOOK.with(1, '    - address: ${PLAIN}')], 'INSECURE_URL', 1],
    ['no address', [...WEBHOOK.with(1, '    - address: ${SMTP}')], 'WRONG_URL', 1],
    ['a password in an address', [...WEBHOOK.with(1, '    - address: ${USER}')], 'WRONG_URL', 1],
    ['an unknown format', [...WEBHOOK.with(2, '      format: discord')], 'WRONG_VALUE', 2],
    ['an unknown event', webhook('events: [heldd]'), 'WRONG_VALUE', 3],
    ['a template of slack', webhook('template: x').with(2, '      format: slack'), 'KEY_WITHOUT_USE', 3],
    ['an unknown placeholder', webhook(`template: '{"a": "{{titel}}"}'`), 'TEMPLATE_INVALID', 3],
    ['a template that is no JSON', webhook(`template: '{"a": {{title}}}'`), 'TEMPLATE_INVALID', 3],
    ['a user without password', mail('user: adsync'), 'CREDENTIALS_INCOMPLETE', 4],
    ['a password without user', mail('password: ${SMTP}'), 'CREDENTIALS_INCOMPLETE', 4],
    ['a password in clear', mail('user: a', 'password: ${SMTP}', 'security: none'), 'INSECURE_MAIL', 5],
    ['two addresses in one', mail().with(3, '    to: ["a@corp.example, b@corp.example"]'), 'WRONG_VALUE', 3],
    ['a header in an address', mail().with(2, '    from: "a@corp.example\\nBcc: b@c.example"'), 'WRONG_VALUE', 2],
    ['an address as a host', mail().with(1, '    host: smtp://smtp.corp.example'), 'WRONG_VALUE', 1],
    ['messages without a pause', ['  spacing: 1s', ...MAIL], 'OUT_OF_RANGE', 0],
  ])('%s', async (_name, lines, code, line) => {
    const outside = { PLAIN: 'http://hooks.example/secret-part', USER: 'https://me:password-part@hooks.example/x' };
    const loaded = await loadNotify(lines, outside);

    expect(codes(loaded).map((found) => found.replace(/:\d+$/, ''))).toEqual([`${code} ${AT + line}`]);
    expect(JSON.stringify(loaded)).not.toMatch(/secret-part|password-part|smtp-password-value/);
  });

  test.each(['http://127.0.0.1:9000/x', 'http://localhost/x', 'http://[::1]:1/x'])(
    '%s is near enough',
    async (HOOK) => {
      expect(codes(await loadNotify(WEBHOOK, { HOOK }))).toEqual([]);
    },
  );
});
