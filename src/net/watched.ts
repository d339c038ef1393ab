import type { CallWatcher } from '../core/traffic.ts';
import type { Http } from './http.ts';

/** A part of a path that is a word of the API, a version, a number or an id; `$batch` and `microsoft.graph.user` are such. */
const PLAIN = /^[\w$.-]{1,64}$/;

/** No API takes more at once. */
const MOST_PARAMETERS = 20;

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
      watcher({ kind: 'http', service, host: url.host, method, ...shownOf(url), status, ms });
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

/** The name of a parameter that an API has; `$skiptoken` and `api-version` are such. */
const PARAMETER = /^\$?[A-Za-z][A-Za-z.-]{0,31}$/;

/**
 * Names of the parameters of a query, each once. A service says itself where the next page is: a token may stand there alone,
 * without a name before it, and there may be any number of them.
 */
export function shownParameters(names: Iterable<string>): readonly string[] {
  return [...new Set([...names].map((name) => (PARAMETER.test(name) ? name : '…')))].slice(0, MOST_PARAMETERS);
}

function shownOf({ pathname, searchParams }: URL): { path: string; parameters: readonly string[] } {
  return { path: shownPath(pathname), parameters: shownParameters(searchParams.keys()) };
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
