import type { CodeTable } from '../core/codes.ts';

/** Why health and metrics cannot be served. */
export const FAILURES = {
  LISTEN_INVALID: {
    meaning: '--listen names no address to listen at.',
    remedy: 'Write a host and a port, as 127.0.0.1:9464; a port alone means 127.0.0.1.',
  },
  LISTEN_FAILED: {
    meaning: 'The address of --listen cannot be had: another program listens there, or this machine does not have it.',
    remedy: 'Choose another port, or an address of this machine; below 1024 a port needs special rights.',
  },
} satisfies CodeTable;

declare module '../core/codes.ts' {
  interface FailureCodes {
    readonly monitoring: keyof typeof FAILURES;
  }
}
