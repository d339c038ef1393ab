/** Idle time after which a session is gone, and the window and number of logins, as documented. */
const IDLE = 20 * 60_000;
const WINDOW = 3 * 60_000;
const LOGINS = 10;
/** For the switch `pollLimit`. */
const MINUTE = 60_000;

export interface Sessions {
  /** Counts a login; false when there were too many of late. */
  admit(): boolean;
  /** Counts a call of any kind; false when there were more than `most` within a minute. */
  isInPace(most: number | null): boolean;
  open(node: number, cookie: string): void;
  /** The user of a live session, which thereby starts to idle anew. */
  user(cookie: string): number | null;
  end(cookie: string): boolean;
  endAll(): void;
}

/** Login sessions on the clock `now` (milliseconds). */
export function newSessions(now: () => number): Sessions {
  const open = new Map<string, { readonly node: number; used: number }>();
  let logins: number[] = [];
  let calls: number[] = [];

  return {
    admit() {
      const time = now();
      logins = [...logins.filter((login) => login > time - WINDOW), time];
      return logins.length <= LOGINS;
    },
    isInPace(most) {
      const time = now();
      calls = most === null ? [] : calls.filter((call) => call > time - MINUTE);
      if (most === null) return true;
      if (calls.length >= most) return false;
      calls.push(time);
      return true;
    },
    open(node, cookie) {
      open.set(cookie, { node, used: now() });
    },
    user(cookie) {
      const session = open.get(cookie);
      if (session === undefined) return null;
      const time = now();
      if (time - session.used > IDLE) {
        open.delete(cookie);
        return null;
      }
      session.used = time;
      return session.node;
    },
    end(cookie) {
      return open.delete(cookie);
    },
    endAll() {
      open.clear();
    },
  };
}
