import { openDirectory } from '../directory/open.ts';
import type { Job } from '../run/job.ts';
import { directoryFields, DIRECTORY_TYPES, ENTRA_WAYS, entraWay } from './directory-fields.ts';
import { type Draft, textIn, withoutSection, withValue } from './draft.ts';
import { askFields } from './fields.ts';
import type { Step } from './steps.ts';
import { tryOut } from './tries.ts';

/** The directory: its type, how it is reached, and a try. */
export async function askDirectory(start: Draft, { asker, shop }: Step): Promise<Draft> {
  const ask = async (draft: Draft): Promise<Draft> => {
    const type = textIn(draft, ['directory', 'type']);
    const answer = await asker.choose({
      ask: 'Where do people and groups come from?',
      choices: DIRECTORY_TYPES,
      ...(type !== null && { initial: type }),
    });
    const typed =
      answer === type ? draft : withValue(withoutSection(draft, 'directory'), ['directory'], { type: answer });
    const way = answer === 'entra' ? await askWay(typed, { asker, shop }) : typed;
    const fields = directoryFields(way);
    const main = await askFields(fields, way, asker, shop.env);
    // What is asked besides may follow from the answers.
    return await askFields(directoryFields(main).slice(fields.length), main, asker, shop.env);
  };
  const trial = {
    what: 'the directory',
    sections: ['directory'],
    correct: ask,
    work: lookOnce,
    good: (name: string) => `The directory answers (${name}).`,
  };
  return (await tryOut(await ask(start), trial, { asker, shop })).draft;
}

async function askWay(draft: Draft, { asker }: Step): Promise<Draft> {
  const before = entraWay(draft);
  const way = await asker.choose({ ask: 'How does adsync sign in to Entra ID?', choices: ENTRA_WAYS, initial: before });
  if (way === before) return draft;
  const keys = ['clientSecret', 'certificate', 'credential', 'serviceConnectionId'];
  const bare = keys.reduce((now, key) => withValue(now, ['directory', key], null), draft);
  return way === 'clientSecret' || way === 'certificate'
    ? withMark(bare, way)
    : withValue(bare, ['directory', 'credential'], way);
}

/** Says which way was chosen, until it is asked for. */
function withMark(draft: Draft, way: string): Draft {
  return way === 'certificate' ? withValue(draft, ['directory', 'certificate'], 'adsync.pem') : draft;
}

/** Signs in, and searches for a group that hardly any directory lacks. */
async function lookOnce({ settings, surroundings }: Job): Promise<string> {
  const directory = await openDirectory(settings.directory, surroundings.env);
  const { signal } = surroundings;
  await directory.search('a', { limit: 1, base: null, signal, progress: () => undefined });
  const { directory: where } = settings;
  if (where.type === 'ldap') return where.baseDN;
  return where.type === 'entra' ? where.tenantId : (where.shown ?? where.path);
}
