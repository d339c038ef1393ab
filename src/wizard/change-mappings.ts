import type { Edit } from '../config/edit/model.ts';
import { type Draft, withEdits } from './draft.ts';
import { listPath, mappingName, mappingsOf, type SectionName } from './mappings.ts';
import { orShown } from './or-shown.ts';
import type { Step } from './steps.ts';

/** Moves or removes one mapping or rule of the draft. @throws Stopped */
export async function changeMappings(draft: Draft, section: SectionName, step: Step): Promise<Draft> {
  const { asker, shop } = step;
  const mappings = mappingsOf(draft.text).filter((one) => one.section === section);
  const path = listPath(section);
  const index = await asker.choose({
    ask: 'Which one?',
    choices: [
      ...mappings.map((mapping) => ({ value: mapping.index, label: shop.mask(mappingName(mapping)) })),
      { value: -1, label: 'None' },
    ],
  });
  if (index < 0) return draft;
  const last = mappings.length - 1;
  const what = await asker.choose({
    ask: 'The first mapping that has a person keeps them, so order is priority.',
    choices: [
      { value: 'up', label: 'Move it up by one' },
      { value: 'first', label: 'Put it before all others' },
      { value: 'last', label: 'Put it behind all others' },
      { value: 'remove', label: 'Remove it', hint: 'with the comment lines right above it' },
      { value: 'keep', label: 'Leave it' },
    ],
  });
  if (what === 'keep') return draft;
  const to = what === 'first' ? 0 : what === 'last' ? last : Math.max(0, index - 1);
  const edit: Edit = what === 'remove' ? { kind: 'remove', path, at: index } : { kind: 'move', path, from: index, to };
  return await orShown(() => withEdits(draft, [edit]), draft, step);
}
