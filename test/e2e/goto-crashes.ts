import { expect } from '@jest/globals';
import { gotoUser } from '../../src/sandbox/goto/index.ts';
import type { Ended } from './adsync.ts';
import type { GotoCompany } from './goto-company.ts';
import type { GotoFlow } from './goto-flows.ts';
import { CONNECT, MEETING } from './goto-world.ts';
import type { Part } from './scenarios.ts';

/** Runs of the built program that are killed, or are not alone. Each flow has people and teams of its own. */
export const CRASHES: readonly GotoFlow[] = [
  ...([1, 2, 3] as const).flatMap((nth) => (['before', 'after'] as const).map((when) => killed(nth, when))),
  {
    title: 'of two applies at once one is at work, and the other is refused',
    ...world('one'),
    async run(company) {
      const others: Promise<Ended>[] = [];
      company.onCall(async ({ writes }) => {
        if (!writes) return;
        if (others.length === 0) others.push(company.run(['apply', '--yes']));
        await Promise.all(others);
      });

      const first = await company.run(['apply', '--yes']);
      const refused = await Promise.all(others);

      expect(first.code).toBe(0);
      expect(refused).toMatchObject([{ code: 4, stderr: expect.stringContaining('LOCKED') }]);
      await expectAllDone(company, 'one');
    },
  },
  {
    title: 'without a common lock two applies at once give nobody two users, and take nothing from anybody',
    ...world('two', { latency: 5 }),
    async run(company) {
      await Promise.all(['here', 'there'].map((name) => company.run(['apply', '--yes', '--state-dir', name])));
      const after = await company.here('apply', '--yes');

      expect(after.code).toBe(0);
      await expectAllDone(company, 'two');
    },
  },
];

function killed(nth: number, when: 'before' | 'after'): GotoFlow {
  const prefix = `k${when.charAt(0)}${nth}`;
  return {
    title: `killed at write ${nth}, ${when} it is carried out: the next apply ends as if nothing had been`,
    ...world(prefix),
    async run(company) {
      const broken = await applyKilled(company, nth, when);
      const again = await company.here('apply', '--yes');

      expect(broken.code).toBeNull();
      expect(again.stderr).toMatch(/broke off after \d+ of 4 changes/);
      expect(again.code).toBe(0);
      await expectAllDone(company, prefix);
    },
  };
}

/** Kills an apply right before, or right after, the stand-in has carried out the nth call that writes. */
async function applyKilled(company: GotoCompany, nth: number, when: 'before' | 'after'): Promise<Ended> {
  let kill: (() => void) | null = null;
  let writes = 0;
  company.onCall(async (call) => {
    if (call.writes) writes += 1;
    if (!call.writes || writes !== nth) return;
    if (when === 'before') kill?.();
    else setTimeout(() => kill?.(), 0);
    await new Promise((resolve) => setTimeout(resolve, when === 'before' ? 50 : 0));
  });
  return await company.run(['apply', '--yes', '--verbose'], {
    onStderr: (_text, send) => {
      kill = () => {
        send('SIGKILL');
      };
    },
  });
}

/** Somebody is new in two rules and somebody in one, one user gets another product, and one loses all. */
function world(prefix: string, switches: GotoFlow['options']['switches'] = {}): Pick<GotoFlow, 'options' | 'before'> {
  const words = ['new', 'both', 'had'].map((word) => `${prefix}-${word}`);
  const before: Part = {
    people: Object.fromEntries(words.map((word) => [word, {}])),
    teams: { [`${prefix}Strong`]: words.slice(1), [`${prefix}Weak`]: words },
  };
  const rules = `    - { directoryGroup: ${prefix}Strong, products: [Connect], userGroup: Sales }
    - { directoryGroup: ${prefix}Weak, products: [Meeting] }
`;
  const account: GotoFlow['options']['account'] = ({ users }) => {
    const given = { activated: true, licenseKeys: [MEETING] };
    users.push(
      gotoUser({ ...given, key: '70000000000000009001', email: `${prefix}-had@corp.example` }),
      gotoUser({ ...given, key: '70000000000000009002', email: `${prefix}-gone@corp.example` }),
    );
  };
  return { before, options: { rules, account, switches } };
}

async function expectAllDone(company: GotoCompany, prefix: string): Promise<void> {
  const { users } = company.sandbox.account;
  const licences = (word: string): string[] | undefined =>
    company.user(`${prefix}-${word}@corp.example`)?.licenseKeys.toSorted();
  expect(['new', 'both', 'had', 'gone'].map(licences)).toEqual([[MEETING], [MEETING, CONNECT], [MEETING, CONNECT], []]);
  expect(users).toHaveLength(new Set(users.map(({ email }) => email.toLowerCase())).size);
  expect(users).toHaveLength(5);
  expect(company.sandbox.log.filter(({ method, path }) => method === 'DELETE' && !path.includes('rolesets'))).toEqual(
    [],
  );
  expect((await company.plan()).changes).toEqual([]);
}
