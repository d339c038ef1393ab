import { type Fault, isLoopback, moreThanHost } from '../../../config/address.ts';

/**
 * What the regions stand for. Only `us` is confirmed by the vendor's documentation. No public code names the host of `eu`,
 * and the one of `enterprise` serves other parts of the product.
 */
export const REGIONS: Readonly<Record<string, string>> = {
  us: 'https://secure.logmeinrescue.com',
  eu: 'https://secure.logmeinrescue.eu',
  enterprise: 'https://secure.logmeinrescue-enterprise.com',
};

export const SANDBOX = 'sandbox:';

/** Checks `https://host[:port]`, `http://loopback[:port]` or `sandbox:file`. */
export function addressFault(text: string): Fault | null {
  if (text.startsWith(SANDBOX)) return sandboxFault(text);
  const url = URL.canParse(text) ? new URL(text) : null;
  const advice = `Write ${REGIONS['us'] ?? ''}, or sandbox:account.json for a stand-in account.`;
  if (url === null || !/^https?:$/.test(url.protocol)) return ['WRONG_URL', 'This is no https:// address.', advice];
  const more = moreThanHost(url);
  if (more !== null) return ['WRONG_URL', `The address holds only a host and a port, no ${more}.`, advice];
  if (url.protocol === 'http:' && !isLoopback(url)) {
    return ['INSECURE_URL', 'http:// would send token and passwords in clear.', 'Write https://.'];
  }
  return null;
}

/** Whether the account is a stand-in on this machine, where no secret is at stake. */
export function isStandIn(text: string): boolean {
  return text.startsWith(SANDBOX) || (URL.canParse(text) && isLoopback(new URL(text)));
}

function sandboxFault(text: string): Fault | null {
  if (text.slice(SANDBOX.length).trim() !== '') return null;
  return ['WRONG_URL', 'The file of the stand-in account is missing.', 'Write sandbox:account.json.'];
}
