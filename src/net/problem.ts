import { causesOf } from './causes.ts';

/**
 * - unreachable   no connection to it, or it does not answer
 * - busy          it cannot reach the host just now (502, 503, 504)
 * - credentials   it wants others, or any (407)
 * - refused       it does not allow the connection
 * - certificate   it is an https:// proxy whose certificate is not trusted
 */
export type ProxyFault = 'unreachable' | 'busy' | 'credentials' | 'refused' | 'certificate';

/** Why there is no connection through a proxy. Nothing was sent to the host behind it. */
export class ProxyProblem extends Error {
  readonly fault: ProxyFault;
  readonly advice: string;

  /** @param proxy its address without credentials, and the variable that names it */
  constructor(fault: ProxyFault, proxy: string, what: string, options?: ErrorOptions) {
    super(`the proxy ${proxy} ${what}`, options);
    this.name = 'ProxyProblem';
    this.fault = fault;
    this.advice = ADVICE[fault];
  }

  /** Whether another try may mend it. */
  get passes(): boolean {
    return this.fault === 'unreachable' || this.fault === 'busy';
  }
}

const ADVICE: Readonly<Record<ProxyFault, string>> = {
  unreachable: 'Check that variable and the network; hosts that need no proxy belong into NO_PROXY.',
  busy: 'Try again later. If it stays so, the host may have to be reached without the proxy (NO_PROXY).',
  credentials:
    'Give credentials in that variable, as http://user:password@host:port (%40 for an @ in them); only Basic authentication is supported.',
  refused: 'Have the proxy allow this host, or name the host in NO_PROXY.',
  certificate:
    'Name the authority of the proxy as ca under rescue.tls and directory.tls (a PEM file, or system if the operating system trusts it), or use an http:// proxy.',
};

/** The ProxyProblem behind an error of fetch; null when there is none. */
export function proxyProblemIn(error: unknown): ProxyProblem | null {
  return causesOf(error).find((one) => one instanceof ProxyProblem) ?? null;
}
