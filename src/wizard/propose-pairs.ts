import { fold } from '../core/text.ts';
import type { AccountGroups } from '../run/groups-run.ts';
import { refIn, withMapping } from './add-mapping.ts';
import type { Draft } from './draft.ts';
import { groupsToPair, nameOf, type Proposal, proposalFor, sharedNames } from './pairing.ts';
import { type Search, withSearch } from './search-groups.ts';
import type { Step } from './steps.ts';

/** Found for one name. Whoever is left out could have the same one, so it must be all of them. */
const MOST_FOUND = 100;

/**
 * Looks for directory groups that have the name of a group of the account, and maps those that the person says yes to.
 * A name proves nothing: nothing is mapped by itself.
 *
 * @throws Stopped
 */
export async function proposePairs(draft: Draft, step: Step & { readonly account: AccountGroups }): Promise<Draft> {
  const { asker, shop, account } = step;
  const shared = sharedNames(account.groups);
  const paths = groupsToPair(account.groups).filter((path) => !shared.has(fold(nameOf(path))));
  asker.say('step', `Looking for directory groups with the names of ${paths.length} groups of the account.`);
  const proposals = await withSearch(draft, step, (search) => proposed(paths, search));
  if (proposals === null) return draft;
  if (proposals.length === 0) {
    asker.say('warning', 'No group of the account that is free has a name that just one directory group has.');
    return draft;
  }
  const shown = shop.mask(proposals);
  const chosen = await asker.several({
    ask: 'These have equal names, which proves nothing. Which pairs are right? (Tab marks one, Enter goes on)',
    choices: shown.map(({ group, rescueGroup }, index) => ({
      value: proposals[index] ?? { group, rescueGroup },
      label: `${group.name} → ${rescueGroup}`,
      hint: group.label,
    })),
  });
  return chosen.reduce(
    (now, { group, rescueGroup }) => withMapping(now, refIn(now, group, rescueGroup), rescueGroup),
    draft,
  );
}

async function proposed(paths: readonly string[], search: Search): Promise<Proposal[]> {
  const proposals: Proposal[] = [];
  const used = new Set<string>();
  for (const path of paths) {
    const found = await search(nameOf(path), MOST_FOUND);
    for (const { id, mappings } of found.groups) if (mappings.length > 0) used.add(id);
    const proposal = proposalFor(path, found, used);
    if (proposal === null) continue;
    used.add(proposal.group.id);
    proposals.push(proposal);
  }
  return proposals;
}
