import { Secret } from '../../../../src/core/secret.ts';
import { openHttp } from '../../../../src/net/http.ts';
import {
  type GotoAccountFile,
  type GotoSandbox,
  type GotoSandboxOptions,
  type GotoSandboxUser,
  startGotoSandbox,
} from '../../../../src/sandbox/goto/index.ts';
import { type GotoTarget, openGoto, realWorld } from '../../../../src/targets/goto/goto.ts';
import type { AccountReading } from '../../../../src/targets/goto/planner/account.ts';
import type { GotoChange } from '../../../../src/targets/goto/planner/change.ts';
import type { GotoSettings } from '../../../../src/targets/goto/settings.ts';
import type { CallEnd, CallNote } from '../../../../src/targets/journal.ts';
import type { Applied } from '../../../../src/targets/target.ts';
import { ACCOUNT, CONNECT, MEETING, PAT, testAccount } from '../../../sandbox/goto/ask.ts';

export function settingsFor(url: string, given: Partial<GotoSettings> = {}): GotoSettings {
  const product = (name: string, licence: string): GotoSettings['products'][number] => ({ name, licence, line: 1 });
  return {
    type: 'goto',
    url,
    authUrl: url,
    ca: null,
    account: ACCOUNT,
    clientId: 'client-1',
    clientSecret: new Secret('secret-1'),
    credential: { kind: 'personalAccessToken', token: new Secret(PAT) },
    requests: {
      concurrent: 2,
      perSecond: 1000,
      timeout: 5000,
      consistencyDelay: 0,
      pageSize: 100,
      keys: 'text',
      filter: 'eq',
    },
    domains: ['corp.example'],
    welcomeMail: false,
    language: null,
    products: [product('Meeting', MEETING), product('Connect', CONNECT)],
    protect: [],
    protectLines: [],
    domainLines: [],
    adopt: 'held',
    linkAttribute: null,
    attributes: [],
    mappings: [],
    ...given,
  };
}

/** A stand-in account over real sockets, read once, with changes that are carried out on the strength of that reading. */
export interface Bench {
  readonly sandbox: GotoSandbox;
  readonly target: GotoTarget;
  readonly reading: AccountReading;
  /** What the journal was told, in its order: `begin addUser`, `end ok`. */
  readonly told: readonly string[];
  readonly notes: readonly CallNote[];
  apply(change: GotoChange): Promise<Applied>;
  user(email: string): GotoSandboxUser | undefined;
  /** The requests that wrote, since the start: `POST /users`. */
  writes(): string[];
  close(): Promise<void>;
}

export interface BenchOptions extends Omit<Partial<GotoSandboxOptions>, 'account'> {
  readonly settings?: Partial<GotoSettings>;
  readonly account?: (account: GotoAccountFile) => void;
  readonly requests?: Partial<GotoSettings['requests']>;
  readonly stop?: AbortSignal;
}

export async function openBench(options: BenchOptions = {}): Promise<Bench> {
  const { settings: given, account: change, requests, stop = new AbortController().signal, ...rest } = options;
  const account = testAccount();
  change?.(account);
  const told: string[] = [];
  const notes: CallNote[] = [];
  const sandbox = await startGotoSandbox({ account, ...rest });
  const http = openHttp({ ca: null, env: {} });
  const whole = settingsFor(sandbox.url, given);
  const settings = { ...whole, requests: { ...whole.requests, ...requests } };
  const signal = new AbortController().signal;
  const target = await openGoto(settings, realWorld({ fetch: http.send, signal, log: () => undefined }));
  const reading = await target.read({ thorough: true, progress: () => undefined });
  const applier = target.begin(reading, {
    stop,
    journal: {
      begin(note) {
        told.push(`begin ${note.method}`);
        notes.push(note);
        return Promise.resolve((end: CallEnd) => {
          told.push(`end ${end.class}`);
        });
      },
    },
  });
  return {
    sandbox,
    target,
    reading,
    told,
    notes,
    apply: (one) => applier.apply(one),
    user: (email) => sandbox.account.users.find((one) => one.email === email && !one.elsewhere),
    writes() {
      const own = sandbox.log.filter(({ method, path }) => method !== 'GET' && path !== '/oauth/token');
      return own.map(({ method, path }) => `${method} ${path.replace(/^.*\/accounts\/\d+/, '')}`);
    },
    async close() {
      await target.close();
      await http.close();
      await sandbox.close();
    },
  };
}
