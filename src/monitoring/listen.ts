import { isIP } from 'node:net';
import { Failure } from '../core/failure.ts';

/** Where to listen. */
export interface Listen {
  /** Name or IP address, without the brackets of IPv6. */
  readonly host: string;
  /** 0 = any free one. */
  readonly port: number;
}

/**
 * Reads `127.0.0.1:9464`, `[::1]:9464`, `name:9464`, or a port alone, which means this machine only.
 *
 * @throws Failure LISTEN_INVALID
 */
export function parseListen(text: string): Listen {
  const [, bracketed, plain, port = ''] = /^(?:(?:\[([\da-f:.]+)\]|([\w.-]+)):)?(\d{1,5})$/i.exec(text.trim()) ?? [];
  const host = (bracketed ?? plain ?? '127.0.0.1').toLowerCase();
  if (port !== '' && Number(port) <= 65_535 && (bracketed === undefined || isIP(bracketed) === 6)) {
    return { host, port: Number(port) };
  }
  const advice =
    'Write a host and a port: 127.0.0.1:9464 for this machine only, 0.0.0.0:9464 for every network that it is in.';
  throw new Failure('LISTEN_INVALID', `"${text}" is no address to listen at.`, advice);
}

/** Whether nobody but programs of this machine can come to it. */
export function isLocal({ host }: Listen): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

/**
 * Whether a request was meant for us, by its Host header. A page of a stranger can make a browser of this network ask us,
 * once the name of the page leads to our address (DNS rebinding); then the header has that name. No page can have an IP
 * address as its name, or one of ours.
 */
export function isOurHost(header: string | undefined, listen: Listen): boolean {
  const [, bracketed, plain] = /^(?:\[([\da-f:.]+)\]|([^:[\]]+))(?::\d{1,5})?$/i.exec(header ?? '') ?? [];
  const host = (bracketed ?? plain ?? '').toLowerCase();
  if (host === 'localhost' || host === listen.host) return true;
  return isLocal(listen) ? isLocal({ host, port: 0 }) : isIP(host) !== 0;
}

/** `[::1]:9464` */
export function shownAddress({ host, port }: Listen): string {
  return `${isIP(host) === 6 ? `[${host}]` : host}:${port}`;
}
