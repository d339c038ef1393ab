import type { TargetWorld } from '../targets/target.ts';
import type { DoctorJob } from './job.ts';

/** What an account takes from outside while it is looked at. */
export function worldOf({ surroundings, detail }: Pick<DoctorJob, 'surroundings' | 'detail'>): TargetWorld {
  return {
    signal: surroundings.signal,
    log: detail,
    randomBytes: (size) => surroundings.randomBytes(size),
    openHttp: (ca) => surroundings.openHttp(ca),
    traffic: (call) => {
      surroundings.traffic(call);
    },
  };
}
