import { isatty } from 'node:tty';
import { EXIT, type InterruptedCode, type StopSignal } from './exit-codes.ts';

/** Why the work is to stop: the reason of the context's abort signal. */
export class Interrupted extends Error {
  readonly signal: StopSignal;

  constructor(signal: StopSignal) {
    super(`interrupted by ${signal}`);
    this.name = 'Interrupted';
    this.signal = signal;
  }
}

/** The exit code for a signal that stopped the work half-way; null when none came. */
export function interruptedCode(signal: AbortSignal): InterruptedCode | null {
  const reason: unknown = signal.reason;
  return signal.aborted && reason instanceof Interrupted ? EXIT.interrupted[reason.signal] : null;
}

/** What the signals of a process rest on. */
export interface SignalSource {
  readonly platform: NodeJS.Platform;
  /** Whether input, output or messages go to a terminal. */
  readonly hasTerminal: boolean;
  on(signal: NodeJS.Signals, listener: () => void): void;
  /** Milliseconds; nobody sets it back. */
  now(): number;
  /** Ends the process. */
  exit(code: InterruptedCode): void;
}

/** The signals that ask for an end, and what each counts as. Windows sends SIGBREAK for Ctrl-Break. */
const STOPS: readonly (readonly [sent: NodeJS.Signals, as: StopSignal])[] = [
  ['SIGHUP', 'SIGHUP'],
  ['SIGINT', 'SIGINT'],
  ['SIGTERM', 'SIGTERM'],
  ['SIGBREAK', 'SIGINT'],
];

/** Milliseconds. Below npm and npx one Ctrl-C arrives twice: from the terminal, and passed on by them. */
const ONE_KEYSTROKE = 1000;

/**
 * The first signal asks the work to stop; a further one ends the process at once, if it comes a second later or more. A
 * terminal that is gone sends one, too (SIGHUP; on Windows a window that is closed).
 */
export function abortOnSignals(source: SignalSource = ofThisProcess()): AbortSignal {
  const controller = new AbortController();
  let first = 0;
  for (const [sent, name] of STOPS) {
    source.on(sent, () => {
      if (name === 'SIGHUP' && isOfNobody(source)) return;
      if (!controller.signal.aborted) {
        first = source.now();
        controller.abort(new Interrupted(name));
      } else if (source.now() - first >= ONE_KEYSTROKE) {
        source.exit(EXIT.interrupted[name]);
      }
    });
  }
  return controller.signal;
}

/** Calls `listener` at every SIGHUP that is no end of a terminal of ours, and so asks for no end. */
export function onHangup(listener: () => void, source: Omit<SignalSource, 'now' | 'exit'> = ofThisProcess()): void {
  source.on('SIGHUP', () => {
    if (isOfNobody(source)) listener();
  });
}

/**
 * Below nohup the end of a terminal is to be ignored. Node takes that order back before any code of ours runs, so it cannot
 * be asked for. But nohup leaves no stream at a terminal, and then no terminal that ends can be ours. On Windows the window
 * takes the process with it in any case.
 */
function isOfNobody({ platform, hasTerminal }: Pick<SignalSource, 'platform' | 'hasTerminal'>): boolean {
  return platform !== 'win32' && !hasTerminal;
}

function ofThisProcess(): SignalSource {
  return {
    platform: process.platform,
    hasTerminal: [0, 1, 2].some((stream) => isatty(stream)),
    on: (signal, listener) => process.on(signal, listener),
    now: () => performance.now(),
    exit: (code) => process.exit(code),
  };
}
