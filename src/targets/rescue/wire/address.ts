import { isAbsolute } from 'node:path';
import { Failure } from '../../../core/failure.ts';

export type Address =
  | { readonly kind: 'service' /** Without a slash at the end. */; readonly base: string }
  | { readonly kind: 'sandbox' /** Of the account file. */; readonly path: string };

/**
 * Where the account is: `https://host`, `http://` for this machine only, or `sandbox:/absolute/path.json`.
 *
 * @throws Failure RESCUE_URL
 */
export function parseAddress(text: string): Address {
  if (text.startsWith('sandbox:')) {
    const path = text.slice('sandbox:'.length);
    if (!isAbsolute(path)) throw bad(`${text} does not name a file`, 'Write sandbox: and the path of an account file.');
    return { kind: 'sandbox', path };
  }
  const url = URL.canParse(text) ? new URL(text) : null;
  const advice = 'Write rescue.url as https://host, for example https://secure.logmeinrescue.com';
  if (url === null || url.host === '') throw bad(`${text} is no address`, advice);
  if (url.username !== '' || url.password !== '') throw bad('the address holds credentials', advice);
  if (url.search !== '' || url.hash !== '') throw bad(`${text} has more than a host and a path`, advice);
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    throw bad(`${text} is not encrypted, the token would travel in clear`, advice);
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw bad(`${text} is no web address`, advice);
  return { kind: 'service', base: url.href.replace(/\/+$/, '') };
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
}

function bad(why: string, advice: string): Failure {
  return new Failure('RESCUE_URL', `rescue.url cannot be used: ${why}.`, advice);
}
