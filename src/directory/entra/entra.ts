import type { EntraSettings } from '../../core/settings.ts';
import type { CallWatcher } from '../../core/traffic.ts';
import type { Directory, ReadOptions } from '../directory.ts';
import { refersTo } from './group-ref.ts';
import type { Access } from './read-groups.ts';
import type { Env, EntraWorld } from './outside-world.ts';

/**
 * Opens Microsoft Entra ID, which is asked over Microsoft Graph. The Graph client and Azure Identity are only loaded when
 * something is read.
 *
 * @param env environment variables: CI platforms and Azure leave their tokens there
 * @param world a replacement of the real one, for tests
 * @param traffic is told of every request, of those for tokens as well; absent = nobody is
 */
export function openEntra(
  settings: EntraSettings,
  env: Env,
  world?: EntraWorld,
  traffic: CallWatcher = () => undefined,
): Directory {
  async function withAccess<Options extends Pick<ReadOptions, 'signal' | 'progress'>, Result>(
    options: Options,
    work: (access: Access, options: Options) => Promise<Result>,
  ): Promise<Result> {
    const { newTokens } = await import('./tokens.ts');
    const { realWorld } = await import('./outside-world.ts');
    const own = world ?? realWorld(settings.ca, env, traffic);
    const ending = new AbortController();
    function stop(): void {
      ending.abort(options.signal.reason);
    }
    options.signal.addEventListener('abort', stop);
    if (options.signal.aborted) stop();
    const { signal } = ending;
    try {
      const tokens = newTokens(settings, own, signal, options.progress);
      return await work({ world: own, tokens }, { ...options, signal });
    } finally {
      // Requests that are still under way after a failure would go on asking and waiting for nobody.
      options.signal.removeEventListener('abort', stop);
      ending.abort();
      if (world === undefined) await own.close();
    }
  }

  return {
    read: async (wanted, options) => {
      const { readEntra } = await import('./read-groups.ts');
      return withAccess(options, (access, inner) => readEntra(settings, access, wanted, inner));
    },
    whereabouts: async (ids, options) => {
      const { whereaboutsInEntra } = await import('./whereabouts.ts');
      return withAccess(options, (access, inner) => whereaboutsInEntra(settings, access, ids, inner));
    },
    findPeople: async (text, options) => {
      const { findPeopleInEntra } = await import('./find-people.ts');
      return withAccess(options, (access, inner) => findPeopleInEntra(settings, access, text, inner));
    },
    search: async (term, options) => {
      const { searchEntra } = await import('./search-groups.ts');
      return withAccess(options, (access, inner) => searchEntra(settings, access, term, inner));
    },
    refersTo,
    changes: {
      read: async (wanted, options) => {
        const { readMarked } = await import('./changes.ts');
        return withAccess(options, (access, inner) => readMarked(settings, access, wanted, inner));
      },
      since: async (marked, options) => {
        const { entraSince } = await import('./changes.ts');
        return withAccess(options, (access, inner) => entraSince(settings, access, marked, inner));
      },
    },
  };
}
