import type { CodeTable } from '../../../core/codes.ts';

/** What is wrong, or doubtful, in the section of Rescue. */
export const DIAGNOSTICS = {
  PROFILE_INVALID: {
    meaning: '`rescue.profile` names no recording of a Rescue account, or holds a value that there is not.',
    remedy: 'Name a file that adsync doctor --record has written, or write the values into the file.',
  },
  PROFILE_UNREADABLE: {
    meaning: 'The file that `rescue.profile` names cannot be read.',
    remedy: 'Look at the path (it is relative to the YAML file) and at who may read it.',
  },
  ADDRESS_MISSING: {
    meaning: 'It is not said where the Rescue account is.',
    remedy: 'Add "region: us", "url: https://…" or, to rehearse, "url: sandbox:account.json".',
  },
  ATTRIBUTE_WITHOUT_SOURCE: {
    meaning: 'ssoId is to be kept in step, but no SSO option is set for the mapping.',
    remedy: 'Set "ssoId: email" or "ssoId: upn", or remove the attribute.',
  },
  DN_IN_PIECES: {
    meaning: 'A list of directory groups holds parts of a DN: within [ ] a comma ends an entry.',
    remedy: 'Put each DN in quotation marks, or on a line of its own with "- " before it.',
  },
  DUPLICATE_DIRECTORY_GROUP: {
    meaning: 'Two mappings name the same directory group, or a list names it twice; the first would keep all people.',
    remedy: 'Remove one of the two.',
  },
  DUPLICATE_RESCUE_GROUP: {
    meaning: 'Two mappings name the same Rescue group.',
    remedy: 'Write both directory groups as a list in one mapping, or name another Rescue group.',
  },
  LINK_KEY_SHORT: {
    meaning: 'rescue.linkKey is too short.',
    remedy: 'Make one, for example with: openssl rand -hex 32',
  },
  RESCUE_PATH: {
    meaning: 'The path of a Rescue group cannot be meant.',
    remedy: 'Correct it as the message says.',
  },
  RESCUE_ROOT_UNKNOWN: {
    meaning: 'The path begins with no root of the organization tree.',
    remedy: 'Begin it with Technicians/, Administrators/ or Master Administrators, spelt exactly so.',
  },
  SUBGROUPS_IMPOSSIBLE: {
    meaning: 'Master Administrators has no groups below it, so none can be mirrored there.',
    remedy: 'Write "subgroups: flatten" or "ignore".',
  },
} satisfies CodeTable;

declare module '../../../core/codes.ts' {
  interface DiagnosticCodes {
    readonly rescue: keyof typeof DIAGNOSTICS;
  }
}
