import { expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { load } from '../config/memory-inputs.ts';
import { withLine } from '../config/files.ts';
import { hereOf } from './table.ts';

/** What the table says in so many words instead of doing it, with the reason. */
test.each([
  ['V02 Service token', /^not offered: it is AdSync's own.*`rescue\.apiToken`/],
  ['V04 New password at the first login', /^not offered: the API cannot ask for it.*organization-tree\.md#passwords/],
  ['V05 Download as a zip file', /^not offered: .*npm/],
  ['V06 Rights of a system service, Admin mode', /^not needed: an ordinary user/],
  ['V40 Hide terminal window', /^nothing to hide: /],
  ['V41 Icon in the System tray', /^not offered: a service runs where nobody is logged on/],
])('%s', (title, says) => {
  const here = hereOf(title.slice(0, 3));

  expect(here).toMatch(says);
});

test('V38 Interval to send changes', async () => {
  const loaded = await load(withLine(1, 'version: 1\ninterval: 20m'));

  expect(loaded).toMatchObject({ ok: true, settings: { interval: 1_200_000 } });
  expect(hereOf('V38')).toMatch(/^`interval: 15m` in the file/);
});

test('what is said about passwords stands where the table sends its reader', () => {
  const text = readFileSync(new URL('../../docs/organization-tree.md', import.meta.url), 'utf8');

  expect(text).toMatch(/\n## Passwords\n[^#]*next log-on/);
});
