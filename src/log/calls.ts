import type { Call, CallWatcher } from '../core/traffic.ts';
import { ldapsearchLine } from './ldapsearch.ts';
import type { Entry } from './lines.ts';
import type { Log } from './log.ts';

/** Writes a line for every call; nothing is done for it where such lines are not written. */
export function callLog(log: Log): CallWatcher {
  return (call) => {
    if (log.isOn('debug')) log.write(callEntry(call));
  };
}

/** What the log says of a call. */
export function callEntry(call: Call): Entry<'http-call'> | Entry<'ldap-call'> {
  if (call.kind === 'http') {
    const { service, host, method, path, parameters, status, ms } = call;
    const query = parameters.length === 0 ? '' : `?${parameters.join('&')}`;
    const text = `${service}: ${method} ${host}${path}${query} ${status ?? 'no answer'}, ${ms} ms`;
    return { event: 'http-call', text, service, host, method, path, parameters, status, ms };
  }
  const { service, url, page, entries, ms } = call;
  const found = entries === null ? 'failed' : `${entries} ${entries === 1 ? 'entry' : 'entries'}`;
  // The pages of an answer have one search.
  const search = page === 1 || entries === null ? { search: ldapsearchLine(call) } : {};
  const text = `${service}: ${url} page ${page}, ${found}, ${ms} ms`;
  return { event: 'ldap-call', text, service, url, page, entries, ms, ...search };
}
