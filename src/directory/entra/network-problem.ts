import type { FailureCode } from '../../core/codes.ts';
import { codeOf } from '../../core/errno.ts';
import { causesOf } from '../../net/causes.ts';
import { TLS_WORDS, type TlsFault, tlsFault, UNREACHABLE } from '../../net/connection-faults.ts';
import { Unanswered } from '../../net/exchange.ts';
import { proxyProblemIn } from '../../net/problem.ts';
import { messageOf, oneLine } from '../errors.ts';

export type NetworkFault = TlsFault | 'unreachable' | 'timeout' | 'proxy';

/** Why no answer came: the fault, and the end of a sentence that begins with the address. */
export interface NetworkProblem {
  readonly fault: NetworkFault;
  readonly text: string;
  /** Node's code of the error; absent where there is none. */
  readonly code?: string;
  /** What to do about a problem of the proxy; absent for other problems. */
  readonly advice?: string;
}

const WORDS: Readonly<Record<string, string>> = {
  ...UNREACHABLE,
  ETIMEDOUT: 'no connection could be made in time',
  UND_ERR_CONNECT_TIMEOUT: 'no connection could be made in time',
  ECONNRESET: 'the connection was cut',
  UND_ERR_SOCKET: 'the connection was cut',
  EPIPE: 'the connection was cut',
};

/** Faults that another try does not repair. */
export const LASTING: ReadonlySet<NetworkFault> = new Set([...(Object.keys(TLS_WORDS) as TlsFault[]), 'proxy']);

/** Says in words why a request got no answer. */
export function networkProblem(error: unknown): NetworkProblem {
  if (error instanceof Unanswered && error.after !== null) {
    return { fault: 'timeout', text: `it gave no answer within ${error.after} s` };
  }
  const proxy = proxyProblemIn(error);
  if (proxy !== null)
    return { fault: proxy.passes ? 'unreachable' : 'proxy', text: proxy.message, advice: proxy.advice };
  const cause = causesOf(error).at(-1);
  const code = codeOf(cause);
  const said = code ?? oneLine(messageOf(cause));
  const fault = tlsFault(code, messageOf(cause));
  if (fault === null) {
    const text = WORDS[code ?? ''] ?? `it gave no answer (${said})`;
    return { fault: 'unreachable', text, ...(code === null ? {} : { code }) };
  }
  if (fault === 'notTls') return { fault, text: TLS_WORDS[fault] };
  return { fault, text: `${TLS_WORDS[fault]} (${fault === 'otherName' ? oneLine(messageOf(cause)) : said})` };
}

/** The code of a failure for a lasting fault. */
export function lastingCode(fault: NetworkFault): FailureCode {
  return fault === 'proxy' ? 'ENTRA_PROXY' : 'ENTRA_CERTIFICATE';
}

/** What to do about a problem with the host that `key` names in the file. */
export function networkAdvice({ fault, advice }: Pick<NetworkProblem, 'fault' | 'advice'>, key: string): string {
  if (advice !== undefined) return advice;
  switch (fault) {
    case 'untrusted':
      return 'If a proxy of your company inspects TLS, name its authority as ca under directory.tls: a PEM file, or system if the operating system trusts it. Certificates are always verified.';
    case 'otherName':
    case 'notTls':
    case 'weak':
    case 'oldTls':
    case 'handshake':
    case 'clientCertificate':
    case 'refused':
      return `Check ${key}, and whether something on the way answers in its place.`;
    case 'date':
      return 'Check the clock of this machine.';
    default:
      return `Check the network, DNS, the firewall and the proxy of this machine, and ${key}.`;
  }
}
