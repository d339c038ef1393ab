import { Secret } from '../core/secret.ts';
import type { EntraCredential, EntraSettings } from '../core/settings.ts';
import type { Report } from './diagnostic.ts';
import { type Entry, later, type MapEntry, select, textAt } from './entry.ts';
import { durationAt } from './typed-values.ts';

/** Where Microsoft Graph and its authority are: https://learn.microsoft.com/graph/deployments */
const CLOUDS: Readonly<Record<string, { readonly graphUrl: string; readonly authorityUrl: string }>> = {
  global: { graphUrl: 'https://graph.microsoft.com', authorityUrl: 'https://login.microsoftonline.com' },
  usGov: { graphUrl: 'https://graph.microsoft.us', authorityUrl: 'https://login.microsoftonline.us' },
  usGovDoD: { graphUrl: 'https://dod-graph.microsoft.us', authorityUrl: 'https://login.microsoftonline.us' },
  china: { graphUrl: 'https://microsoftgraph.chinacloudapi.cn', authorityUrl: 'https://login.chinacloudapi.cn' },
};

/** Of these keys exactly one must be set. */
const WAYS = ['clientSecret', 'certificate', 'credential'] as const;
/** Ways that belong to an application registration: the file must name it. */
const NEEDS_CLIENT: ReadonlySet<string> = new Set(['clientSecret', 'certificate', 'githubActions', 'azureDevOps']);
/** Ways that bring an identity of their own. */
const HAS_CLIENT: ReadonlySet<string> = new Set(['azureCli', 'default']);

/**
 * Keys of `directory` with `type: entra` that belong together, or do not.
 *
 * @param meant JSON pointers of misspelt keys: nothing is said about what is missing where one of those was meant
 */
export function checkEntra(root: Entry, meant: ReadonlySet<string>, report: Report): void {
  const [directory] = select(root, 'directory');
  if (directory?.kind !== 'map') return;
  const { fields } = directory;
  if (textOf(fields.get('type')) !== 'entra') return;
  checkWay(directory, meant, report);
  const [cloud, graphUrl, authorityUrl] = ['cloud', 'graphUrl', 'authorityUrl'].map((key) => fields.get(key));
  const address = graphUrl ?? authorityUrl;
  if (cloud !== undefined && address !== undefined) {
    const message = 'cloud, and graphUrl with authorityUrl, both say where Microsoft Graph is.';
    report.error('ADDRESS_TWICE', later(cloud, address), message, 'Keep one of the two.');
  }
  if (address === undefined || (graphUrl !== undefined && authorityUrl !== undefined)) return;
  const missing = graphUrl === undefined ? 'graphUrl' : 'authorityUrl';
  if (meant.has(`/directory/${missing}`)) return;
  const message = `graphUrl and authorityUrl belong together, but ${missing} is missing.`;
  report.error('ADDRESS_INCOMPLETE', address.keyAt, message, 'A token of one cloud is of no use in another: set both.');
}

function checkWay(directory: MapEntry, meant: ReadonlySet<string>, report: Report): void {
  const { fields } = directory;
  const ways = WAYS.flatMap((key) => fields.get(key) ?? []);
  const [first, second] = ways;
  if (first === undefined) {
    if (WAYS.some((key) => meant.has(`/directory/${key}`))) return;
    const advice =
      'Add "credential: githubActions" (or azureDevOps, workloadIdentity, managedIdentity, azureCli, default), "certificate: app.pem" or "clientSecret: ${AZURE_CLIENT_SECRET}".';
    report.error('CREDENTIALS_MISSING', directory.keyAt, 'It is not said how a token is got.', advice);
    return;
  }
  if (second !== undefined) {
    const message = `There are two kinds of credentials: ${String(first.key)} and ${String(second.key)}.`;
    report.error('CREDENTIALS_TWICE', later(first, second), message, 'Keep one of the two.');
    return;
  }
  const way = first.key === 'credential' ? (textOf(first) ?? '') : String(first.key);
  checkClient(fields, first, way, meant, report);
  checkServiceConnection(fields, first, way, meant, report);
}

function checkClient(
  fields: MapEntry['fields'],
  entry: Entry,
  way: string,
  meant: ReadonlySet<string>,
  report: Report,
): void {
  const clientId = fields.get('clientId');
  if (clientId === undefined && NEEDS_CLIENT.has(way) && !meant.has('/directory/clientId')) {
    const message = `${way} belongs to an application, but clientId is missing.`;
    const advice = 'Add clientId: the Application (client) ID of the app registration.';
    report.error('CREDENTIALS_INCOMPLETE', entry.keyAt, message, advice);
  }
  if (clientId === undefined || !HAS_CLIENT.has(way)) return;
  const advice = way === 'default' ? 'Remove it, and set the variable AZURE_CLIENT_ID.' : 'Remove it.';
  report.error('KEY_WITHOUT_USE', clientId.keyAt, `clientId has no meaning with "credential: ${way}".`, advice);
}

function checkServiceConnection(
  fields: MapEntry['fields'],
  entry: Entry,
  way: string,
  meant: ReadonlySet<string>,
  report: Report,
): void {
  const connection = fields.get('serviceConnectionId');
  if (connection === undefined && way === 'azureDevOps' && !meant.has('/directory/serviceConnectionId')) {
    const message = 'azureDevOps needs a service connection, but serviceConnectionId is missing.';
    const advice = 'Add serviceConnectionId: it stands as resourceId in the address of the service connection.';
    report.error('CREDENTIALS_INCOMPLETE', entry.keyAt, message, advice);
  }
  if (connection === undefined || way === 'azureDevOps') return;
  const message = 'serviceConnectionId only has a meaning with "credential: azureDevOps".';
  report.error('KEY_WITHOUT_USE', connection.keyAt, message, 'Remove it.');
}

/** What a faultless file means, with the defaults filled in. */
export function buildEntra(root: Entry, authorities: string | null, certificate: Secret | null): EntraSettings {
  const cloud = CLOUDS[textAt(root, 'directory.cloud') ?? 'global'];
  return {
    type: 'entra',
    tenantId: textAt(root, 'directory.tenantId')?.trim() ?? '',
    credential: credential(root, certificate),
    graphUrl: address(root, 'directory.graphUrl') ?? cloud?.graphUrl ?? '',
    authorityUrl: address(root, 'directory.authorityUrl') ?? cloud?.authorityUrl ?? '',
    ca: authorities,
    timeouts: {
      request: durationAt(root, 'directory.timeouts.request', '60s'),
      throttled: durationAt(root, 'directory.timeouts.throttled', '5m'),
    },
  };
}

function credential(root: Entry, certificate: Secret | null): EntraCredential {
  const written = textAt(root, 'directory.clientId')?.trim() ?? null;
  const clientId = written ?? '';
  const secret = textAt(root, 'directory.clientSecret');
  if (secret !== null) return { kind: 'clientSecret', clientId, clientSecret: new Secret(secret) };
  if (certificate !== null) return { kind: 'certificate', clientId, certificate };
  const kind = textAt(root, 'directory.credential');
  switch (kind) {
    case 'githubActions':
      return { kind, clientId };
    case 'azureDevOps':
      return { kind, clientId, serviceConnectionId: textAt(root, 'directory.serviceConnectionId')?.trim() ?? '' };
    case 'workloadIdentity':
    case 'managedIdentity':
      return { kind, clientId: written };
    case 'azureCli':
      return { kind };
    default:
      return { kind: 'default' };
  }
}

function address(root: Entry, path: string): string | null {
  const text = textAt(root, path);
  return text === null ? null : new URL(text).origin;
}

function textOf(entry: Entry | undefined): string | null {
  return entry?.kind === 'scalar' && typeof entry.value === 'string' ? entry.value : null;
}
