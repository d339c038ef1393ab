import { afterEach, expect, test } from '@jest/globals';
import { CONNECT, type GotoFirm, MEETING, openFirm, SALES_GROUP } from './goto-world.ts';
import type { Ended } from './adsync.ts';

/** A run over GoTo is killed at one of its writes, and the next run brings it to its end. */

let firm: GotoFirm;

afterEach(async () => {
  await firm.close();
});

/** Kills an apply right before, or right after, the stand-in has carried out the nth call that writes. */
async function killedAt(nth: number, when: 'before' | 'after'): Promise<Ended> {
  let writes = 0;
  let kill: ((signal: NodeJS.Signals) => void) | null = null;
  firm = await openFirm({
    section: '',
    async during({ writes: isWrite }) {
      if (!isWrite) return;
      writes += 1;
      if (writes !== nth) return;
      if (when === 'before') kill?.('SIGKILL');
      else setTimeout(() => kill?.('SIGKILL'), 0);
      await new Promise((resolve) => setTimeout(resolve, when === 'before' ? 50 : 0));
    },
  });
  return await firm.run(['apply', '--yes', '--verbose'], {
    onStderr: (_text, send) => {
      kill = send;
    },
  });
}

test.each([1, 2, 3, 4].flatMap((nth) => [[nth, 'before'] as const, [nth, 'after'] as const]))(
  'killed at write %i, %s it is carried out: the next apply ends as if nothing had been, and nobody is there twice',
  async (nth, when) => {
    const broken = await killedAt(nth, when);
    const again = await firm.here('apply', '--yes');
    const last = await firm.plan();

    expect(broken.code).toBeNull();
    expect(again.stderr).toMatch(/broke off after \d+ of 4 changes/);
    expect(again.code).toBe(0);
    expect(last.changes).toEqual([]);
    expect(firm.user('ada@corp.example')).toMatchObject({ lastName: 'Lovelace', licenseKeys: [MEETING, CONNECT] });
    expect(firm.user('bob@corp.example')).toMatchObject({ licenseKeys: [MEETING, CONNECT], groupKey: SALES_GROUP });
    expect(firm.user('cleo@corp.example')).toMatchObject({ licenseKeys: [MEETING] });
    expect(firm.user('dan@corp.example')).toMatchObject({ licenseKeys: [] });
    const emails = firm.sandbox.account.users.map(({ email }) => email.toLowerCase());
    expect(new Set(emails).size).toBe(emails.length);
  },
);
