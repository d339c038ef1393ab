import { BlockList, isIP } from 'node:net';
import { Failure } from '../core/failure.ts';
import { Secret } from '../core/secret.ts';

export type Env = Readonly<Record<string, string | undefined>>;

/** An HTTP proxy through which connections are made. */
export interface Proxy {
  readonly secure: boolean;
  /** Name or IP address, without the brackets of IPv6. */
  readonly host: string;
  readonly port: number;
  /** Value of the Proxy-Authorization header; null when the address holds no credentials. */
  readonly authorization: Secret | null;
  /** For people: the address without credentials, and where it comes from. */
  readonly shown: string;
}

/** What an address begins with, where it says it. */
const SCHEME = /^[a-z][a-z0-9+.-]*:\/\//i;

/** Lower case first, as curl and undici have it. */
const VARIABLES = { 'https:': ['https_proxy', 'HTTPS_PROXY'], 'http:': ['http_proxy', 'HTTP_PROXY'] } as const;

const EXCEPTIONS = ['no_proxy', 'NO_PROXY'] as const;

/** The first variable that holds something: an empty one is none, in whichever case. */
function filled(env: Env, names: readonly string[]): string | null {
  return names.map((name) => (env[name] ?? '').trim()).find((value) => value !== '') ?? null;
}

/**
 * The proxy for an address, by HTTPS_PROXY, HTTP_PROXY and NO_PROXY in either case; null for none. This machine
 * itself, and the link-local addresses at which clouds tell machines who they are, are never reached through one.
 *
 * Not left to undici's EnvHttpProxyAgent: it sends these addresses to the proxy as well, takes HTTP_PROXY for https, needs a
 * scheme, and knows in NO_PROXY neither ranges nor IPv6 addresses without brackets.
 *
 * @throws Failure when the variable holds no address of an HTTP proxy
 */
export function proxyFor(url: URL, env: Env): Proxy | null {
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return null;
  const variable = VARIABLES[url.protocol].find((name) => filled(env, [name]) !== null);
  if (variable === undefined) return null;
  const host = url.hostname.replace(/^\[|\]$/g, '').toLowerCase();
  if (isNear(host) || isExcepted(host, portOf(url), filled(env, EXCEPTIONS) ?? '')) return null;
  return readProxy((env[variable] ?? '').trim(), variable);
}

/** The credentials in the addresses of proxies, in every form in which they are written: they must never be shown. */
export function proxySecrets(env: Env): Secret[] {
  return Object.values(VARIABLES)
    .flat()
    .flatMap((name) => {
      const text = (env[name] ?? '').trim();
      const url = parse(text);
      const parsed = url === null || url.password === '' ? [] : [url.password, decoded(url.password), basic(url)];
      return [...new Set([...parsed, ...writtenPasswords(text)])].map((secret) => new Secret(secret));
    });
}

/**
 * What stands for a password in the text as it was written, be it an address or not: before the last @, behind each colon
 * that may begin it.
 */
function writtenPasswords(text: string): string[] {
  const before = text.slice(0, Math.max(0, text.lastIndexOf('@'))).replace(SCHEME, '');
  const colon = before.indexOf(':');
  if (colon < 0) return [];
  const password = before.slice(colon + 1);
  return [password, ...password.split(/[/?#\\]/)].filter((part) => part !== '');
}

/** Characters that end the part with the credentials, where they stand in it as they are. */
const TO_ESCAPE: readonly (readonly [character: string, escape: string, name: string])[] = [
  ['\\', '%5C', 'a backslash'],
  ['/', '%2F', 'a slash'],
  ['?', '%3F', 'a question mark'],
  ['#', '%23', 'a number sign'],
];

/** What is wrong with the text as it is written, although it might pass for an address of something else; null = nothing. */
function mistakeIn(text: string): readonly [what: string, advice: string] | null {
  if (/^["'\u201c\u201e\u2018]|["'\u201d\u2019]$/.test(text)) {
    return ['has quotation marks around its value', 'Take them away: they belong to the shell, not to the value.'];
  }
  const rest = text.replace(SCHEME, '');
  const credentials = rest.slice(0, Math.max(0, rest.lastIndexOf('@')));
  const found = TO_ESCAPE.filter(([character]) => credentials.includes(character));
  if (found.length > 0) {
    const names = found.map(([, , name]) => name).join(' and ');
    const escapes = found.map(([, escape, name]) => `${escape} for ${name}`).join(' and ');
    return [`has ${names} in the name or the password before the @`, `Write ${escapes} there.`];
  }
  return rest.includes('\\') ? ['has a backslash in its address', 'Write the address with slashes.'] : null;
}

function readProxy(text: string, variable: string): Proxy {
  const mistake = mistakeIn(text);
  if (mistake !== null) {
    const [what, advice] = mistake;
    throw new Failure('PROXY_INVALID', `The environment variable ${variable} ${what}.`, advice);
  }
  const url = parse(text);
  if (url === null || url.hostname === '' || !['http:', 'https:'].includes(url.protocol)) {
    // The value itself is not shown: it may hold a password.
    throw new Failure(
      'PROXY_INVALID',
      `The environment variable ${variable} holds no address of an HTTP proxy.`,
      'Write it as http://proxy.corp.example:3128, or unset it; SOCKS proxies are not supported.',
    );
  }
  const secure = url.protocol === 'https:';
  return {
    secure,
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: portOf(url),
    authorization: url.username === '' && url.password === '' ? null : new Secret(basic(url)),
    shown: `${url.protocol}//${url.host} (${variable})`,
  };
}

/** `proxy:3128` is meant as `http://proxy:3128`, as everywhere. */
function parse(text: string): URL | null {
  const address = SCHEME.test(text) ? text : `http://${text}`;
  return text !== '' && URL.canParse(address) ? new URL(address) : null;
}

function basic({ username, password }: URL): string {
  return `Basic ${Buffer.from(`${decoded(username)}:${decoded(password)}`).toString('base64')}`;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function portOf(url: URL): number {
  if (url.port !== '') return Number(url.port);
  return url.protocol === 'https:' ? 443 : 80;
}

const NEAR = new BlockList();
NEAR.addSubnet('127.0.0.0', 8);
NEAR.addSubnet('169.254.0.0', 16);
NEAR.addAddress('::1', 'ipv6');

function isNear(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost') || isListed(NEAR, host);
}

/**
 * The list is of hosts with their subdomains, IP addresses and ranges (CIDR), each with or without a port, or `*`. Whole
 * addresses, a dot behind a name and the semicolons of Windows are what people write as well, and can mean nothing else.
 */
function isExcepted(host: string, port: number, list: string): boolean {
  return list
    .toLowerCase()
    .split(/[\s,;]+/)
    .map((entry) => entry.replace(SCHEME, '').replace(/\/$/, ''))
    .some((entry) => entry !== '' && matches(entry, host, port));
}

function matches(entry: string, host: string, port: number): boolean {
  if (entry === '*') return true;
  const range = /^(.+)\/(\d{1,3})$/.exec(entry);
  if (range !== null) return inRange(host, range[1] ?? '', Number(range[2]));
  const [, bracketed, bare, wantedPort] = /^(?:\[(.+)\]|([^:]*|.*:.*:.*))(?::(\d+))?$/.exec(entry) ?? [];
  if (wantedPort !== undefined && Number(wantedPort) !== port) return false;
  const name = (bracketed ?? bare ?? entry).replace(/^\*?\./, '').replace(/\.$/, '');
  if (name === '') return false;
  return host === name || (isIP(host) === 0 && host.endsWith(`.${name}`));
}

function inRange(host: string, network: string, bits: number): boolean {
  const family = isIP(network);
  if (family === 0 || isIP(host) !== family || bits > (family === 4 ? 32 : 128)) return false;
  const range = new BlockList();
  range.addSubnet(network, bits, family === 4 ? 'ipv4' : 'ipv6');
  return isListed(range, host);
}

function isListed(list: BlockList, host: string): boolean {
  const family = isIP(host);
  return family !== 0 && list.check(host, family === 4 ? 'ipv4' : 'ipv6');
}
