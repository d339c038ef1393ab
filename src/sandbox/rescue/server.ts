import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import type { SandboxAccount } from './account.ts';
import { lookAtEverybody, rememberAddresses } from './addresses.ts';
import { type FaultKind, faultPicker, type FaultPicker, type SandboxFault, seededRandom } from './faults.ts';
import { saveSandboxAccount } from './file.ts';
import { newPersister } from './persister.ts';
import { parseRequest, redacted } from './request.ts';
import { answer, methodOf } from './service.ts';
import { newSessions } from './sessions.ts';
import { defaultSwitches, type SandboxSwitches } from './switches.ts';
import { formatAnswer, loginPage } from './wire.ts';

export interface SandboxRequest {
  /** As the vendor spells it; `unknown` for any other address. */
  readonly method: string;
  /** By lower-case name, secrets as `***`. */
  readonly parameters: Readonly<Record<string, string>>;
  /** The answer's first word, also where a fault kept the answer back. Empty when nothing was done. */
  readonly answer: string;
  /** Whether the account has changed. */
  readonly wrote: boolean;
  readonly fault: FaultKind | null;
}

export interface RescueSandbox {
  /** http://127.0.0.1:port, without a slash at the end. */
  readonly url: string;
  /** The live account: what is changed here is as if somebody had done it in the Admin Center. */
  readonly account: SandboxAccount;
  /** Every request since the start, in order of arrival of the work. */
  readonly log: readonly SandboxRequest[];
  /** Live: may be turned at any time, as may `faults`. */
  readonly switches: SandboxSwitches;
  readonly faults: SandboxFault[];
  /** Ends all connections and waits for the last save. */
  close(): Promise<void>;
}

export interface SandboxOptions {
  readonly account: SandboxAccount;
  /** Where every change is saved before it is answered; null or absent = nowhere. */
  readonly file?: string | null;
  /**
   * Whether nobody but callers changes the account while it is served. Then the time for a call does not grow with the
   * account. Absent = somebody may.
   */
  readonly exclusive?: boolean;
  readonly host?: string;
  /** 0 or absent = any free one. */
  readonly port?: number;
  readonly switches?: Partial<SandboxSwitches>;
  readonly faults?: readonly SandboxFault[];
  /** A fault for this very call, before the list is looked at. */
  readonly faultFor?: FaultPicker;
  /** Milliseconds; for sessions and the login limit. */
  readonly now?: () => number;
  readonly randomBytes?: (size: number) => Uint8Array;
  /** Waits some milliseconds, for the switch `latency`. */
  readonly sleep?: (milliseconds: number) => Promise<unknown>;
}

/**
 * Serves a stand-in Rescue account that speaks the classic `.aspx` protocol over HTTP. It is meant for loopback: it
 * knows no TLS, and its file holds tokens.
 */
export async function startRescueSandbox(options: SandboxOptions): Promise<RescueSandbox> {
  const { account } = options;
  const switches: SandboxSwitches = { ...defaultSwitches(), ...account.switches, ...options.switches };
  const faults: SandboxFault[] = [...account.faults, ...(options.faults ?? [])];
  const listed = faultPicker(faults, seededRandom(switches.faultSeed));
  const sessions = newSessions(options.now ?? Date.now);
  const bytes = options.randomBytes ?? randomBytes;
  const sleep = options.sleep ?? setTimeout;
  const randomText = (length: number): string => Buffer.from(bytes(length)).toString('hex').slice(0, length);
  const addresses = options.exclusive === true ? rememberAddresses() : lookAtEverybody();
  const service = { account, switches, addresses, sessions, randomText };
  const log: SandboxRequest[] = [];
  const file = options.file ?? null;
  const save = newPersister(() => (file === null ? Promise.resolve() : saveSandboxAccount(file, account)));
  let lastSave: Promise<void> = Promise.resolve();
  let closing = false;

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, parameters, cookie } = await parseRequest(request);
    const method = methodOf(pathname);
    const fault = options.faultFor?.(method ?? 'unknown') ?? listed(method ?? 'unknown');
    const entry = { method: method ?? 'unknown', parameters: redacted(parameters), fault: fault?.kind ?? null };
    if (switches.latency > 0) await sleep(switches.latency);
    if (closing) return;
    if (method === null || (fault !== null && keepsBack(fault.kind))) {
      log.push({ ...entry, answer: '', wrote: false });
      if (fault === null) send(response, 200, loginPage, 'text/html');
      else strike(fault, '', request, response);
      return;
    }
    if (fault?.kind === 'sessionLoss') sessions.endAll();
    const given = answer(method, service, { parameters, cookie });
    log.push({ ...entry, answer: given.word, wrote: given.wrote === true });
    if (given.wrote === true) {
      lastSave = save();
      await lastSave;
    }
    if (given.cookie !== undefined)
      response.setHeader('set-cookie', `ASP.NET_SessionId=${given.cookie}; path=/; HttpOnly`);
    const body = formatAnswer(given, switches);
    if (fault === null || fault.kind === 'sessionLoss') send(response, 200, body);
    else strike(fault, body, request, response);
  }

  const server = createServer((request, response) => {
    handle(request, response).catch(() => {
      if (!response.headersSent) send(response, 200, 'ERROR');
      else response.destroy();
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

/** Faults that strike before anything is done; all others come after the work. */
function keepsBack(kind: FaultKind): boolean {
  return ['errorBefore', 'dropBefore', 'hangBefore', 'http429', 'http503', 'html', 'redirect'].includes(kind);
}

function strike(fault: SandboxFault, body: string, request: IncomingMessage, response: ServerResponse): void {
  switch (fault.kind) {
    case 'errorBefore':
    case 'errorAfter':
      send(response, 200, 'ERROR');
      return;
    case 'dropBefore':
    case 'dropAfter':
      request.socket.destroy();
      return;
    case 'hangBefore':
    case 'hangAfter':
      return;
    case 'http429':
    case 'http503':
    case 'http503After':
      if (fault.retryAfter !== undefined) response.setHeader('retry-after', fault.retryAfter);
      send(response, fault.kind === 'http429' ? 429 : 503, '<html><body>Try again later</body></html>', 'text/html');
      return;
    case 'html':
    case 'htmlAfter':
      send(response, 200, loginPage, 'text/html');
      return;
    case 'redirect':
      response.setHeader('location', '/Login.aspx');
      send(response, 302, loginPage, 'text/html');
      return;
    case 'truncated':
      send(response, 200, body.slice(0, Math.floor(body.length / 2)));
      return;
    case 'cutShort':
      response.writeHead(200, { 'content-type': 'text/plain', 'content-length': Buffer.byteLength(body) });
      response.write(body.slice(0, Math.floor(body.length / 2)), () => request.socket.destroy());
      return;
    case 'wrongContent':
      send(response, 200, '{"status":"OK"}', 'application/json');
      return;
    case 'emptyBody':
      send(response, 200, '');
      return;
    case 'sessionLoss':
      throw new Error('a lost session is answered by the service itself');
  }
}

function send(response: ServerResponse, status: number, body: string, type = 'text/plain'): void {
  const bytes = Buffer.from(body, 'utf8');
  response.writeHead(status, { 'content-type': `${type}; charset=utf-8`, 'content-length': bytes.length });
  response.end(bytes);
}
