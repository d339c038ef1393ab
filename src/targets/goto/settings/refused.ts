import type { RefusedKey } from '../../../config/keys.ts';

const IN_ADMIN_CENTER = 'Remove the key, and set it in the Admin Center.';

/** What the rules of the vendor have, but no call of the public API can set. */
export const REFUSED: readonly RefusedKey[] = [
  {
    names: ['devicegroups', 'devicegroup'],
    code: 'NOT_BY_API',
    why: 'The public API cannot do it: it has no call for device groups.',
    advice: IN_ADMIN_CENTER,
  },
  {
    names: ['settingstemplate', 'settingstemplates', 'settingtemplate', 'template', 'templates'],
    code: 'NOT_BY_API',
    why: 'The public API cannot do it: it has no call that gives a settings template to a user.',
    advice: IN_ADMIN_CENTER,
  },
  {
    names: ['welcometemplate', 'welcomeemailtemplate', 'welcomemailtemplate', 'emailtemplate', 'mailtemplate'],
    code: 'NOT_BY_API',
    why: 'The public API cannot do it: it has no call that chooses a template for the welcome mail.',
    advice: 'Remove the key. goto.welcomeMail says whether the mail is sent at all.',
  },
  {
    names: ['leavers', 'grace'],
    code: 'NOT_BY_API',
    why: 'The public API cannot do it: no field of a user has room for the day on which it ends.',
    advice: 'Remove the key. Users are suspended as soon as no rule has them.',
  },
];
