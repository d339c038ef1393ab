import type { CallWatcher } from '../core/traffic.ts';
import type { Http } from './http.ts';

/** A part of a path that is a word of the API, a version, a number or an id; `$batch` and `microsoft.graph.user` are such. */
const PLAIN = /^[\w$.-]{1,64}$/;

/**
 * The same way to the network; the watcher is told of each request that went out by it, also of one to a token endpoint.
 *
 * @param service for whom the requests are: a type of target, or of directory
 */
export function watchedHttp(http: Http, service: string, watcher: CallWatcher): Http {
  async function watched<One extends { readonly status: number }>(
    address: string | URL,
    method: string,
    request: () => Promise<One>,
  ): Promise<One> {
    const began = performance.now();
    const url = new URL(address);
    const tell = (status: number | null): void => {
      const ms = Math.round(performance.now() - began);
      const parameters = [...new Set(url.searchParams.keys())];
      watcher({ kind: 'http', service, host: url.host, method, path: shownPath(url.pathname), parameters, status, ms });
    };
    try {
      const answer = await request();
      tell(answer.status);
      return answer;
    } catch (error) {
      tell(null);
      throw error;
    }
  }
  return {
    fetch: (input, init) => watched(input, init?.method ?? 'GET', () => http.fetch(input, init)),
    send: (address, request) => watched(address, request.method, () => http.send(address, request)),
    close: () => http.close(),
  };
}

/**
 * A path as it may stand in a log. An address or a name has something that must be encoded, a key of a function stands in
 * parentheses, and a token is long: each such part becomes `…`. Numbers and ids stay, which tell who it is only to
 * somebody who may look them up.
 */
export function shownPath(path: string): string {
  return path
    .split('/')
    .map((part) => (part === '' || PLAIN.test(part) ? part : '…'))
    .join('/');
}
