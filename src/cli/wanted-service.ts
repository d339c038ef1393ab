import type { Platform, ServicePlace } from '../service/description.ts';
import type { Options } from './command.ts';
import type { Context } from './context.ts';

/** What a description is made of. */
export interface WantedService {
  readonly platform: Platform;
  /** Whether the service is for this system: only then its files can be looked at. */
  readonly isHere: boolean;
  readonly place: ServicePlace;
  readonly context: Context;
  readonly options: Options;
}
