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

/** The first signal asks the work to stop; the second ends the process at once. A terminal that is gone sends one, too. */
export function abortOnSignals(): AbortSignal {
  const controller = new AbortController();
  const stops: readonly StopSignal[] = ['SIGHUP', 'SIGINT', 'SIGTERM'];
  for (const name of stops) {
    process.on(name, () => {
      if (controller.signal.aborted) process.exit(EXIT.interrupted[name]);
      controller.abort(new Interrupted(name));
    });
  }
  return controller.signal;
}
