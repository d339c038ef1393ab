/** Counts the requests of the last second, each API for itself. Refused requests are not counted. */
export type Throttle = (api: string, limit: number | null) => boolean;

const SECOND = 1000;

export function newThrottle(now: () => number): Throttle {
  const requests = new Map<string, number[]>();
  return (api, limit) => {
    const time = now();
    const recent = (requests.get(api) ?? []).filter((one) => one > time - SECOND);
    const allowed = limit === null || recent.length < limit;
    requests.set(api, allowed ? [...recent, time] : recent);
    return allowed;
  };
}
