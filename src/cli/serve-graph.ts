import { X509Certificate } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Failure } from '../core/failure.ts';
import {
  AUTHORITY,
  type GraphSandbox,
  type GraphTenant,
  loadGraphTenant,
  readTenant,
  startGraphSandbox,
} from '../sandbox/graph/index.ts';
import type { Context } from './context.ts';
import { portTaken } from './port-taken.ts';
import type { Served } from './served.ts';

export interface GraphOptions {
  /** null = the example. */
  readonly tenant: string | null;
  readonly ca: string;
  readonly port: number;
}

/**
 * Starts the stand-in Graph and writes the authority of its certificate, a new one at each start, to a file.
 *
 * @throws Failure SANDBOX_…
 */
export async function serveGraph(context: Context, options: GraphOptions): Promise<Served> {
  const { tenant: path } = options;
  const tenant = path === null ? await example() : await loadGraphTenant(resolve(context.cwd, path));
  await mustBeOurs(resolve(context.cwd, options.ca), options.ca);
  const sandbox = await start(tenant, options.port);
  try {
    await writeFile(resolve(context.cwd, options.ca), sandbox.ca);
  } catch (cause) {
    await sandbox.close();
    const advice = 'Look at the folder and at who may write there, or name another file with --ca.';
    throw new Failure('SANDBOX_FILE_UNWRITABLE', `${options.ca} cannot be written.`, advice, { cause });
  }
  return { url: sandbox.url, log: sandbox.log, yaml: yamlFor(sandbox, options.ca), close: () => sandbox.close() };
}

async function example(): Promise<GraphTenant> {
  const { EXAMPLE_TENANT } = await import('../../generated/example-tenant.ts');
  return readTenant(EXAMPLE_TENANT, 'examples/tenant.json');
}

/** Only the authority of an earlier start is replaced: a name typed wrong must not cost that of the company. */
async function mustBeOurs(path: string, shown: string): Promise<void> {
  const text = await readFile(path).catch(() => null);
  if (text === null || text.length === 0 || isOurs(text)) return;
  const advice = 'Name another file with --ca, or remove this one.';
  throw new Failure('SANDBOX_FILE_EXISTS', `${shown} holds something else than the authority of a stand-in.`, advice);
}

function isOurs(pem: Buffer): boolean {
  try {
    return new X509Certificate(pem).subject === `CN=${AUTHORITY}`;
  } catch {
    return false;
  }
}

async function start(tenant: GraphTenant, port: number): Promise<GraphSandbox> {
  try {
    return await startGraphSandbox({ tenant, host: '127.0.0.1', port });
  } catch (cause) {
    throw portTaken(port, '--graph-port', cause);
  }
}

/** The app's secret is none: it opens nothing but this stand-in. JSON texts are YAML texts as well. */
function yamlFor({ url, tenant }: GraphSandbox, ca: string): string {
  const [app] = tenant.apps;
  const fields = {
    type: 'entra',
    tenantId: tenant.tenantId,
    clientId: app?.clientId ?? '…',
    clientSecret: app?.secret ?? '…',
    graphUrl: url,
    authorityUrl: url,
  };
  const plain = /^(?:entra|https:\/\/[\w.:]+|[\da-f]{8}-[\da-f-]{27}|[a-z][\w-]*\.pem)$/i;
  const shown = (value: string): string => (plain.test(value) ? value : JSON.stringify(value));
  const lines = Object.entries(fields).map(([name, value]) => `  ${name}: ${shown(value)}\n`);
  return `directory:\n${lines.join('')}  tls: { ca: ${shown(ca)} }\n`;
}
