import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { loadSandboxAccount, startRescueSandbox } from '../../src/sandbox/index.ts';
import { adsync as runHere } from '../cli/fake-host.ts';
import { adsync, EXAMPLES, newFolder } from './adsync.ts';

/** What somebody edits by hand and the organization tree does not show: only `--refresh` looks at it. */
test.each(['Technicians/Field', 'Administrators/Field'])(
  '--refresh finds an SSO id that was changed by hand in %s',
  async (rescueGroup) => {
    const account = await loadSandboxAccount(join(EXAMPLES, 'account.json'));
    account.nodes = account.nodes.filter(({ type }) => !/^Technician(Group)?$/.test(type));
    const sandbox = await startRescueSandbox({ account });
    const folder = await newFolder({
      'directory.ldif': await readFile(join(EXAMPLES, 'directory.ldif'), 'utf8'),
      'sync.yaml': `version: 1
directory: { type: file, path: directory.ldif }
rescue:
  url: ${sandbox.url}
  apiToken: sandbox-token
  requests: { perSecond: 1000 }
  groups: [{ directoryGroup: 'CN=Field Support,OU=Groups,DC=corp,DC=example', rescueGroup: ${rescueGroup}, ssoId: upn }]
`,
    });

    try {
      await runHere(['apply', '--yes'], { cwd: folder.path });
      const user = sandbox.account.nodes.find(({ email }) => email.toLowerCase() === 'zoe.king@corp.example');
      if (user === undefined) throw new Error('the example has no Zoë King in Field Support');
      user.ssoId = 'by.hand@corp.example';
      const plain = await runHere(['plan'], { cwd: folder.path });
      const refreshed = await adsync(['plan', '--refresh'], { cwd: folder.path });

      expect(plain.stdout).toContain('No changes.');
      expect(refreshed.stdout).toContain('SSO id: by.hand@corp.example → ');
    } finally {
      await sandbox.close();
      await folder.remove();
    }
  },
);
