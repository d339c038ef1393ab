import { broken, type Check, doubtful, fine, type Found } from '../core/check.ts';
import { counted } from '../core/counted.ts';
import { addressesOf, type HostToReach, NotReached, proxyOf, type TlsSeen, tryTcp, tryTls } from '../net/inspect.ts';
import { ProxyProblem } from '../net/problem.ts';
import { clockFound } from './clock.ts';
import type { DoctorJob } from './job.ts';

/** Milliseconds. */
const PATIENCE = 10_000;
const DAY = 86_400_000;
/** A certificate that ends sooner is told: whoever renews it needs a while. */
const SOON = 21;

/** The way to each host: name, connection, encryption, clock. */
export function hostChecks(
  hosts: readonly HostToReach[],
  { surroundings }: Pick<DoctorJob, 'surroundings'>,
): readonly Check[] {
  if (hosts.length === 0) return [];
  const distinct = [...new Map(hosts.map((host) => [idOf(host), host])).values()];
  const { env } = surroundings;
  return [
    { id: 'proxy', title: 'proxy', needs: ['file'], run: () => Promise.resolve(proxyFound(distinct, env)) },
    ...distinct.flatMap((host) => checksOf(host, surroundings)),
  ];
}

/** As `dc1.corp.example:636`. */
export function idOf({ host, port }: Pick<HostToReach, 'host' | 'port'>): string {
  return `${host}:${port}`;
}

/** The id of the last check of a host that says whether it can be used. */
export function reachedId(host: HostToReach): string {
  return `${host.security === 'none' ? 'tcp' : 'tls'}.${idOf(host)}`;
}

/** @throws Failure PROXY_INVALID */
function proxyFound(hosts: readonly HostToReach[], env: DoctorJob['surroundings']['env']): Found {
  const through = hosts.flatMap((host) => {
    const proxy = proxyOf(host, env);
    return proxy === null ? [] : [`${idOf(host)} through ${proxy.shown}`];
  });
  return fine(
    through.length === 0
      ? 'Every host is reached straight.'
      : `${through.join('; ')}. The others are reached straight.`,
  );
}

function checksOf(host: HostToReach, surroundings: DoctorJob['surroundings']): Check[] {
  const { env } = surroundings;
  const id = idOf(host);
  const at = (signal: AbortSignal, work: () => Promise<Found>): Promise<Found> => reached(host, signal, work);
  const checks: Check[] = [
    {
      id: `dns.${id}`,
      title: `name of ${host.host}`,
      needs: ['proxy'],
      run: (signal) =>
        at(signal, async () => {
          const proxy = proxyOf(host, env);
          const addresses = await addressesOf(proxy?.host ?? host.host, signal);
          const text = `${addresses.slice(0, 4).join(', ')}${addresses.length > 4 ? ' …' : ''}`;
          return fine(proxy === null ? `${text}.` : `The proxy looks it up; ${proxy.host} is ${text}.`);
        }),
    },
    {
      id: `tcp.${id}`,
      title: `connection to ${id}`,
      needs: [`dns.${id}`],
      run: (signal) =>
        at(signal, async () => {
          const proxy = proxyOf(host, env);
          await tryTcp(proxy?.host ?? host.host, proxy?.port ?? host.port, PATIENCE, signal);
          return fine(proxy === null ? 'It stands.' : `One to the proxy ${proxy.shown} stands.`);
        }),
    },
  ];
  if (host.security !== 'none') {
    checks.push({
      id: `tls.${id}`,
      title: `certificate of ${id}`,
      needs: ['secrets', `tcp.${id}`],
      run: (signal) =>
        at(signal, async () =>
          tlsFound(await tryTls(host, proxyOf(host, env), PATIENCE, signal), host, surroundings.now()),
        ),
    });
  }
  if (host.url !== null) {
    const { url } = host;
    checks.push({
      id: `clock.${id}`,
      title: `clock of ${host.host}`,
      needs: [reachedId(host)],
      run: async (signal) =>
        clockFound(await dateOf(url, host.ca, surroundings, signal), surroundings.now(), host.host),
    });
  }
  return checks;
}

/** One of several hosts may be down: the next one takes its place. */
async function reached(host: HostToReach, signal: AbortSignal, work: () => Promise<Found>): Promise<Found> {
  const found = await work().catch((error: unknown) => {
    signal.throwIfAborted();
    if (error instanceof ProxyProblem) return broken(`${error.message}.`, error.advice);
    if (!(error instanceof NotReached)) throw error;
    return broken(`${error.message}.`, `Check ${host.key}, DNS, and the firewall.`);
  });
  if (found.result !== 'fail' || !host.spare) return found;
  const text = `${found.text} Another host of ${host.key} may take its place.`;
  return { ...doubtful(text, found.remedy ?? ''), stops: true };
}

export function tlsFound({ certificate, fault, version }: TlsSeen, host: HostToReach, now: Date): Found {
  const said = certificate === null ? '' : `${described(certificate)} `;
  if (fault !== null) {
    return broken(
      `${said}${idOf(host)} cannot be used: ${fault}.`,
      `Check ${host.key} and the certificate. If a proxy of your company inspects TLS, or your own authority has issued the certificate, name that authority as ${host.caKey}.`,
    );
  }
  if (certificate === null) return fine(`${version}.`);
  const days = Math.floor((certificate.validTo.getTime() - now.getTime()) / DAY);
  const text = `${said}It is good for ${counted(days, 'more day', 'more days')}. ${version}.`;
  return days > SOON ? fine(text) : doubtful(text, 'Have it renewed before it ends.');
}

function described({ subject, issuer, names, chain }: NonNullable<TlsSeen['certificate']>): string {
  const more = names.length > 3 ? ` and ${names.length - 3} more` : '';
  const whom = names.length === 0 ? subject : `${names.slice(0, 3).join(', ')}${more}`;
  return `For ${whom}, issued by ${issuer}, ${counted(chain.length, 'certificate')} in the chain.`;
}

/** The Date header of any answer; null where there is none. */
async function dateOf(
  url: string,
  ca: string | null,
  surroundings: DoctorJob['surroundings'],
  signal: AbortSignal,
): Promise<Date | null> {
  const http = surroundings.openHttp(ca);
  try {
    const headers = { accept: '*/*', 'user-agent': 'adsync' };
    const answer = await http.send(`${new URL(url).origin}/`, { method: 'GET', headers, redirect: 'manual', signal });
    const date = new Date(answer.headers.get('date') ?? '');
    // Nothing of the page is looked at.
    const body = answer.body?.[Symbol.asyncIterator]();
    await body?.return?.();
    return Number.isNaN(date.getTime()) ? null : date;
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof ProxyProblem) throw error;
    return null;
  } finally {
    await http.close();
  }
}
