import { expect, test } from '@jest/globals';
import { Secret } from '../../../src/core/secret.ts';
import { earlierLinks, type Links, READING_LAG } from '../../../src/directory/entra/earlier-links.ts';
import { entraSettings } from './fixture.ts';

const MINUTE = 60_000;

let hosts = 0;

/** Asks again and again for the links of a reading; gives the moments, in minutes, whose links are to be used. */
function usedAt(minutes: readonly number[], url = `https://graph${(hosts += 1)}.example`): (number | null)[] {
  const names = new Map<Links, number>();
  return minutes.map((minute) => {
    const links = { groups: new Secret('g'), users: new Secret('u') };
    names.set(links, minute);
    const found = earlierLinks(entraSettings(url), [{ path: '/users', advanced: false }], links, minute * MINUTE);
    return found === null ? null : (names.get(found) ?? null);
  });
}

test.each<[string, number[], (number | null)[]]>([
  ['none of the first time', [0], [null]],
  ['those of the time before', [0, 15, 30], [null, 0, 15]],
  ['none that are too young', [0, 4.9, 5], [null, null, 0]],
  ['the newest that are old enough', [0, 2, 4, 6, 8, 20], [null, null, null, 0, 2, 8]],
  ['not every one that was taken within a moment', [0, 0.1, 0.2, 5.1, 5.3], [null, null, null, 0, 0]],
  ['none of a clock that was set back', [20, 10, 15], [null, null, 10]],
])('%s', (_what, minutes, expected) => {
  expect(READING_LAG).toBe(5 * MINUTE);
  expect(usedAt(minutes)).toEqual(expected);
});

test('those of another tenant, application or question are not used', () => {
  const links = { groups: new Secret('g'), users: new Secret('u') };
  const settings = entraSettings('https://graph.example');
  const credential = { kind: 'githubActions', clientId: 'another' } as const;
  const query = [{ path: '/users', advanced: false }];
  earlierLinks(settings, query, links, 0);

  const others = [
    earlierLinks({ ...settings, tenantId: 'another' }, query, links, READING_LAG),
    earlierLinks({ ...settings, graphUrl: 'https://another.example' }, query, links, READING_LAG),
    earlierLinks({ ...settings, credential }, query, links, READING_LAG),
    earlierLinks(settings, [{ path: '/users?more', advanced: false }], links, READING_LAG),
  ];

  expect(others).toEqual([null, null, null, null]);
  expect(earlierLinks(settings, query, links, READING_LAG)).toBe(links);
});

test('only so many tenants are remembered', () => {
  const links = { groups: new Secret('g'), users: new Secret('u') };
  const ask = (host: number, now: number): Links | null =>
    earlierLinks(entraSettings(`https://t${host}.example`), [], links, now);
  for (let host = 0; host < 40; host += 1) ask(host, 0);

  expect([ask(0, READING_LAG), ask(39, READING_LAG)]).toEqual([null, links]);
});
