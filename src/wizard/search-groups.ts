import { counted } from '../core/counted.ts';
import type { FoundGroup } from '../core/people.ts';
import { type ListedGroup, type ListedGroups, searchGroups } from '../run/groups-run.ts';
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
  const { groups } = found;
  if (groups.length === 0) {
    asker.say('warning', `No directory group has "${term.trim()}" in its name.`);
    return [];
  }
  const chosen = await asker.several({
    ask: `${counted(groups.length, 'group')} found${found.more === 0 ? '' : ', and there are more: a longer part of the name finds fewer'}. Which ones? (Tab marks one, Enter goes on)`,
    choices: shop
      .mask(groups)
      .map((group, index) => ({ value: groups[index] ?? group, label: group.name, hint: hintOf(group) })),
  });
  if (chosen.length === 0) asker.say('warning', 'None was marked. Tab marks the one on which the cursor stands.');
  return chosen;
}

function hintOf({ kind, members, label, mappings }: ListedGroup): string {
  const [first] = mappings;
  const mapped = first === undefined ? '' : `mapped in line ${first.line}; `;
  return `${mapped}${kind}${members === null ? '' : `, ${counted(members, 'member')}`}; ${label}`;
}

/** Finds groups by a part of their name, those that have just this name first. */
export type Search = (term: string, limit: number) => Promise<Pick<ListedGroups, 'groups' | 'more'>>;

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
      work((term, limit) => searchGroups(job.targets, directory, term, { ...options, limit, base: null })),
    );
  } catch (error) {
    asker.show(shop.failureText(error));
    return null;
  }
}
