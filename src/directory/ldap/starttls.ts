import type { Socket } from 'node:net';
import { Ber, BerReader, BerWriter } from 'ldapts';
import { oneLine } from '../errors.ts';
import { closedIn, ConnectionProblem } from './connection-problem.ts';

/** RFC 4511, 4.14.1. */
const START_TLS = '1.3.6.1.4.1.1466.20037';
const EXTENDED_REQUEST = 0x77;
const REQUEST_NAME = 0x80;
const EXTENDED_RESPONSE = 0x78;
/** A server's answer is some 50 bytes. */
const LONGEST_ANSWER = 4096;

/**
 * Asks for TLS on a fresh connection and waits for the consent. Nothing but this request ever crosses the connection in
 * clear text.
 *
 * This is our own code because the startTLS of ldapts sets no time limit for the handshake, and does not refuse bytes
 * that come along with the consent.
 *
 * @throws ConnectionProblem when the server refuses, hangs up, or sends anything beyond its consent (an attacker on
 *   the way could have added it)
 */
export async function requestStartTls(socket: Socket, stop: AbortSignal): Promise<void> {
  const answer = collect(socket, stop);
  socket.write(request());
  const { code, text } = await answer;
  if (code === 0) return;
  throw new ConnectionProblem(
    'LDAP_STARTTLS_REFUSED',
    `it refused StartTLS (result code ${code}${text === '' ? '' : `: ${oneLine(text)}`})`,
  );
}

function request(): Buffer {
  const writer = new BerWriter();
  writer.startSequence();
  writer.writeInt(1);
  writer.startSequence(EXTENDED_REQUEST);
  writer.writeString(START_TLS, REQUEST_NAME);
  writer.endSequence();
  writer.endSequence();
  return writer.buffer;
}

interface Answer {
  readonly code: number;
  readonly text: string;
}

function collect(socket: Socket, stop: AbortSignal): Promise<Answer> {
  return new Promise((resolve, reject) => {
    let received: Buffer = Buffer.alloc(0);
    const settle = (outcome: Answer | Error): void => {
      socket.off('data', onData).off('close', onClose);
      stop.removeEventListener('abort', onAbort);
      socket.pause();
      if (outcome instanceof Error) reject(outcome);
      else resolve(outcome);
    };
    const onData = (chunk: Buffer): void => {
      received = Buffer.concat([received, chunk]);
      try {
        const answer = parse(received);
        if (answer !== null) settle(answer);
      } catch (error) {
        settle(error instanceof Error ? error : new Error(String(error)));
      }
    };
    const onClose = (): void => {
      settle(closedIn('startTLS'));
    };
    const onAbort = (): void => {
      settle(new Error('stopped'));
    };
    socket.on('data', onData).on('close', onClose);
    stop.addEventListener('abort', onAbort, { once: true });
  });
}

/** null until the whole answer is there. */
function parse(bytes: Buffer): Answer | null {
  const reader = new BerReader(bytes);
  if (bytes[0] !== (Ber.Sequence | Ber.Constructor)) throw notLdap();
  const start = reader.readSequence();
  if (bytes.length > LONGEST_ANSWER) throw notLdap();
  if (start === null || reader.remain < reader.length) return null;
  if (reader.remain > reader.length) throw notLdap();
  reader.readInt();
  if (reader.readSequence() !== EXTENDED_RESPONSE) throw notLdap();
  const code = reader.readEnumeration();
  reader.readString();
  return { code: code ?? -1, text: reader.readString() ?? '' };
}

function notLdap(): ConnectionProblem {
  return new ConnectionProblem('LDAP_STARTTLS_REFUSED', 'its answer to StartTLS was none that LDAP knows');
}
