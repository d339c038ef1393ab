import type { AccountUser } from './account.ts';
import type { Facts } from './change.ts';
import { attributeTexts, mappedAttributes, statusOf, type Words } from './diff.ts';
import { linkOf } from './match.ts';
import { rightsOf, roleText } from './roles.ts';
import { holdsAnything } from './wanted-user.ts';

/** Every field of a user in the words of a plan, so that what is live can be compared with what was planned. */
export function userFacts(user: AccountUser, words: Words): Required<Facts> {
  const rights = rightsOf(user);
  return {
    status: statusOf(holdsAnything(user.licences, rights)),
    products: words.licences.namesOf(user.licences),
    role: roleText(rights, words.names),
    userGroup: user.group === null ? null : words.names.groupName(user.group),
    firstName: user.firstName,
    lastName: user.lastName,
    email: user.email,
    language: user.locale ?? '',
    attributes: attributeTexts(mappedAttributes(user, words.settings)),
    link: linkOf(user, words.settings),
  };
}
