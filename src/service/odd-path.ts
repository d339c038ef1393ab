import type { Platform } from './description.ts';

/** What no file of a service can hold, or what a program that is started with it takes for something else. */
const NOWHERE = /[\p{Cc}"'*?]/u;
const ODD: Readonly<Record<Platform, RegExp>> = {
  // At the end of a line of a unit file a backslash takes the next line to it, as the one that says who runs the service.
  linux: /\\|\s$/,
  macos: /\s$/,
  // The Task Scheduler puts the values of variables in their place.
  windows: /%|\$\(/,
};

/** Whether a path has a character that the files of services cannot hold. */
export function isOddPath(platform: Platform, path: string): boolean {
  return NOWHERE.test(path) || ODD[platform].test(path);
}
