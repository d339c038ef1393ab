import { type Fault, isLoopback, moreThanHost } from '../../../config/address.ts';

export const ADMIN_API = 'https://api.getgo.com';
export const TOKEN_HOST = 'https://authentication.logmeininc.com';
export const SANDBOX = 'sandbox:';

/** Checks `https://host[:port]`, `http://loopback[:port]` or `sandbox:file`. */
export function adminFault(text: string): Fault | null {
  const advice = `Write ${ADMIN_API}, or sandbox:goto.json for a stand-in account.`;
  if (!text.startsWith(SANDBOX)) return hostFault(text, advice);
  if (text.slice(SANDBOX.length).trim() !== '') return null;
  return ['WRONG_URL', 'The file of the stand-in account is missing.', 'Write sandbox:goto.json.'];
}

/** Checks `https://host[:port]` or `http://loopback[:port]`. */
export function tokenHostFault(text: string): Fault | null {
  return hostFault(text, `Write ${TOKEN_HOST}.`);
}

function hostFault(text: string, advice: string): Fault | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) return ['WRONG_URL', 'This is no https:// address.', advice];
  const more = moreThanHost(url);
  if (more !== null) return ['WRONG_URL', `The address holds only a host and a port, no ${more}.`, advice];
  if (url.protocol === 'http:' && !isLoopback(url)) {
    return ['INSECURE_URL', 'http:// would send tokens in clear.', 'Write https://.'];
  }
  return null;
}

/** Whether the account is a stand-in on this machine, where no secret is at stake. */
export function isStandIn(text: string): boolean {
  return text.startsWith(SANDBOX) || isOnThisMachine(text);
}

/** Whether an address leads to a server on this machine. */
export function isOnThisMachine(text: string): boolean {
  return URL.canParse(text) && isLoopback(new URL(text));
}
