import { cpSync, existsSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plan } from '../../../src/plan/model.ts';
import {
  type GotoAccountFile,
  type GotoFault,
  type GotoSandbox,
  type GotoSandboxOptions,
  type GotoSwitches,
  startGotoSandbox,
} from '../../../src/sandbox/goto/index.ts';
import { adsync, type Said } from '../../cli/fake-host.ts';
import { newFolder } from '../../e2e/adsync.ts';
import { journalFaults } from '../journals.ts';
import { account as newAccount, type Asking, ldif, stateOf, yaml } from './world.ts';

export interface GroundOptions extends Pick<GotoSandboxOptions, 'during'> {
  readonly account?: GotoAccountFile;
  readonly switches?: Partial<GotoSwitches>;
  readonly faults?: readonly GotoFault[];
  /** A state folder to begin with. */
  readonly state?: string;
}

/** A folder with a file and a directory, and an account that is served. */
export interface Ground {
  readonly sandbox: GotoSandbox;
  readonly folder: string;
  apply(): Promise<Said>;
  /** From now on the service is well, and a run is patient. */
  calm(): Promise<void>;
  close(): Promise<void>;
}

const PATIENT = '60s';
/** A service that hangs is waited for so long: half of it would do for an answer on a busy machine. */
const IMPATIENT = '400ms';

export async function openGround(options: GroundOptions = {}): Promise<Ground> {
  const { account = newAccount(), switches = {}, faults = [], state, during } = options;
  const sandbox = await startGotoSandbox({ account, switches, faults, ...(during === undefined ? {} : { during }) });
  const hangs = faults.some(({ kind }) => kind.startsWith('hang'));
  const file = (timeout: string): string => yaml(sandbox.url, askingFor(sandbox.switches, timeout));
  const folder = await newFolder({ 'sync.yaml': file(hangs ? IMPATIENT : PATIENT), 'directory.ldif': ldif() });
  if (state !== undefined) cpSync(state, join(folder.path, '.adsync'), { recursive: true });
  return {
    sandbox,
    folder: folder.path,
    apply: () => adsync(['apply', '--yes'], { cwd: folder.path }),
    async calm() {
      sandbox.faults.length = 0;
      await writeFile(join(folder.path, 'sync.yaml'), file(PATIENT));
    },
    async close() {
      await sandbox.close();
      await folder.remove();
    },
  };
}

/** What the file says so that the service understands it; and readings that lag are waited for. */
function askingFor({ keysInRequests, filterForm, consistencyDelay }: GotoSwitches, timeout: string): Asking {
  return {
    keys: keysInRequests === 'numbers' ? 'numbers' : 'text',
    filter: filterForm === 'regex' ? 'regex' : 'eq',
    timeout,
    consistencyDelay: consistencyDelay === 0 ? '0s' : `${consistencyDelay + 100}ms`,
  };
}

/** Where everything stands once there is nothing more to do. */
export interface EndState {
  readonly state: readonly string[];
  /** What the last plan still shows: changes that are blocked, or that the service never lets be made. */
  readonly open: readonly string[];
}

/** A run that nothing disturbs brings a world to its end; where something came between two calls, it may take two. */
const RUNS = 3;

/**
 * Runs until everything is as expected, or nothing changes any more, and says where it stands, and what must not be.
 *
 * @param expected null = nobody knows yet
 */
export async function settle(
  ground: Ground,
  expected: EndState | null = null,
): Promise<EndState & { readonly findings: readonly string[] }> {
  const { sandbox, folder } = ground;
  const findings: string[] = [];
  let end: EndState = { state: [], open: [] };
  await ground.calm();
  for (let run = 0; run < RUNS; run += 1) {
    const { code, stderr } = await ground.apply();
    if (/INTERNAL|Cannot read properties/.test(stderr)) findings.push(`a bug showed: ${stderr.slice(0, 300)}`);
    if (code !== 0 && code !== 3) findings.push(`a run without faults ended with ${code}: ${stderr.slice(0, 500)}`);
    const before = end;
    end = { state: stateOf(sandbox.account, sandbox.switches), open: await openIn(folder) };
    if (differences(expected ?? before, end).length === 0) break;
    if (run === RUNS - 1 && expected === null) findings.push('the last run still changed something');
  }
  return { ...end, findings: [...findings, ...faultsOf(ground), ...(await journalFaults(folder, Infinity))] };
}

async function openIn(cwd: string): Promise<string[]> {
  const { code, stdout, stderr } = await adsync(['plan', '--json'], { cwd });
  if (code !== 0) return [`plan ended with ${code}: ${stderr.slice(0, 500)}`];
  const { changes } = JSON.parse(stdout) as Plan;
  return changes.map(({ operations, email, after, blocked }) =>
    JSON.stringify([operations, email, after, blocked?.kind ?? null]),
  );
}

/** What must never be, whatever goes wrong. */
function faultsOf({ sandbox: { account, log } }: Ground): string[] {
  const deletions = log.filter(
    ({ method, path }) => method === 'DELETE' && !/\/users\/(rolesets|\d+\/groups)$/.test(path),
  );
  const emails = account.users.map(({ email }) => email.toLowerCase());
  const twice = emails.filter((email, index) => emails.indexOf(email) !== index);
  const invited = account.users.filter(({ inviteCount }) => inviteCount > 1);
  return [
    ...deletions.map(({ path }) => `deleted: ${path}`),
    ...twice.map((email) => `added twice: ${email}`),
    ...invited.map(({ email }) => `invited twice: ${email}`),
  ];
}

/** What two ends differ in, in sentences. */
export function differences(expected: EndState, seen: EndState): string[] {
  return (['state', 'open'] as const).flatMap((part) => [
    ...expected[part].filter((line) => !seen[part].includes(line)).map((line) => `${part}: missing: ${line}`),
    ...seen[part].filter((line) => !expected[part].includes(line)).map((line) => `${part}: too much: ${line}`),
  ]);
}

/** The account and the state folder as they were when a run was killed. */
export interface Moment {
  readonly name: string;
  readonly account: GotoAccountFile;
  readonly state: string;
}

export interface Recording extends EndState {
  /** Two of each call that writes: before it is carried out, and after, when nobody has been told. */
  readonly moments: readonly Moment[];
  readonly findings: readonly string[];
  close(): void;
}

/**
 * Applies undisturbed, and keeps what a SIGKILL would leave behind at every call that writes: the account, and the
 * state folder with the journal. Only locks are not kept: they are of this process, which lives on.
 *
 * @param expected where it should end; null = nobody knows yet
 */
export async function record(
  switches: Partial<GotoSwitches> = {},
  expected: EndState | null = null,
): Promise<Recording> {
  const kept = await newFolder({});
  const moments: Moment[] = [];
  let writes = 0;
  const ground = await openGround({
    switches,
    during({ writes: isWrite, method, path }) {
      if (!isWrite) return;
      writes += 1;
      const what = `write ${writes} (${method} ${path.replace(/^.*\/accounts\/\d+/, '')})`;
      keep(`before ${what}`);
      // The call is carried out as soon as this has returned; its answer can be read in a later turn only.
      setImmediate(() => {
        keep(`after ${what}`);
      });
    },
  });
  function keep(name: string): void {
    const state = join(kept.path, String(moments.length));
    const own = join(ground.folder, '.adsync');
    if (existsSync(own)) cpSync(own, state, { recursive: true, filter: (path) => !/[\\/]locks[\\/]/.test(path) });
    moments.push({ name, account: structuredClone(ground.sandbox.account), state });
  }
  try {
    const end = await settle(ground, expected);
    const close = (): void => {
      rmSync(kept.path, { recursive: true, force: true });
    };
    return { ...end, moments, close };
  } finally {
    await ground.close();
  }
}

/** Goes on from a moment at which a run was killed. @returns what must not be, in sentences */
export async function goOnFrom(
  { name, account, state }: Moment,
  recorded: Recording,
  switches: Partial<GotoSwitches> = {},
): Promise<string[]> {
  const ground = await openGround({ account: structuredClone(account), switches, state });
  try {
    const end = await settle(ground, recorded);
    return [...end.findings, ...differences(recorded, end)].map((text) => `killed ${name}: ${text}`);
  } finally {
    await ground.close();
  }
}

/** Does all of this, so many at a time: runs wait for each other's sockets and disks. */
export async function abreast<Item>(
  items: readonly Item[],
  work: (item: Item) => Promise<void>,
  most = 6,
): Promise<void> {
  const queue = items.values();
  await Promise.all(
    Array.from({ length: most }, async () => {
      for (const item of queue) await work(item);
    }),
  );
}
