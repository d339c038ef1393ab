import { broken, type Check, doubtful, fine, type Found } from '../core/check.ts';
import { counted } from '../core/counted.ts';
import type { DirectoryReading, PersonId } from '../core/people.ts';
import type { DirectorySettings } from '../core/settings.ts';
import type { Examination } from '../directory/directory.ts';
import { openDirectory } from '../directory/open.ts';
import { attributesOf, wantedOf } from '../run/wanted-groups.ts';
import { clockFound } from './clock.ts';
import type { DoctorJob } from './job.ts';

/** So many are told by name. */
const TOLD = 5;

/** Login, clock, groups with their people, and what the directory shows of them. */
export async function directoryChecks(settings: DirectorySettings, job: DoctorJob): Promise<readonly Check[]> {
  const { targets, surroundings, progress } = job;
  const directory = await openDirectory(settings, surroundings.env, surroundings.traffic);
  const { examine } = directory;
  let people: readonly PersonId[] = [];
  const options = (signal: AbortSignal) => ({ signal, now: surroundings.now(), progress });
  const groups: Check = {
    id: 'directory.groups',
    title: 'directory groups',
    needs: examine === undefined ? ['secrets'] : ['directory.login'],
    async run(signal) {
      const wanted = wantedOf(targets);
      const attributes = attributesOf(targets);
      const reading = await directory.read(wanted, { ...options(signal), attributes });
      people = [...reading.people.keys()];
      const lines = targets.flatMap(({ mappings }) => mappings.map(({ line }) => line));
      return { ...groupsFound(reading, lines), more: [noticesFound(reading)] };
    },
  };
  if (examine === undefined) return [groups];
  return [
    loginCheck((signal) => examine([], options(signal)), job),
    groups,
    {
      id: 'directory.people',
      title: 'rights to read people',
      needs: ['directory.groups'],
      run: async (signal) => peopleFound(await examine(people, options(signal))),
    },
  ];
}

function loginCheck(look: (signal: AbortSignal) => Promise<Examination>, { surroundings }: DoctorJob): Check {
  return {
    id: 'directory.login',
    title: 'login to the directory',
    // Hosts may stand in for each other, so it is tried whatever became of one of them.
    needs: ['secrets'],
    async run(signal) {
      const { server, clock } = await look(signal);
      const more = {
        id: 'directory.clock',
        title: `clock of the directory`,
        ...clockFound(clock, surroundings.now(), server),
      };
      return { ...fine(`${server} has accepted it.`), more: [more] };
    },
  };
}

/** @param lines of the mappings, in the order of the groups */
export function groupsFound(reading: DirectoryReading, lines: readonly number[]): Found {
  const { roots, groups, people } = reading;
  const missing = roots.flatMap((root, index) =>
    root.kind === 'incomplete' ? [`${root.code} (line ${lines[index] ?? '?'}): ${root.text}`] : [],
  );
  const read = `${counted(groups.size, 'group')} with ${counted(people.size, 'person', 'people')}`;
  if (missing.length === 0) return fine(`${read}, read to the end.`);
  const left = missing.length > TOLD ? ` And ${missing.length - TOLD} more.` : '';
  return broken(
    `${counted(missing.length, 'mapped group was', 'mapped groups were')} not read to the end. ${missing.slice(0, TOLD).join(' ')}${left}`,
    'Mend these lines (adsync groups search finds groups), or give the account of the file the right to read them.',
  );
}

function noticesFound({ notices }: DirectoryReading): Found & Pick<Check, 'id' | 'title'> {
  const head = { id: 'directory.notices', title: 'what the directory leaves open' };
  const told = notices.filter(({ severity }) => severity !== 'info');
  if (told.length === 0) return { ...head, ...fine('Nothing.') };
  const texts = told.slice(0, TOLD).map(({ code, text }) => `${code}: ${text}`);
  const left = told.length > TOLD ? ` And ${told.length - TOLD} more.` : '';
  return {
    ...head,
    ...doubtful(`${texts.join(' ')}${left}`, 'adsync plan shows all of it, with what follows from it.'),
  };
}

export function peopleFound({ attributes }: Pick<Examination, 'attributes'>): Found {
  const of = attributes[0]?.of ?? 0;
  if (of === 0)
    return doubtful(
      'Nobody is in the mapped groups, so it is not known what the directory shows.',
      'Map a group that has members.',
    );
  const unseen = attributes.filter(({ shown }) => shown === 0);
  const partly = attributes.filter(({ shown, needed }) => needed && shown > 0 && shown < of);
  const shown = attributes.map((one) => `${one.name} of ${one.shown}`).join(', ');
  const text = `Of ${counted(of, 'person', 'people')} that were looked at, the directory shows ${shown}.`;
  const lost = [...unseen.filter(({ needed }) => needed), ...partly];
  if (lost.length > 0) {
    return broken(
      `${text} ${lost.map(({ name, says }) => `${name} says ${says}`).join('; ')}: without it people cannot be read.`,
      'Give the account of directory.bindDN the right to read these attributes of users.',
    );
  }
  if (unseen.length === 0) return fine(text);
  return doubtful(
    `${text} ${unseen.map(({ name, says }) => `${name} would say ${says}`).join('; ')}.`,
    'If people have them, give the account of directory.bindDN the right to read them.',
  );
}
