import type { KeyRules } from '../../../config/keys.ts';

/** Keys of the section that are treated in a special way. A test holds them against the section's part of the schema. */
export const RESCUE_KEYS: KeyRules = {
  secrets: ['apiToken', 'password', 'newUsers.password', 'linkKey'],
  files: ['tls.ca'],
  guards: ['adopt', 'protect', 'groups[].disableLimit'],
  homes: [
    ['rescue', ['url', 'region', 'apiToken', 'email', 'newUsers', 'loginId', 'ssoId']],
    ['rescue', ['licenses', 'protect', 'requests', 'groups', 'groupsWithLimits', 'adopt', 'linkKey', 'tls']],
    ['rescue.tls', ['ca']],
    ['rescue.licenses', ['technicians', 'mobile']],
    ['rescue.requests', ['concurrent', 'perSecond', 'timeout']],
    [
      'an entry of rescue.groups',
      ['directoryGroup', 'rescueGroup', 'fullGroup', 'subgroups', 'disableLimit', 'mobileLicense'],
    ],
    ['an entry of rescue.groups', ['ssoId', 'attributes']],
  ],
};
