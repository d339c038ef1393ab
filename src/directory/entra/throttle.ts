import { Failure } from '../../core/failure.ts';
import { newGate } from '../../net/pace.ts';
import { waitAfter } from '../../net/retry.ts';
import type { EntraWorld } from './outside-world.ts';
import { THROTTLED } from './retry.ts';

/** Holds all requests back while the service asks for a pause: refused requests count against the quota too. */
export interface Throttle {
  /** Waits until requests may go out again. */
  ready(): Promise<void>;
  /**
   * The service asks for a pause.
   *
   * @param wait milliseconds; null = it does not say how long
   * @throws Failure when the pauses of this reading add up to more than the budget
   */
  pause(wait: number | null): void;
  /** A request was let through. */
  passed(): void;
}

interface ThrottleOptions {
  /** Milliseconds for all pauses together. */
  readonly budget: number;
  readonly world: Pick<EntraWorld, 'now' | 'random' | 'sleep'>;
  readonly signal: AbortSignal;
  readonly progress: (text: string) => void;
}

export function newThrottle({ budget, world, signal, progress }: ThrottleOptions): Throttle {
  const gate = newGate(world);
  let spent = 0;
  let unsaid = 0;

  return {
    ready: () => gate.pass(signal),
    pause(wait) {
      const now = world.now();
      // Requests that were under way together are refused together: that is one pause.
      if (wait === null && gate.opensAt() > now) return;
      unsaid = wait === null ? unsaid + 1 : 0;
      const end = now + waitAfter(THROTTLED, unsaid, wait, world.random);
      const from = Math.max(now, gate.opensAt());
      if (end <= from) return;
      spent += end - from;
      if (spent > budget) throw exhausted(budget, wait);
      gate.closeUntil(end);
      progress(`Microsoft Graph asks for a pause of ${seconds(end - now)}`);
    },
    passed() {
      unsaid = 0;
    },
  };
}

function exhausted(budget: number, wait: number | null): Failure {
  const asked = wait === null ? '' : ` It asked for ${seconds(wait)} the last time.`;
  return new Failure(
    'ENTRA_THROTTLED',
    `Microsoft Graph lets no more requests through (HTTP 429), and the waiting time of ${seconds(budget)} is used up.${asked}`,
    'Try again later, look for other programs that use the same app registration, or raise throttled under directory.timeouts.',
  );
}

function seconds(ms: number): string {
  return `${Math.ceil(ms / 1000)} s`;
}
