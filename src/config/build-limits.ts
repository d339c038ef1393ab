import type { LimitSettings } from '../core/settings.ts';
import { type Entry, valueAt } from './entry.ts';
import { durationAt, numberAt, shareAt } from './typed-values.ts';

/** What `limits` of a faultless file means, with the defaults filled in. */
export function buildLimits(root: Entry): LimitSettings {
  return {
    disable: shareAt(root, 'limits.disable') ?? { kind: 'percent', percent: 10 },
    disablePerGroup: shareAt(root, 'limits.disablePerGroup') ?? { kind: 'percent', percent: 50 },
    move: shareAt(root, 'limits.move') ?? { kind: 'percent', percent: 30 },
    readdress: shareAt(root, 'limits.readdress') ?? { kind: 'percent', percent: 30 },
    create: numberAt(root, 'limits.create'),
    minimum: numberAt(root, 'limits.minimum') ?? 5,
    // The plain number 0 is the one duration that needs no unit.
    window: valueAt(root, 'limits.window') === 0 ? 0 : durationAt(root, 'limits.window', '24h'),
  };
}
