import { openRescue, realWorld } from '../targets/rescue/rescue.ts';
import type { Target } from '../targets/target.ts';
import type { Job } from './job.ts';

/**
 * Opens the account of the file for `work`, and closes it afterwards, whatever happens.
 *
 * @throws Failure when its address cannot be used, and what `work` throws
 */
export async function withTarget<Result>(job: Job, work: (target: Target) => Promise<Result>): Promise<Result> {
  const { settings, surroundings, reporter } = job;
  const { signal } = surroundings;
  const http = surroundings.openHttp(settings.rescue.ca);
  try {
    const world = {
      ...realWorld({
        signal,
        log: (text) => {
          reporter.detail(text);
        },
        fetch: http.fetch,
      }),
      randomBytes: (size: number) => surroundings.randomBytes(size),
    };
    const target = await openRescue(settings.rescue, world);
    try {
      return await work(target);
    } finally {
      reporter.progress(null);
      await target.close();
    }
  } finally {
    await http.close();
  }
}
