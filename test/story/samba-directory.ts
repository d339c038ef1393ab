import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { sambaKind } from '../e2e/samba-kind.ts';
import type { Lab } from '../lab/lab.ts';
import type { StoryDirectory } from './stage.ts';

/** A real Active Directory behind a load balancer that can lose it. */
export async function sambaDirectory(lab: Lab, ip: string): Promise<StoryDirectory> {
  const kind = await sambaKind(lab, 'Story');
  const { hostname, port } = new URL(lab.get('AD_URL').replace(/^ldaps:/, 'https:'));
  const open = new Set<Socket>();
  let isDown = false;
  const server = createServer((client) => {
    if (isDown) {
      client.destroy();
      return;
    }
    const controller = connect(Number(port === '' ? 636 : port), hostname);
    for (const [one, other] of [
      [client, controller],
      [controller, client],
    ] as const) {
      open.add(one);
      one
        .on('error', () => undefined)
        .on('close', () => {
          open.delete(one);
          other.destroy();
        });
      one.pipe(other);
    }
  });
  await new Promise<void>((resolve) => {
    server.listen(0, ip, resolve);
  });
  const front = (server.address() as AddressInfo).port;
  return {
    ...kind,
    yaml: kind.yaml
      .replace(lab.get('AD_URL'), `ldaps://${ip}:${front}`)
      .replace(lab.get('AD_SYNC_PASSWORD'), '${file:bind-password}'),
    files: { ...kind.files, 'bind-password': lab.get('AD_SYNC_PASSWORD') },
    failure: 'LDAP_TLS_CLOSED',
    secrets: [lab.get('AD_SYNC_PASSWORD')],
    fail() {
      isDown = true;
      for (const socket of open) socket.destroy();
      return Promise.resolve();
    },
    heal() {
      isDown = false;
      return Promise.resolve();
    },
    close: () =>
      new Promise((resolve) => {
        for (const socket of open) socket.destroy();
        server.close(() => {
          resolve();
        });
      }),
  };
}
