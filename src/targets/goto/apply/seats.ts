import type { Clock } from '../../../net/clock.ts';
import type { Licence, LicenceKey } from '../planner/account.ts';

/** With more free seats than this, a list of licences is good for longer: others take some now and then, but not all. */
const PLENTY = 20;
const FRESH_WHEN_FEW = 1_000;
export const FRESH_WHEN_PLENTY = 60_000;
/** Milliseconds between two looks at the list while own changes are still to show in it. */
const PAUSE = 250;

/** The seats of the licences, as the service counts them, and our own changes that its count may not show yet. */
export interface Seats {
  /**
   * Takes a seat of each licence, before the service is asked for it.
   *
   * @returns the licence of which none is free; or what to call when the grant has ended
   * @throws Failure when the licences cannot be read
   */
  take(licences: readonly LicenceKey[]): Promise<Taken>;
  /** Notes that seats are being given back. @returns to be called when that has ended */
  giveBack(licences: readonly LicenceKey[]): () => void;
  /** Of these licences the first that has no free seat as of this moment; null = all have. */
  firstFull(licences: readonly LicenceKey[]): Promise<Licence | null>;
}

export type Taken = { readonly ok: true; readonly ended: () => void } | { readonly ok: false; readonly full: Licence };

/** plenty, few: a seat is left, whatever the look does not show; full: none is; open: own changes must show first. */
type State = 'plenty' | 'few' | 'full' | 'open';

/** A seat that we take or give back. */
interface Event {
  readonly licence: LicenceKey;
  readonly takes: boolean;
  /** When the call ended; null = it is under way. */
  ended: number | null;
}

interface Look {
  /** When it was asked for. */
  readonly at: number;
  readonly licences: Promise<readonly Licence[]>;
}

export interface SeatsOptions {
  readonly listLicences: () => Promise<readonly Licence[]>;
  readonly clock: Pick<Clock, 'now' | 'sleep'>;
  /** Milliseconds by which a reading may be behind. */
  readonly delay: number;
  /** When it is aborted, whatever waits for a seat ends with its reason. */
  readonly stop: AbortSignal;
}

export function newSeats({ listLicences, clock, delay, stop }: SeatsOptions): Seats {
  let events: readonly Event[] = [];
  let look: Look | null = null;

  /** Changes under way together share one look; one that failed is not kept. */
  async function lookSince(oldest: number): Promise<{ at: number; licences: readonly Licence[] }> {
    if (look === null || look.at < oldest) look = { at: clock.now(), licences: listLicences() };
    const used = look;
    try {
      return { at: used.at, licences: await used.licences };
    } catch (error) {
      if (look === used) look = null;
      throw error;
    }
  }

  /** Whether a look of this time may not show an own change yet. */
  function isOpen({ ended }: Event, at: number): boolean {
    return ended === null || ended + delay >= at;
  }

  function begin(licences: readonly LicenceKey[], takes: boolean): () => void {
    const own = licences.map((licence): Event => ({ licence, takes, ended: null }));
    const shownIn = look?.at ?? 0;
    events = [...events.filter((event) => isOpen(event, shownIn)), ...own];
    return () => {
      for (const event of own) event.ended = clock.now();
    };
  }

  function stateOf({ seats, inUse, key }: Licence, at: number): State {
    if (seats === null || inUse === null) return 'plenty';
    const open = events.filter((event) => event.licence === key && isOpen(event, at));
    const left = seats - inUse - open.filter(({ takes }) => takes).length;
    if (left > 0) return left > PLENTY ? 'plenty' : 'few';
    return open.length > 0 ? 'open' : 'full';
  }

  async function take(wanted: readonly LicenceKey[]): Promise<Taken> {
    let oldest = clock.now() - FRESH_WHEN_PLENTY;
    for (;;) {
      const { at, licences } = await lookSince(oldest);
      const known = licences.filter(({ key }) => wanted.includes(key));
      const states = known.map((licence) => stateOf(licence, at));
      const isOld = at < clock.now() - FRESH_WHEN_FEW;
      if (isOld && states.some((state) => state !== 'plenty')) {
        oldest = clock.now() - FRESH_WHEN_FEW;
        continue;
      }
      const full = known[states.indexOf('full')];
      if (full !== undefined) return { ok: false, full };
      // Nothing waits between the decision and the note of it: two changes never take the same seat.
      if (!states.includes('open')) return { ok: true, ended: begin(wanted, true) };
      await clock.sleep(PAUSE, stop);
      oldest = clock.now();
    }
  }

  return {
    take: (licences) =>
      licences.length === 0 ? Promise.resolve({ ok: true, ended: () => undefined }) : take(licences),
    giveBack: (licences) => begin(licences, false),
    async firstFull(licences) {
      const { licences: all } = await lookSince(clock.now());
      const full = all.filter(({ seats, inUse }) => seats !== null && inUse !== null && inUse >= seats);
      return full.find(({ key }) => licences.includes(key)) ?? null;
    },
  };
}
