import {
  type GotoAccountFile,
  type GotoSandbox,
  type GotoSandboxOptions,
  gotoUser,
  startGotoSandbox,
} from '../../../src/sandbox/goto/index.ts';

export const ACCOUNT = '1234567890123456789';
export const OWNER = '7000000000000000101';
export const ADA = '7000000000000000102';
export const BOB = '7000000000000000103';
export const EVE = '7000000000000000104';
export const MEETING = '7000000000000000001';
export const CONNECT = '7000000000000000002';
export const SALES = '7000000000000000201';
export const HELPDESK = '7000000000000000301';
export const DEPARTMENT = '7000000000000000401';
export const PAT = 'pat-of-the-test';
export const BASIC = `Basic ${Buffer.from('client-1:secret-1').toString('base64')}`;

/** The owner, Ada with a licence, Bob suspended, and Eve, who is a user of another account. */
export function testAccount(): GotoAccountFile {
  return {
    format: 'adsync.sandbox-goto/1',
    accountKey: ACCOUNT,
    name: 'Corp',
    clients: [{ clientId: 'client-1', clientSecret: 'secret-1', grants: ['personal_access_token', 'refresh_token'] }],
    tokens: [{ pat: PAT, userKey: OWNER, scopes: ['identity:'] }],
    refreshTokens: [{ token: 'refresh-of-the-test', userKey: OWNER, scopes: ['identity:'] }],
    licences: [
      { key: MEETING, description: 'Meeting', seats: 2, products: ['G2M'], enabled: true },
      { key: CONNECT, description: 'Connect', seats: 9, products: ['JIVE', 'G2M'], enabled: true },
    ],
    groups: [{ key: SALES, name: 'Sales', parent: null }],
    rolesets: [{ id: HELPDESK, name: 'Helpdesk' }],
    attributes: [{ key: DEPARTMENT, name: 'department' }],
    otherAccounts: [{ key: '99', name: 'Other' }],
    validatedDomains: [],
    switches: {},
    faults: [],
    users: [
      person(OWNER, 'owner@corp.example', { adminRoles: ['SUPER_USER'], activated: true }),
      person(ADA, 'ada@corp.example', { licenseKeys: [MEETING], activated: true }),
      person(BOB, 'bob@corp.example', { activated: true }),
      person(EVE, 'eve@corp.example', { elsewhere: true }),
    ],
  };
}

export function person(
  key: string,
  email: string,
  fields: Partial<ReturnType<typeof gotoUser>> = {},
): ReturnType<typeof gotoUser> {
  return gotoUser({ key, email, firstName: email.split('@')[0] ?? '', lastName: 'Example', ...fields });
}

export interface Said {
  readonly status: number;
  /** The text of the body, as it was sent. */
  readonly text: string;
  /** The body as JSON; null when there is none. */
  readonly body: unknown;
  readonly headers: Headers;
}

export interface World {
  readonly sandbox: GotoSandbox;
  /** Calls with a token of the owner, or another one; a path without a slash is one inside the account. */
  readonly ask: (method: string, path: string, body?: unknown, token?: string) => Promise<Said>;
  /** Asks for a token. */
  readonly sign: (form: Record<string, string>, authorization?: string) => Promise<Said>;
}

/** Runs `test` with a stand-in and a caller that has a token. */
export async function withGoto(
  options: Partial<GotoSandboxOptions>,
  test: (world: World) => Promise<void>,
): Promise<void> {
  const sandbox = await startGotoSandbox({ account: testAccount(), ...options });
  const sign: World['sign'] = async (form, authorization = BASIC) =>
    read(
      await fetch(`${sandbox.url}/oauth/token`, {
        method: 'POST',
        headers: authorization === '' ? {} : { authorization },
        body: new URLSearchParams(form),
      }),
    );
  let owner: string | null = null;
  const ask: World['ask'] = async (method, path, body, token) => {
    owner ??= token === undefined ? tokenOf(await sign({ grant_type: 'personal_access_token', pat: PAT })) : null;
    const place = path.startsWith('/') ? path : `/admin/rest/v1/accounts/${ACCOUNT}/${path}`;
    return read(
      await fetch(`${sandbox.url}${place}`, {
        method,
        headers: { authorization: `Bearer ${token ?? owner ?? ''}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      }),
    );
  };
  try {
    await test({ sandbox, ask, sign });
  } finally {
    await sandbox.close();
  }
}

export function tokenOf({ body }: Said): string {
  return String((body as Record<string, unknown> | null)?.['access_token']);
}

async function read(response: Response): Promise<Said> {
  const text = await response.text();
  let body: unknown = null;
  try {
    body = JSON.parse(text);
  } catch {
    // An empty body, or a page of HTML: `text` has it.
  }
  return { status: response.status, text, body, headers: response.headers };
}

/** The code of the first error of an answer. */
export function codeOf({ body }: Said): unknown {
  return (body as { errors?: { code?: unknown }[] } | null)?.errors?.[0]?.code;
}
