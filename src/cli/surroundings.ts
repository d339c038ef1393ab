import { randomBytes } from 'node:crypto';
import { userInfo } from 'node:os';
import { openHttp } from '../net/http.ts';
import type { Surroundings } from '../run/surroundings.ts';
import type { Context } from './context.ts';
import { realProcesses } from './processes.ts';
import { trafficOf } from './traffic.ts';
import { VERSION } from '../../generated/version.ts';

/** What this process gives to a run. */
export function surroundingsOf(context: Context): Surroundings {
  const { cwd, env, signal } = context;
  return {
    adsyncVersion: VERSION,
    cwd,
    env,
    signal,
    now: () => new Date(),
    randomBytes,
    user: user(),
    processes: realProcesses(),
    openHttp: (ca) => openHttp({ ca, env }),
    traffic: trafficOf(context),
    mask: (value) => context.mask(value),
  };
}

/** In a container there may be no name for our number. */
function user(): string | null {
  try {
    return userInfo().username;
  } catch {
    return null;
  }
}
