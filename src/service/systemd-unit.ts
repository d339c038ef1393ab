import { MARKER, type ServiceDescription } from './description.ts';
import { runLine } from './run-line.ts';
import { execWord, specifierFree } from './systemd-words.ts';

/** The folder of a service of the system. A dynamic user may write there, and nowhere else. */
export function stateFolderOf(name: string): string {
  return `/var/lib/${name}`;
}

/** What holds for everybody. docs/service.md has the reason for each line. */
const ENDING = [
  'ExecReload=/bin/kill -HUP $MAINPID',
  'KillMode=mixed',
  'KillSignal=SIGTERM',
  'TimeoutStopSec=5min',
  'SuccessExitStatus=129 130 143',
  'Restart=on-failure',
  'RestartSec=30s',
  'RestartPreventExitStatus=4',
];

/** What needs no privilege, so that the manager of a single user can do it, too. */
const FOR_ALL = [
  'UMask=0077',
  'NoNewPrivileges=yes',
  'LockPersonality=yes',
  'RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX AF_NETLINK',
  'RestrictNamespaces=yes',
  'RestrictRealtime=yes',
  'RestrictSUIDSGID=yes',
  'SystemCallArchitectures=native',
  'SystemCallFilter=@system-service',
  'SystemCallFilter=~@privileged @resources',
  'SystemCallErrorNumber=EPERM',
];

const FOR_SYSTEM = [
  'ProtectSystem=strict',
  'ProtectHome=yes',
  'PrivateTmp=yes',
  'PrivateDevices=yes',
  'PrivateMounts=yes',
  'ProtectClock=yes',
  'ProtectControlGroups=yes',
  'ProtectHostname=yes',
  'ProtectKernelLogs=yes',
  'ProtectKernelModules=yes',
  'ProtectKernelTunables=yes',
  'ProtectProc=invisible',
  'PrivateUsers=yes',
  'RemoveIPC=yes',
  'CapabilityBoundingSet=',
  'AmbientCapabilities=',
  'DevicePolicy=closed',
];

/** The unit file of systemd. */
export function systemdUnit(service: ServiceDescription): string {
  const isSystem = service.scope === 'system';
  const lines = [
    `# ${MARKER}. Change it with "systemctl edit", or install it anew.`,
    '[Unit]',
    'Description=adsync keeps people of the directory in step with Rescue and GoTo',
    'Documentation=https://github.com/adsync-cli/adsync/blob/main/docs/service.md',
    ...(isSystem ? ['Wants=network-online.target', 'After=network-online.target'] : []),
    'StartLimitIntervalSec=10min',
    'StartLimitBurst=5',
    '',
    '[Service]',
    'Type=exec',
    `ExecStart=${runLine(service).map(execWord).join(' ')}`,
    ...ENDING,
    `SyslogIdentifier=${service.name}`,
    ...(service.environmentFile === null ? [] : [`EnvironmentFile=${specifierFree(service.environmentFile)}`]),
    ...(isSystem ? [...userLines(service), ...FOR_SYSTEM] : []),
    ...FOR_ALL,
    '',
    '[Install]',
    `WantedBy=${isSystem ? 'multi-user.target' : 'default.target'}`,
  ];
  return `${lines.join('\n')}\n`;
}

function userLines({ name, account, stateDir, credentials }: ServiceDescription): string[] {
  const folder = stateFolderOf(name);
  const isInside = stateDir.startsWith(`${folder}/`);
  return [
    ...(account === null ? ['DynamicUser=yes', `User=${name}`] : [`User=${account}`]),
    ...(isInside ? [`StateDirectory=${name}`, 'StateDirectoryMode=0700'] : []),
    ...(isInside ? [] : [`ReadWritePaths=${execWord(stateDir)}`]),
    ...credentials.map(({ name: id, path, encrypted }) => {
      return `LoadCredential${encrypted ? 'Encrypted' : ''}=${id}:${specifierFree(path)}`;
    }),
  ];
}
