import type { CodeTable } from '../../../core/codes.ts';

/** What is wrong, or doubtful, in the section of GoTo. */
export const DIAGNOSTICS = {
  ATTRIBUTE_NAME: {
    meaning: 'The name of a custom attribute, or of the attribute of the directory that it comes from, cannot be one.',
    remedy: 'Correct it as the message says.',
  },
  CONTRADICTING_RULES: {
    meaning: 'Two rules give the same directory group different roles, user groups or languages: one can never count.',
    remedy: 'Keep one of the two values.',
  },
  DUPLICATE_LICENCE: {
    meaning: 'Two names of goto.products stand for one licence.',
    remedy: 'Keep one of the two names.',
  },
  DUPLICATE_RULE: { meaning: 'Two rules are the same.', remedy: 'Remove one of the two.' },
  KEY_NOT_DIGITS: {
    meaning: 'The key of an account or of a licence is not made of digits.',
    remedy: 'Write its digits in quotation marks.',
  },
  LINK_ATTRIBUTE_MAPPED: {
    meaning: 'The attribute that links users to people is filled from the directory as well.',
    remedy: 'Name another one, for nobody else may write to it.',
  },
  NOT_BY_API: {
    meaning: 'The public API of the service cannot set this.',
    remedy: 'Remove the key, and set it in the Admin Center.',
  },
  PERMISSION_UNKNOWN: {
    meaning: 'A permission is none of those that were seen in the service.',
    remedy: 'Look at its spelling. If the service has it, nothing is to be done.',
  },
  PRODUCT_NAME: {
    meaning: 'The name of a product could be taken for something else in a plan.',
    remedy: 'Choose another name, as the message says.',
  },
  PRODUCT_UNKNOWN: {
    meaning: 'A rule names a product that goto.products does not have.',
    remedy: 'Correct the name, or add it to goto.products with the key of its licence.',
  },
  PRODUCT_UNUSED: {
    meaning: 'No rule gives a product that goto.products names: it is taken from everybody who is in a rule.',
    remedy: 'Remove it from goto.products if its licences are to be left alone.',
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
  RULE_EMPTY: {
    meaning: 'A rule gives nothing: no product, role, user group or language.',
    remedy: 'Give it something, or remove it.',
  },
  RULE_WITHOUT_EFFECT: {
    meaning: 'A rule gives its directory group only what stronger rules give the same one.',
    remedy: 'Remove it.',
  },
  RULES_OF_ONE_GROUP: {
    meaning: 'Two rules name the same directory group.',
    remedy: 'Put them into one rule.',
  },
} satisfies CodeTable;

declare module '../../../core/codes.ts' {
  interface DiagnosticCodes {
    readonly goto: keyof typeof DIAGNOSTICS;
  }
}
