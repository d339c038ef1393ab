import type { CodeTable } from '../core/codes.ts';

/** What is wrong with the way to the network. */
export const FAILURES = {
  PROXY_INVALID: {
    meaning:
      'A proxy variable (HTTPS_PROXY and its like) holds no address of an HTTP proxy, or one that can be read in two ways.',
    remedy:
      'Write it as http://proxy.corp.example:3128, without quotation marks, with %5C, %2F, %3F and %23 for \\, /, ? and # in name and password; or unset it. SOCKS proxies are not supported.',
  },
} satisfies CodeTable;

declare module '../core/codes.ts' {
  interface FailureCodes {
    readonly net: keyof typeof FAILURES;
  }
}
