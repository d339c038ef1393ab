import { readAuthorities } from '../../../config/authorities.ts';
import { checkTexts } from '../../../config/check-texts.ts';
import { textAt } from '../../../config/entry.ts';
import type { KeyRules } from '../../../config/keys.ts';
import type { SectionKind } from '../../../config/section.ts';
import { isStandIn } from './address.ts';
import { buildRescue } from './build.ts';
import { checkAccount } from './check-account.ts';
import { checkMappings } from './check-mappings.ts';
import { RESCUE_TEXTS } from './check-texts.ts';
import { readProfile } from './read-profile.ts';

/** Keys of the section that are treated in a special way. A test holds them against the section's part of the schema. */
const RESCUE_KEYS: KeyRules = {
  secrets: ['apiToken', 'password', 'newUsers.password', 'linkKey'],
  ids: [],
  files: ['tls.ca', 'profile'],
  guards: ['adopt', 'protect', 'groups[].disableLimit'],
  homes: [
    ['rescue', ['url', 'region', 'apiToken', 'email', 'newUsers', 'loginId', 'ssoId']],
    ['rescue', ['licenses', 'protect', 'requests', 'groups', 'groupsWithLimits', 'adopt', 'linkKey', 'tls', 'leavers']],
    ['rescue', ['profile']],
    ['rescue.leavers', ['grace']],
    ['rescue.profile', ['treeEnd', 'lineEnd', 'blankAfterColon', 'layout', 'rootListed']],
    ['rescue.profile', ['enabledCallNeedsPasswordOrSsoId']],
    ['rescue.tls', ['ca']],
    ['rescue.licenses', ['technicians', 'mobile']],
    ['rescue.requests', ['concurrent', 'perSecond', 'timeout']],
    [
      'an entry of rescue.groups',
      ['directoryGroup', 'rescueGroup', 'fullGroup', 'subgroups', 'disableLimit', 'mobileLicense'],
    ],
    ['an entry of rescue.groups', ['ssoId', 'attributes', 'expires']],
  ],
  refused: [],
};

/** How `rescue:` in the file is read. */
export const rescueSection: SectionKind = {
  type: 'rescue',
  mappings: 'groups',
  keys: RESCUE_KEYS,
  isStandIn: (section) => isStandIn(textAt(section, 'url') ?? ''),
  async read(section) {
    const { root, folder, inputs, report } = section;
    checkTexts(root, RESCUE_TEXTS, report);
    checkAccount(section);
    checkMappings(section);
    const authorities = await readAuthorities(root, 'tls.ca', folder, inputs, report);
    const profile = await readProfile(section);
    return () => ({ ...buildRescue(section, authorities), ...(profile === null ? {} : { profile }) });
  },
};
