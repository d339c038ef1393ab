import type { Loaded } from '../../../config/load.ts';
import type { Settings, TargetSettings } from '../../../core/settings.ts';
import type { RescueSettings } from '../settings.ts';

declare module '../../../core/settings.ts' {
  interface Settings {
    /** The one of `targets` that everything behind config works with, as long as it works with one target only. */
    readonly rescue: RescueSettings;
  }
}

/** Picks the settings of Rescue out of `targets`: the one place where `settings.rescue` comes from. */
export function withRescue(loaded: Loaded): Loaded<Settings> {
  if (!loaded.ok) return loaded;
  const rescue = loaded.settings.targets.find(isRescue);
  if (rescue === undefined) throw new Error('The schema was to ask for the section "rescue".');
  return { ...loaded, settings: { ...loaded.settings, rescue } };
}

function isRescue(settings: TargetSettings): settings is RescueSettings {
  return settings.type === 'rescue';
}
