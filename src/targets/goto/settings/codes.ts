import type { CodeTable } from '../../../core/codes.ts';

/** What is wrong, or doubtful, in the section of GoTo. */
export const DIAGNOSTICS = {
  ATTRIBUTE_NAME: {
    meaning: 'The name of a custom attribute, or of the attribute of the directory that it comes from, cannot be one.',
    remedy: 'Correct it as the message says.',
  },
  KEY_NOT_DIGITS: {
    meaning: 'The key of an account or of a licence is not made of digits.',
    remedy: 'Write its digits in quotation marks.',
  },
  NOT_BY_API: {
    meaning: 'The public API of the service cannot set this.',
    remedy: 'Remove the key, and set it in the Admin Center.',
  },
  PERMISSION_UNKNOWN: {
    meaning: 'A permission is none of those that were seen in the service.',
    remedy: 'Look at its spelling. If the service has it, nothing is to be done.',
  },
  PROTECT_WITHOUT_EFFECT: {
    meaning: 'A protected address is in none of the domains, whose users alone are ever touched.',
    remedy: 'Look at its spelling, or remove it.',
  },
  REFRESH_TOKEN_FIXED: {
    meaning: 'The refresh token does not come from a file, so a new one cannot be kept when the service renews it.',
    remedy: 'Put it into a file that adsync may write, and name it with ${file:path}.',
  },
  ROLE_AS_PERMISSION: {
    meaning: 'A permission makes a super admin or an admin, which is a role of its own.',
    remedy: 'Write "role: superAdmin" or "role: admin".',
  },
} satisfies CodeTable;

declare module '../../../core/codes.ts' {
  interface DiagnosticCodes {
    readonly goto: keyof typeof DIAGNOSTICS;
  }
}
