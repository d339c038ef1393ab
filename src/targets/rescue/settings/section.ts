import { readAuthorities } from '../../../config/authorities.ts';
import { checkTexts } from '../../../config/check-texts.ts';
import { textAt } from '../../../config/entry.ts';
import type { SectionKind } from '../../../config/section.ts';
import { isStandIn } from './address.ts';
import { buildRescue } from './build.ts';
import { checkAccount } from './check-account.ts';
import { checkMappings } from './check-mappings.ts';
import { RESCUE_TEXTS } from './check-texts.ts';
import { RESCUE_KEYS } from './keys.ts';

/** How `rescue:` in the file is read. */
export const rescueSection: SectionKind = {
  type: 'rescue',
  keys: RESCUE_KEYS,
  isStandIn: (section) => isStandIn(textAt(section, 'url') ?? ''),
  async read(section) {
    const { root, folder, inputs, report } = section;
    checkTexts(root, RESCUE_TEXTS, report);
    checkAccount(section);
    checkMappings(section);
    const authorities = await readAuthorities(root, 'tls.ca', folder, inputs, report);
    return () => buildRescue(section, authorities);
  },
};
