import type { Choice } from './ask.ts';
import { type Draft, textIn, valueIn } from './draft.ts';
import type { Field } from './fields.ts';

export const RESCUE_HOSTS: readonly Choice<string>[] = [
  { value: 'us', label: 'secure.logmeinrescue.com', hint: 'the host of the vendor’s API pages' },
  { value: 'eu', label: 'secure.logmeinrescue.eu', hint: 'not verified' },
  { value: 'enterprise', label: 'secure.logmeinrescue-enterprise.com', hint: 'not verified' },
  { value: 'url', label: 'Another address', hint: 'or sandbox:FILE, a stand-in' },
];

export const RESCUE_SIGN_INS: readonly Choice<string>[] = [
  { value: 'token', label: 'API token', hint: 'Administration Center > Global Settings > API token' },
  { value: 'password', label: 'E-mail and password of a master administrator' },
];

const MAIL: readonly [RegExp, string] = [/^[^\s@]+@[^\s@]+$/, 'It must be an e-mail address.'];
const MAILS: readonly [RegExp, string] = [/^[^\s@]+@[^\s@]+$/, 'Each must be an e-mail address.'];

/** The address and credentials of the Rescue account. @param host one of {@link RESCUE_HOSTS} */
export function rescueFields(host: string, signIn: string): Field[] {
  const url: Field = {
    kind: 'text',
    path: ['rescue', 'url'],
    ask: 'Address of the Rescue API',
    example: 'https://secure.logmeinrescue.com',
    form: [/^(https?:\/\/\S+|sandbox:.+)$/, 'It begins with https:// (or sandbox: for a stand-in).'],
  };
  const token: Field = { kind: 'secret', path: ['rescue', 'apiToken'], ask: 'API token', variable: 'RESCUE_API_TOKEN' };
  const email: Field = {
    kind: 'text',
    path: ['rescue', 'email'],
    ask: 'E-mail',
    example: 'owner@corp.example',
    form: MAIL,
  };
  const password: Field = {
    kind: 'secret',
    path: ['rescue', 'password'],
    ask: 'Password',
    variable: 'RESCUE_PASSWORD',
  };
  return [...(host === 'url' ? [url] : []), ...(signIn === 'token' ? [token] : [email, password])];
}

/** Options of the Rescue account for all mappings, in the vendor's words where it has some. */
export const RESCUE_OPTIONS: readonly Field[] = [
  {
    kind: 'choice',
    path: ['rescue', 'loginId'],
    ask: 'What do people sign in with?',
    usual: 'email',
    choices: [
      { value: 'email', label: 'Their e-mail address' },
      { value: 'upn', label: 'Their user principal name', hint: 'Use UPN instead of Email address' },
    ],
  },
  {
    kind: 'choice',
    path: ['rescue', 'ssoId'],
    ask: 'Which SSO id do they get?',
    usual: 'none',
    choices: [
      { value: 'none', label: 'None' },
      { value: 'email', label: 'Their e-mail address', hint: 'Use Email address as a SSO ID' },
      { value: 'upn', label: 'Their user principal name' },
    ],
  },
  {
    kind: 'number',
    path: ['rescue', 'licenses', 'technicians'],
    ask: 'Technician seats of the contract (empty: not counted)',
    example: '200',
    optional: true,
  },
  {
    kind: 'number',
    path: ['rescue', 'licenses', 'mobile'],
    ask: 'Mobile add-ons of the contract (empty: not counted)',
    example: '25',
    optional: true,
  },
  {
    kind: 'list',
    path: ['rescue', 'protect'],
    ask: 'Users who are never disabled, moved or renamed (e-mails, with commas)',
    example: 'owner@corp.example',
    optional: true,
    form: MAILS,
  },
];

export const NEW_USERS_PASSWORD: Field = {
  kind: 'secret',
  path: ['rescue', 'newUsers', 'password'],
  ask: 'Password of new users',
  variable: 'DEFAULT_PASSWORD',
};

const goto = (key: string): string[] => ['goto', key];

/** Asked before all else: what is asked then depends on it. */
export const GOTO_URL: Field = {
  kind: 'text',
  path: goto('url'),
  ask: 'Address of the Admin API (empty: that of GoTo)',
  example: 'https://api.getgo.com',
  optional: true,
  form: [/^(https?:\/\/\S+|sandbox:.+)$/, 'It begins with https:// (or sandbox: for a stand-in).'],
};

const AUTH_URL: Field = {
  kind: 'text',
  path: goto('authUrl'),
  ask: 'Address of the host that gives tokens',
  example: 'https://authentication.logmeininc.com',
};

/** The GoTo account: address, credentials, and what is needed to say what rules give. */
export function gotoFields(draft: Draft): Field[] {
  const isHere = /^http:/.test(textIn(draft, goto('url')) ?? '');
  return [
    ...(isHere ? [AUTH_URL] : []),
    {
      kind: 'text',
      path: goto('account'),
      ask: 'Account key',
      example: '1234567890123456789',
      form: [/^\d+$/, 'It consists of digits.'],
    },
    {
      kind: 'text',
      path: goto('clientId'),
      ask: 'Id of the OAuth client',
      example: '00000000-0000-0000-0000-000000000000',
    },
    { kind: 'secret', path: goto('clientSecret'), ask: 'Secret of the OAuth client', variable: 'GOTO_CLIENT_SECRET' },
    ...tokenField(draft),
    {
      kind: 'list',
      path: goto('domains'),
      ask: 'Validated domains; only users in them are managed',
      example: 'corp.example',
    },
    { kind: 'yes', path: goto('welcomeMail'), ask: 'New users get the welcome mail of the service', usual: null },
  ];
}

function tokenField(draft: Draft): Field[] {
  if (valueIn(draft, goto('refreshToken')) !== undefined) return [];
  return [
    {
      kind: 'secret',
      path: goto('personalAccessToken'),
      ask: 'Personal access token of an admin',
      variable: 'GOTO_PAT',
    },
  ];
}

const SHARE: readonly [RegExp, string] = [/^\d+([.]\d+)?%?$/, 'It must be a number of users, or a share as 10%.'];
const limit = (key: string, ask: string, usual: string): Field => {
  return { kind: 'share', path: ['limits', key], ask, example: usual, usual, form: SHARE };
};

/** Ceilings that hold back what looks like an accident. */
export const LIMITS: readonly Field[] = [
  limit('disable', 'Most users that may be disabled at once', '10%'),
  limit('disablePerGroup', 'The same for each group', '50%'),
  limit('move', 'Most users that may be moved to another group', '30%'),
  limit('readdress', 'Most users that may get another e-mail address or SSO id', '30%'),
  {
    kind: 'number',
    path: ['limits', 'minimum'],
    ask: 'Below this many users no share applies',
    example: '5',
    usual: '5',
  },
  {
    kind: 'number',
    path: ['limits', 'create'],
    ask: 'Most users that one plan may create (empty: any number)',
    example: '100',
    optional: true,
  },
  { kind: 'number', path: ['limits', 'groups'], ask: 'Most groups to map', example: '999', usual: '999' },
  {
    kind: 'number',
    path: ['limits', 'membersPerGroup'],
    ask: 'Most members in one group',
    example: '999',
    usual: '999',
  },
];

export const INTERVAL: Field = {
  kind: 'text',
  path: ['interval'],
  ask: 'How often does "adsync run" synchronise? (empty: it is not used)',
  example: '15m',
  proposed: '15m',
  optional: true,
  form: [/^\d+(s|m|h|d)$/, 'It must be like 30s, 15m or 1h; at least 30s.'],
};
