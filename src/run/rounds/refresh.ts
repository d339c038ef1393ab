import { rest } from './clock.ts';
import { type Rounds, saveState, timeText } from './kept.ts';

/** Milliseconds for which a file that has changed has to stay as it is before it is read. */
const SETTLE = 1000;

/** Reads the file anew, as far as it has come to rest, with its secrets; and tells what has come of that. */
export async function refresh(rounds: Rounds): Promise<void> {
  const { file, follow, kept, tell, world } = rounds;
  const { brokenSince } = kept.followed;
  kept.reloads = world.reloads();
  kept.followed = await follow.refresh(timeText(world.clock.now()), () => rest(world.clock, SETTLE, world.signal));
  if (kept.followed.settings !== null) world.onSettings?.(file.file, kept.followed.settings);
  world.claims.approve(file.file, kept.followed.settings?.approve.map(({ id }) => id) ?? null);
  kept.followed.told.forEach(tell);
  if (kept.followed.brokenSince !== brokenSince) await saveState(rounds);
}
