import type { Platform, ServiceDescription, ServicePlace } from './description.ts';
import { launchdSteps } from './launchd-steps.ts';
import type { Step, Verb } from './steps.ts';
import { systemdSteps } from './systemd-steps.ts';
import { windowsSteps } from './windows-steps.ts';

const STEPS = { linux: systemdSteps, macos: launchdSteps, windows: windowsSteps };

/**
 * Everything that is done, in order.
 *
 * @param service only `install` needs it
 */
export function stepsOf(
  platform: Platform,
  verb: Verb,
  place: ServicePlace,
  service: ServiceDescription | null,
): Step[] {
  return STEPS[platform](verb, place, service);
}
