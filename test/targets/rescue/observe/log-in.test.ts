import { expect, test } from '@jest/globals';
import { Secret } from '../../../../src/core/secret.ts';
import { HOLDER, withBench } from '../support.ts';

test('credentials that are refused are tried once: again and again would lock the account', async () => {
  const credentials = { kind: 'password', email: HOLDER.email, password: new Secret('Wrong-Pass%1') } as const;
  await withBench({ settings: { credentials } }, async ({ target, sandbox }) => {
    await target.observe((text) => text);

    expect(sandbox.log.filter(({ method }) => method === 'login')).toHaveLength(1);
    expect(sandbox.log.length).toBeGreaterThan(1);
  });
});
