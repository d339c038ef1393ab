import type { Socket } from 'node:net';
import { type Bounds, TooLarge } from '../../net/bounds.ts';

/** The bounds for LDAP answers. */
export type LdapBounds = Pick<Bounds, 'ldapMessage' | 'ldapAnswer' | 'reading'>;

/** Counts the bytes that come over one connection. */
export interface Sizes {
  /** The bound that was passed; null while none was. The connection is closed then. */
  readonly passed: Passed | null;
  /** To be called when a request is sent: all bytes from now on are its answer. */
  beginAnswer(): void;
}

export interface Passed {
  readonly large: TooLarge;
  /** The thing that was too large, in words. */
  readonly what: string;
}

const SEQUENCE = 0x30;

/**
 * Counts bytes while they come. ldapts itself keeps a message until it is whole and an answer until its last message,
 * however large they get. This must be called before ldapts listens to the socket.
 */
export function watchSizes(socket: Socket, bounds: LdapBounds): Sizes {
  const state: { passed: Passed | null; all: number; answer: number } = { passed: null, all: 0, answer: 0 };
  const messages = newMessages();

  function pass(bound: number, what: string): void {
    state.passed ??= { large: new TooLarge(bound), what };
    socket.destroy();
  }

  socket.on('data', (chunk: Buffer) => {
    state.answer += chunk.length;
    state.all += chunk.length;
    if (longest(messages, chunk) > bounds.ldapMessage) pass(bounds.ldapMessage, 'one entry or message');
    else if (state.answer > bounds.ldapAnswer) pass(bounds.ldapAnswer, 'the answer to one request');
    else if (state.all > bounds.reading) pass(bounds.reading, 'all answers of one reading');
  });
  return {
    get passed() {
      return state.passed;
    },
    beginAnswer() {
      state.answer = 0;
    },
  };
}

/** Keeps track of where one message ends and the next one begins. */
interface Messages {
  /** The bytes so far of a head that is not whole yet. */
  head: number[];
  /** Bytes to come of the message under way. */
  rest: number;
  /** Whether something came that is no LDAP. ldapts reports it; the lengths of what follows cannot be known. */
  lost: boolean;
}

function newMessages(): Messages {
  return { head: [], rest: 0, lost: false };
}

/** The length in bytes of the longest message that begins in these bytes, as its own head says. */
function longest(messages: Messages, chunk: Buffer): number {
  let most = 0;
  for (let at = 0; at < chunk.length && !messages.lost; ) {
    if (messages.rest > 0) {
      const taken = Math.min(messages.rest, chunk.length - at);
      messages.rest -= taken;
      at += taken;
      continue;
    }
    messages.head.push(chunk[at] ?? 0);
    at += 1;
    const length = lengthOf(messages.head);
    if (length === null) continue;
    messages.lost = length < 0;
    messages.head = [];
    messages.rest = Math.max(0, length);
    most = Math.max(most, length);
  }
  return most;
}

/** The length after a head (X.690, 8.1.3); null while the head is not whole, negative when it is no head of LDAP. */
function lengthOf(head: readonly number[]): number | null {
  const [tag, first] = head;
  if (tag !== SEQUENCE) return -1;
  if (first === undefined) return null;
  if (first < 0x80) return first;
  const size = first - 0x80;
  if (size === 0) return -1;
  if (head.length < 2 + size) return null;
  return head.slice(2).reduce((length, byte) => length * 256 + byte, 0);
}
