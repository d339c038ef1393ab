import { resolve } from 'node:path';
import { expiresAt } from '../../../config/calendar.ts';
import { namedGroup } from '../../../config/directory-group.ts';
import { type Entry, keyText, select, selectTexts, textAt, valueAt } from '../../../config/entry.ts';
import { referencedFile } from '../../../config/fill-references.ts';
import type { Section } from '../../../config/section.ts';
import { durationAt, numberAt, requiredText } from '../../../config/typed-values.ts';
import { Secret } from '../../../core/secret.ts';
import type { Authorities } from '../../../core/settings.ts';
import { fold } from '../../../core/text.ts';
import type { AttributeMapping, GotoCredential, GotoSettings, Product, Rule } from '../settings.ts';
import { ADMIN_API, SANDBOX, TOKEN_HOST } from './address.ts';
import type { RuleEntry } from './read-rules.ts';

/**
 * What the section of a faultless file means, with the defaults filled in.
 *
 * @param authorities the authorities to trust; null = those of Node
 */
export function buildGoto(
  section: Section,
  rules: readonly RuleEntry[],
  authorities: Authorities | null,
): GotoSettings {
  const { root, folder, report } = section;
  const [account] = select(root, 'account');
  return {
    type: 'goto',
    url: address(root, folder),
    authUrl: new URL(textAt(root, 'authUrl') ?? TOKEN_HOST).origin,
    ca: authorities,
    account: account === undefined ? '' : (keyText(account) ?? ''),
    clientId: requiredText(root, 'clientId'),
    clientSecret: new Secret(requiredText(root, 'clientSecret')),
    credential: credential(root, folder),
    requests: requests(root),
    domains: selectTexts(root, 'domains[]').map(({ text }) => fold(text)),
    domainLines: selectTexts(root, 'domains[]').map(({ entry }) => report.line(entry.at)),
    welcomeMail: valueAt(root, 'welcomeMail') === true,
    language: textAt(root, 'language'),
    products: products(section),
    protect: selectTexts(root, 'protect[]').map(({ text }) => fold(text)),
    protectLines: selectTexts(root, 'protect[]').map(({ entry }) => report.line(entry.at)),
    adopt: textAt(root, 'adopt') === 'account' ? 'account' : 'held',
    linkAttribute: textAt(root, 'linkAttribute'),
    attributes: attributes(section),
    mappings: rules.map((rule) => ruleOf(rule, section)),
  };
}

function address(root: Entry, folder: string): string {
  const url = textAt(root, 'url') ?? ADMIN_API;
  if (url.startsWith(SANDBOX)) return SANDBOX + resolve(folder, url.slice(SANDBOX.length).trim());
  return new URL(url).origin;
}

function credential(root: Entry, folder: string): GotoCredential {
  const [refresh] = selectTexts(root, 'refreshToken');
  if (refresh === undefined) {
    return { kind: 'personalAccessToken', token: new Secret(requiredText(root, 'personalAccessToken')) };
  }
  return { kind: 'refreshToken', token: new Secret(refresh.text), path: referencedFile(refresh.entry, folder) ?? '' };
}

function requests(root: Entry): GotoSettings['requests'] {
  return {
    concurrent: numberAt(root, 'requests.concurrent') ?? 4,
    perSecond: numberAt(root, 'requests.perSecond') ?? 8,
    timeout: durationAt(root, 'requests.timeout', '60s'),
    consistencyDelay: durationAt(root, 'requests.consistencyDelay', '5s'),
    pageSize: numberAt(root, 'requests.pageSize') ?? 100,
    keys: textAt(root, 'requests.keys') === 'numbers' ? 'numbers' : 'text',
    filter: textAt(root, 'requests.filter') === 'regex' ? 'regex' : 'eq',
  };
}

function products({ root, report }: Section): Product[] {
  return fieldsOf(root, 'products').map(([name, entry]) => {
    return { name, licence: keyText(entry) ?? '', line: report.line(entry.keyAt) };
  });
}

function attributes({ root, report }: Section): AttributeMapping[] {
  return fieldsOf(root, 'attributes').map(([name, entry]) => {
    const from = entry.kind === 'scalar' ? String(entry.value) : '';
    return { name, from, line: report.line(entry.keyAt) };
  });
}

function fieldsOf(root: Entry, key: string): (readonly [name: string, entry: Entry])[] {
  const [map] = select(root, key);
  return map?.kind === 'map' ? [...map.fields] : [];
}

function ruleOf({ entry, products, role, userGroup, language }: RuleEntry, { report }: Section): Rule {
  return {
    ...namedGroup(entry),
    note: textAt(entry, 'note'),
    products: products.map(({ text }) => text),
    role: role?.wish ?? null,
    userGroup,
    language,
    ...expiresAt(entry),
    line: report.line(entry.at),
  };
}
