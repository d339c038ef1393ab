import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { seededRandom } from '../rescue/faults.ts';
import { newPersister } from '../rescue/persister.ts';
import type { GotoAccountFile } from './account.ts';
import { type GotoFault, gotoFaultPicker } from './faults.ts';
import { saveGotoAccount } from './file.ts';
import { type GotoCallInfo, type GotoRequest, handle, type Service } from './handle.ts';
import type { OAuth } from './oauth.ts';
import { newPast } from './past.ts';
import { json, send } from './strike.ts';
import { defaultGotoSwitches, type GotoSwitches } from './switches.ts';
import { newThrottle } from './throttle.ts';

export interface GotoSandboxOptions {
  readonly account: GotoAccountFile;
  /** Where every change is saved before it is answered; null or absent = nowhere. */
  readonly file?: string | null;
  readonly host?: string;
  /** 0 or absent = any free one. */
  readonly port?: number;
  readonly switches?: Partial<GotoSwitches>;
  readonly faults?: readonly GotoFault[];
  /** Milliseconds since 1970; for tokens, the rate limit, the consistency delay and the Date header. */
  readonly now?: () => number;
  /** Waits some milliseconds, for the switch `latency` and the fault `slow`. */
  readonly sleep?: (milliseconds: number) => Promise<unknown>;
  /** Is called, and waited for, right before a call is carried out. */
  readonly during?: (call: GotoCallInfo) => void | Promise<void>;
}

export interface GotoSandbox {
  /** http://127.0.0.1:port, without a slash at the end: for OAuth and for the Admin API. */
  readonly url: string;
  /** The live account: what is changed here is as if somebody had done it in the Admin Center. */
  readonly account: GotoAccountFile;
  /** Every request since the start, in order of arrival of the work. */
  readonly log: readonly GotoRequest[];
  /** Live: may be turned at any time, as may `faults`. */
  readonly switches: GotoSwitches;
  readonly faults: GotoFault[];
  /** Ends all connections and waits for the last save. */
  close(): Promise<void>;
}

/**
 * Serves a stand-in account of GoTo that speaks OAuth and the Admin API over HTTP, both at one address. It is meant for
 * loopback: it knows no TLS, and its file holds tokens.
 */
export async function startGotoSandbox(options: GotoSandboxOptions): Promise<GotoSandbox> {
  const { account, file = null, now = Date.now } = options;
  const switches: GotoSwitches = { ...defaultGotoSwitches(), ...account.switches, ...options.switches };
  const faults: GotoFault[] = [...account.faults, ...(options.faults ?? [])];
  const oauth: OAuth = { account, switches, tokens: new Map(), randomText: () => randomBytes(18).toString('hex'), now };
  const persist = newPersister(() => (file === null ? Promise.resolve() : saveGotoAccount(file, account)));
  let lastSave: Promise<void> = Promise.resolve();
  let closing = false;
  const log: GotoRequest[] = [];
  const service: Service = {
    oauth,
    past: newPast(account, () => switches.consistencyDelay, now),
    pickFault: gotoFaultPicker(faults, seededRandom(switches.faultSeed)),
    allowed: newThrottle(now),
    log,
    save: () => (lastSave = persist()),
    sleep: options.sleep ?? setTimeout,
    during: options.during ?? (() => undefined),
    isClosing: () => closing,
  };
  const server = createServer((request, response) => {
    handle(service, request, response).catch(() => {
      if (response.headersSent) response.destroy();
      else send(response, json(500, ''));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, options.host ?? '127.0.0.1', resolve);
  });
  const { address, port } = server.address() as AddressInfo;

  return {
    url: `http://${address.includes(':') ? `[${address}]` : address}:${port}`,
    account,
    log,
    switches,
    faults,
    async close() {
      closing = true;
      const closed = new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
      });
      server.closeAllConnections();
      await closed;
      await lastSave.catch(() => undefined);
    },
  };
}
