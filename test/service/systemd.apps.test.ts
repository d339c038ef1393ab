import { spawnSync } from 'node:child_process';
import { copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';

/**
 * The service under a real systemd, which is process 1 of a machine of its own (test/lab/systemd-machine): installed, started,
 * reloaded, stopped and removed as docs/service.md says. It needs root, and the right to mount.
 */

const ROOT = resolve(import.meta.dirname, '../..');
const mayMount = spawnSync('unshare', ['--mount', 'true']).status === 0;
const hasSystemd = existsSync('/sys/fs/cgroup/systemd') && existsSync('/lib/systemd/systemd');

const SCRIPT = `
cd /opt/machine/files
say() { echo "$1: $2"; }
export PATH=/opt/adsync:$PATH
rm -rf /opt/adsync /etc/adsync /srv/stand-in
mkdir -p /opt/adsync /etc/adsync/secrets /srv/stand-in
cp -r package/. /opt/adsync/
printf '#!/bin/sh\\nexec NODE /opt/adsync/bin/adsync.js "$@"\\n' > /opt/adsync/adsync
chmod -R go+rX /opt/adsync
chmod +x /opt/adsync/adsync
cp sync.yaml directory.ldif /etc/adsync/
cp account.json /srv/stand-in/
printf sandbox-token > /etc/adsync/secrets/rescue-token
chmod 600 /etc/adsync/secrets/rescue-token
adsync sandbox --account /srv/stand-in/account.json --port 8080 > /srv/stand-in/log 2>&1 &
stand_in=$!
for try in 1 2 3 4 5 6 7 8 9 10; do grep -q 8080 /srv/stand-in/log && break; sleep 0.5; done

adsync service install -f /etc/adsync/sync.yaml --credential rescue-token=/etc/adsync/secrets/rescue-token
say install $?
# A second service of the same name, which somebody else has made.
printf '[Service]\\nExecStart=/bin/true\\n' > /etc/systemd/system/adsync-other.service
adsync service uninstall --name other 2> /tmp/said
say other "$? $(head -1 /tmp/said | cut -d' ' -f2)"
adsync service start
say start $?
for try in $(seq 1 60); do grep -qs '"lastSuccessAt": "' /var/lib/adsync/state/rounds/*.json && break; sleep 0.5; done
adsync service status > /tmp/status
say status "$? $(grep -o 'active (running)' /tmp/status)"
pid=$(systemctl show -p MainPID --value adsync)
say user "$(stat -c %U /proc/$pid)"
say rights "$(grep -h -E '^(CapEff|NoNewPrivs|Seccomp):' /proc/$pid/status | tr -d '\\t' | tr '\\n' ' ')"
say state "$(stat -c '%a %U' /var/lib/private/adsync/state)"
say success "$(grep -c '"lastSuccessAt": "' /var/lib/adsync/state/rounds/*.json)"
say unit "$(grep -c sandbox-token /etc/systemd/system/adsync.service)"
PLAN | tail -1 > /tmp/plan
say plan "$(cat /tmp/plan)"
STATUS > /tmp/status
say overview $?
systemctl reload adsync
say reload $?
sleep 2
say active "$(systemctl is-active adsync)"
adsync service stop
say stop "$? $(systemctl show -p Result --value adsync) $(systemctl show -p ExecMainStatus --value adsync)"
journalctl -u adsync --no-pager -o cat > /tmp/journal
say journal "$(grep -c sandbox-token /tmp/journal) $(grep -c 'Started adsync' /tmp/journal)"
# A file with errors: it is tried again a few times, and no more.
sed -i 's/^version: 1/version: 9/' /etc/adsync/sync.yaml
mkdir -p /etc/systemd/system/adsync.service.d
printf '[Service]\\nRestartSec=0\\n' > /etc/systemd/system/adsync.service.d/quick.conf
systemctl daemon-reload
adsync service start > /dev/null 2>&1
for try in $(seq 1 60); do [ "$(systemctl is-failed adsync)" = failed ] && break; sleep 0.5; done
say broken "$(systemctl is-failed adsync) $(systemctl show -p NRestarts --value adsync)"
adsync service uninstall
say uninstall "$? $(ls /etc/systemd/system/adsync.service 2>/dev/null | wc -l) $(ls -d /var/lib/private/adsync/state)"
kill -9 $stand_in
# systemd is not told when the last of several processes ends, and would wait for it.
wait $stand_in
`;

(mayMount && hasSystemd ? describe : describe.skip)('under a real systemd', () => {
  const said = new Map<string, string>();
  let output = '';

  beforeAll(() => {
    const folder = mkdtempSync(join(tmpdir(), 'adsync-machine-'));
    try {
      const files = join(folder, 'files');
      mkdirSync(files);
      for (const name of ['bin', 'dist']) cpSync(join(ROOT, name), join(files, 'package', name), { recursive: true });
      copyFileSync(join(ROOT, 'package.json'), join(files, 'package/package.json'));
      for (const name of ['directory.ldif', 'account.json'])
        copyFileSync(join(ROOT, 'examples', name), join(files, name));
      const yaml = readFileSync(join(ROOT, 'examples/sync.yaml'), 'utf8')
        .replace(/url: .*/, 'url: http://127.0.0.1:8080')
        .replace(/apiToken: .*/, 'apiToken: ${file:${CREDENTIALS_DIRECTORY}/rescue-token}');
      writeFileSync(join(files, 'sync.yaml'), yaml);
      // By hand with the rights of the service, as the page has it.
      const page = readFileSync(join(ROOT, 'docs/service.md'), 'utf8').replaceAll('\\\n', ' ');
      const [plan = ''] = /systemd-run .*adsync plan .*/.exec(page) ?? [];
      const status = plan.replace(' adsync plan ', ' adsync status ');
      const script = SCRIPT.replace('NODE', process.execPath).replace('PLAN', plan).replace('STATUS', status);
      writeFileSync(join(folder, 'script'), script);
      spawnSync(join(ROOT, 'test/lab/systemd-machine'), [folder], { encoding: 'utf8' });
      output = readFileSync(join(folder, 'output'), 'utf8');
      for (const [, name = '', value = ''] of output.matchAll(/^(\w+): (.*)$/gm)) said.set(name, value.trim());
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test.each([
    ['it is installed', 'install', '0'],
    ['a unit of somebody else is left alone', 'other', '1 SERVICE_NOT_OURS'],
    ['it starts', 'start', '0'],
    ['it runs', 'status', '0 active (running)'],
    ['as a user of its own', 'user', 'adsync'],
    ['without any right', 'rights', 'CapEff:0000000000000000 NoNewPrivs:1 Seccomp:2'],
    ['with a state folder for nobody else', 'state', '700 adsync'],
    ['it has made a round, with the secret that systemd hands over', 'success', '1'],
    ['the secret is not in the unit file', 'unit', '0'],
    ['by hand there is nothing left to do', 'plan', expect.stringMatching(/^No changes\./)],
    ['and all is well', 'overview', '0'],
    ['it reads its file anew', 'reload', '0'],
    ['and goes on', 'active', 'active'],
    ['it stops in good order', 'stop', '0 success 0'],
    ['the secret is not in the journal', 'journal', '0 1'],
    ['with a file that has errors it is not tried for ever', 'broken', 'failed 5'],
    ['it is removed, and its state stays', 'uninstall', '0 0 /var/lib/private/adsync/state'],
  ])('%s', (_what, name, expected) => {
    expect([said.get(name), said.size > 0 ? '' : output]).toEqual([expected, '']);
  });
});
