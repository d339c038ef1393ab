import type { EntraSettings } from '../../core/settings.ts';
import type { Directory, ReadOptions } from '../directory.ts';
import type { Tokens } from './tokens.ts';
import type { Env, EntraWorld } from './world.ts';

/**
 * Microsoft Entra ID, asked over Microsoft Graph. The Graph client and Azure Identity are only loaded when something
 * is read.
 *
 * @param env environment variables: CI platforms and Azure leave their tokens there
 * @param world what tests put in the place of the real one
 */
export function openEntra(settings: EntraSettings, env: Env, world?: EntraWorld): Directory {
  async function withAccess<Result>(
    { signal, progress }: Pick<ReadOptions, 'signal' | 'progress'>,
    work: (access: { readonly world: EntraWorld; readonly tokens: Tokens }) => Promise<Result>,
  ): Promise<Result> {
    const { newTokens } = await import('./tokens.ts');
    const { realWorld } = await import('./world.ts');
    const own = world ?? realWorld(settings.ca, env);
    try {
      return await work({ world: own, tokens: newTokens(settings, own, signal, progress) });
    } finally {
      if (world === undefined) await own.close();
    }
  }

  return {
    read: async (wanted, options) => {
      const { readEntra } = await import('./read.ts');
      return withAccess(options, (access) => readEntra(settings, access, wanted, options));
    },
    search: async (term, options) => {
      const { searchEntra } = await import('./search.ts');
      return withAccess(options, (access) => searchEntra(settings, access, term, options));
    },
  };
}
