import type { Asker } from './ask.ts';
import type { Shop } from './shop.ts';

/** What every step of the wizard is given. */
export interface Step {
  readonly asker: Asker;
  readonly shop: Shop;
}
