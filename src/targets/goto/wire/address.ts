import { isAbsolute } from 'node:path';
import { isLoopback } from '../../../config/address.ts';
import { Failure } from '../../../core/failure.ts';

export type Address =
  | { readonly kind: 'service' /** Without a slash at the end. */; readonly base: string }
  | { readonly kind: 'sandbox' /** Of the account file. */; readonly path: string };

/**
 * Where the account is: `https://host`, `http://` for this machine only, or `sandbox:/absolute/path.json`.
 *
 * @param key of the file that holds it, for messages
 * @throws Failure GOTO_URL
 */
export function parseAddress(text: string, key: 'goto.url' | 'goto.authUrl'): Address {
  const example = key === 'goto.url' ? 'https://api.getgo.com' : 'https://authentication.logmeininc.com';
  const advice = `Write ${key} as https://host, for example ${example}`;
  const bad = (why: string, what = advice): Failure => new Failure('GOTO_URL', `${key} cannot be used: ${why}.`, what);
  if (text.startsWith('sandbox:') && key === 'goto.url') {
    const path = text.slice('sandbox:'.length);
    if (!isAbsolute(path)) throw bad(`${text} does not name a file`, 'Write sandbox: and the path of an account file.');
    return { kind: 'sandbox', path };
  }
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || url.host === '') throw bad('it is no address');
  if (url.username !== '' || url.password !== '') throw bad('the address holds credentials');
  if (url.search !== '' || url.hash !== '') throw bad(`${text} has more than a host and a path`);
  if (url.protocol === 'http:' && !isLoopback(url))
    throw bad(`${text} is not encrypted, secrets would travel in clear`);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw bad(`${text} is no web address`);
  return { kind: 'service', base: url.href.replace(/\/+$/, '') };
}
