import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { gotoUser } from '../../src/sandbox/goto/index.ts';
import { colleague, type Firm, type GotoFirm, MEETING, openFirm } from './goto-world.ts';

/** What a large account costs: not its bytes or seconds, but the requests that the service counts. */

const USERS = 20_000;
const PAGE = 1000;

let firm: GotoFirm;

afterEach(async () => {
  await firm.close();
});

function largeFirm(): Firm {
  const words = Array.from({ length: USERS - 1 }, (_, index) => `p${index}`);
  const people = Object.fromEntries(words.map((word) => [word, colleague(word, 'Example')]));
  return { people, groups: { Everybody: words } };
}

test('an unchanged account of 20,000 users costs its pages and two requests to plan, besides one for a token', async () => {
  const large = largeFirm();
  firm = await openFirm({
    account(account) {
      const [owner] = account.users;
      if (owner === undefined) throw new Error('the account has no owner');
      account.licences = account.licences.map((one) => ({ ...one, seats: USERS }));
      account.users = [
        owner,
        ...Object.values(large.people).map(({ first, last, mail }, index) =>
          gotoUser({
            key: String(8_000_000_000_000_000_000n + BigInt(index)),
            email: mail,
            firstName: first,
            lastName: last,
            licenseKeys: [MEETING],
            activated: true,
          }),
        ),
      ];
    },
  });
  await firm.hold(large);
  const path = join(firm.path, 'sync.yaml');
  const yaml = await readFile(path, 'utf8');
  const [top = ''] = yaml.split('  rules:\n');
  const rule = '    - { directoryGroup: Everybody, products: [Meeting] }\n';
  await writeFile(path, `${top.replace('perSecond: 500', `perSecond: 5000, pageSize: ${PAGE}`)}  rules:\n${rule}`);

  const { changes, targets } = await firm.plan();

  const asked = firm.sandbox.log.map(
    ({ method, path: place }) => `${method} ${place.replace(/^.*\/accounts\/\d+/, '')}`,
  );
  const counts = Object.fromEntries(
    [...new Set(asked)].map((one) => [one, asked.filter((other) => other === one).length]),
  );
  expect(changes).toEqual([]);
  expect(targets.map(({ summary }) => summary.unchanged)).toEqual([USERS - 1]);
  expect(counts).toEqual({
    'POST /oauth/token': 1,
    'GET /admin/rest/v1/me': 1,
    'GET /users': USERS / PAGE,
    'GET /licenses': 1,
  });
});
