import { readAuthorities } from '../../../config/authorities.ts';
import { checkTexts } from '../../../config/check-texts.ts';
import { textAt } from '../../../config/entry.ts';
import type { KeyRules } from '../../../config/keys.ts';
import type { SectionKind } from '../../../config/section.ts';
import { isStandIn } from './address.ts';
import { buildGoto } from './build.ts';
import { checkAccount } from './check-account.ts';
import { checkAttributes } from './check-attributes.ts';
import { checkProducts } from './check-products.ts';
import { checkRules } from './check-rules.ts';
import { GOTO_TEXTS } from './check-texts.ts';
import { readRules } from './read-rules.ts';
import { REFUSED } from './refused.ts';

/** Keys of the section that are treated in a special way. A test holds them against the section's part of the schema. */
const GOTO_KEYS: KeyRules = {
  secrets: ['clientSecret', 'personalAccessToken', 'refreshToken'],
  ids: ['clientId'],
  files: ['tls.ca'],
  guards: ['adopt', 'protect'],
  homes: [
    ['goto', ['url', 'authUrl', 'account', 'clientId', 'clientSecret', 'personalAccessToken', 'refreshToken', 'tls']],
    ['goto', ['requests', 'domains', 'welcomeMail', 'language', 'products', 'protect', 'adopt']],
    ['goto', ['linkAttribute', 'attributes', 'rules']],
    ['goto.tls', ['ca']],
    ['goto.requests', ['concurrent', 'perSecond', 'timeout', 'consistencyDelay', 'pageSize', 'keys', 'filter']],
    ['an entry of goto.rules', ['directoryGroup', 'note', 'products', 'role', 'userGroup', 'language', 'expires']],
    ['the role of a rule', ['permissions', 'userGroups', 'custom']],
  ],
  refused: REFUSED,
};

/** How `goto:` in the file is read. */
export const gotoSection: SectionKind = {
  type: 'goto',
  mappings: 'rules',
  keys: GOTO_KEYS,
  isStandIn: (section) => isStandIn(textAt(section, 'url') ?? ''),
  async read(section) {
    const { root, folder, inputs, report } = section;
    checkTexts(root, GOTO_TEXTS, report);
    checkAccount(section);
    const rules = readRules(section);
    checkProducts(section, rules);
    checkAttributes(section);
    checkRules(section, rules);
    const authorities = await readAuthorities(root, 'tls.ca', folder, inputs, report);
    return () => buildGoto(section, rules, authorities);
  },
};
