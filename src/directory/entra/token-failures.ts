import type { FailureCode } from '../../core/codes.ts';
import { Failure } from '../../core/failure.ts';
import type { EntraSettings } from '../../core/settings.ts';
import { messageOf, oneLine } from '../errors.ts';
import type { Trace } from './identity-http.ts';
import { LASTING, lastingCode, networkAdvice, networkProblem } from './network-problem.ts';
import { field, parseJson } from './json.ts';

type Words = readonly [code: FailureCode, what: string, advice: string];

const SECRET_ADVICE =
  'In the app registration, Certificates & secrets, make a new client secret and copy its value (not its id); a certificate or a federated credential needs no secret at all.';
const FEDERATION: Words = [
  'ENTRA_FEDERATION_MISSING',
  'the application trusts no token like the one of this job',
  'In the app registration, Certificates & secrets, Federated credentials, issuer, subject and audience must be exactly those of the token.',
];

/**
 * The meaning of error codes of the authority. They serve as hints only: Microsoft may change them.
 *
 * @see https://learn.microsoft.com/entra/identity-platform/reference-error-codes
 */
const WORDS: Readonly<Record<string, Words>> = {
  7000215: ['ENTRA_SECRET_WRONG', 'the client secret is wrong', SECRET_ADVICE],
  7000222: ['ENTRA_SECRET_EXPIRED', 'the client secret has expired', SECRET_ADVICE],
  700016: [
    'ENTRA_APP_UNKNOWN',
    'the tenant has no such application',
    'Check clientId and tenantId under directory: the app registration shows both as Application (client) ID and Directory (tenant) ID.',
  ],
  90002: [
    'ENTRA_TENANT_UNKNOWN',
    'there is no such tenant',
    'Check tenantId under directory, and the cloud: national clouds have tenants of their own.',
  ],
  70021: FEDERATION,
  700211: FEDERATION,
  700212: FEDERATION,
  700213: FEDERATION,
  700024: [
    'ENTRA_ASSERTION_TIME',
    'the proof of identity is not valid at this time',
    'Check the clock of this machine.',
  ],
  700027: [
    'ENTRA_CERTIFICATE_UNREGISTERED',
    'the certificate does not belong to the application',
    'Upload the certificate (without its key) in the app registration, Certificates & secrets, and check that certificate under directory names the right file.',
  ],
};

/** What the parser of JSON says; of all credentials only that of the Azure CLI parses what it did not fetch itself. */
const NO_JSON = /\bJSON\b/;
const AZ_ADVICE =
  'Run "az account get-access-token --resource https://graph.microsoft.com", and stop whatever it prints beside the token: warnings of az or of its extensions, a wrapper script.';

/** Why there is no token, and what to do. The words of Azure Identity are only shown where nothing else is known. */
export function tokenFailure(error: unknown, trace: Trace, settings: EntraSettings): Failure {
  if (trace.failure !== null) return trace.failure;
  const { trouble } = trace;
  if (trouble?.kind === 'network') {
    const { origin } = new URL(trouble.url);
    const problem = networkProblem(trouble.error);
    const code = LASTING.has(problem.fault) ? lastingCode(problem.fault) : 'ENTRA_AUTHORITY_UNREACHABLE';
    const advice = networkAdvice(problem, 'authorityUrl (or cloud) under directory');
    return new Failure(code, `No token for Microsoft Graph: ${origin}: ${problem.text}.`, advice);
  }
  if (trouble?.kind === 'refusal') return refusal(trouble, settings);
  const said = oneLine(messageOf(error));
  const head = `No token for Microsoft Graph by ${settings.credential.kind}`;
  // A piece of what az printed, as the parser cites it, may be a piece of a token.
  if (NO_JSON.test(said)) return new Failure('ENTRA_NO_IDENTITY', `${head}: az did not print JSON alone.`, AZ_ADVICE);
  return new Failure(
    'ENTRA_NO_IDENTITY',
    `${head}: ${said}`,
    'Check credential under directory, and whether this machine or login has such an identity.',
  );
}

/** `{error, error_description, error_codes, timestamp, trace_id}`, RFC 6749 section 5.2 with Microsoft's additions. */
function refusal(
  { url, status, text }: { readonly url: string; readonly status: number; readonly text: string },
  { tenantId, credential }: EntraSettings,
): Failure {
  const { origin } = new URL(url);
  const body = parseJson(text);
  const codes = field(body, 'error_codes');
  const numbers = (Array.isArray(codes) ? codes : []).map(String);
  const number = numbers.find((code) => code in WORDS);
  const ids = [
    `HTTP ${status}`,
    ...numbers.map((code) => `AADSTS${code}`),
    plain(field(body, 'error')),
    ...['trace_id', 'timestamp'].map((name) => plain(field(body, name))),
  ];
  const shown = ids.filter((id) => id !== '').join(', ');
  const whom =
    'clientId' in credential && credential.clientId !== null ? `application ${credential.clientId}` : 'adsync';
  const head = `${origin} gives ${whom} no token for the tenant ${tenantId}`;
  const words = number === undefined ? undefined : WORDS[number];
  // For a federated token the description names the subject, which the reader needs.
  const more = words === undefined || words === FEDERATION ? descriptionOf(body) : '';
  const [code, what, advice] = words ?? [
    'ENTRA_TOKEN_DENIED',
    'it refused the request',
    'Look the code up at https://login.microsoftonline.com/error.',
  ];
  return new Failure(code, `${head}: ${what} (${shown}).${more}`, advice);
}

/** The description of the error, without the ids at its end. */
function descriptionOf(body: unknown): string {
  const text = plain(field(body, 'error_description')).replace(/\s*Trace ID:.*$/, '');
  return text === '' ? '' : ` It says: ${text}`;
}

function plain(value: unknown): string {
  return typeof value === 'string' ? oneLine(value) : '';
}
