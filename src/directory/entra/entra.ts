import type { EntraSettings } from '../../core/settings.ts';
import type { Directory } from '../directory.ts';
import type { Env, EntraWorld } from './world.ts';

/**
 * Microsoft Entra ID, asked over Microsoft Graph. The Graph client and Azure Identity are only loaded when something
 * is read.
 *
 * @param env environment variables: CI platforms and Azure leave their tokens there
 * @param world what tests put in the place of the real one
 */
export function openEntra(settings: EntraSettings, env: Env, world?: EntraWorld): Directory {
  return {
    read: async (wanted, options) => {
      const { readEntra } = await import('./read.ts');
      const { newTokens } = await import('./tokens.ts');
      const { realWorld } = await import('./world.ts');
      const own = world ?? realWorld(settings.ca, env);
      try {
        const tokens = newTokens(settings, own, options.signal, options.progress);
        return await readEntra(settings, { world: own, tokens }, wanted, options);
      } finally {
        if (world === undefined) await own.close();
      }
    },
  };
}
