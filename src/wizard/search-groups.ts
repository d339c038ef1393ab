import { counted } from '../core/counted.ts';
import type { FoundGroup } from '../core/people.ts';
import { type ListedGroup, searchGroups } from '../run/groups-run.ts';
import { withDirectory } from '../run/with-directory.ts';
import type { Draft } from './draft.ts';
import type { Step } from './steps.ts';
import { jobOfDraft } from './tries.ts';

/** More are not shown: a longer part of the name finds fewer. */
const MOST_FOUND = 200;

/** Asks for a part of a name, and lets the person choose among the directory groups that were found. @throws Stopped */
export async function chooseGroups(draft: Draft, { asker, shop }: Step): Promise<readonly FoundGroup[]> {
  const term = await asker.text({
    ask: 'A part of the name of the directory group',
    initial: '',
    example: 'helpdesk',
    check: (text) => (text.trim() === '' ? 'Type a part of the name.' : null),
  });
  const found = await withSearch(draft, { asker, shop }, (search) => search(term.trim(), MOST_FOUND));
  if (found === null) return [];
  if (found.length === 0) {
    asker.say('warning', `No directory group has "${term.trim()}" in its name.`);
    return [];
  }
  return await asker.several({
    ask: `${counted(found.length, 'group')} found. Which ones? (space or tab marks one, enter goes on)`,
    choices: shop
      .mask(found)
      .map((group, index) => ({ value: found[index] ?? group, label: group.name, hint: hintOf(group) })),
  });
}

function hintOf({ kind, members, label, mappings }: ListedGroup): string {
  const [first] = mappings;
  const mapped = first === undefined ? '' : `mapped in line ${first.line}; `;
  return `${mapped}${kind}${members === null ? '' : `, ${counted(members, 'member')}`}; ${label}`;
}

/** Finds groups by a part of their name. */
export type Search = (term: string, limit: number) => Promise<readonly ListedGroup[]>;

/** Opens the directory of the draft for `work`. @returns null where it cannot be asked, which is shown */
export async function withSearch<Result>(
  draft: Draft,
  { asker, shop }: Step,
  work: (search: Search) => Promise<Result>,
): Promise<Result | null> {
  try {
    const job = await jobOfDraft(draft, ['directory'], 'search', { asker, shop });
    if (job === null) return null;
    return await withDirectory(job, (directory, options) =>
      work(async (term, limit) => {
        const { groups } = await searchGroups(job.targets, directory, term, { ...options, limit, base: null });
        return groups;
      }),
    );
  } catch (error) {
    asker.show(shop.failureText(error));
    return null;
  }
}
