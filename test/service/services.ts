import type { ServiceDescription, ServicePlace } from '../../src/service/description.ts';

/** A service of a Linux server; tests change what they are about. */
export const LINUX: ServiceDescription = {
  name: 'adsync',
  scope: 'system',
  program: ['/usr/bin/node', '/opt/adsync/bin/adsync.js'],
  files: ['/etc/adsync/sync.yaml'],
  stateDir: '/var/lib/adsync/state',
  account: null,
  credentials: [
    { name: 'rescue-token', path: '/etc/adsync/secrets/rescue-token', encrypted: false },
    { name: 'bind-password', path: '/etc/adsync/secrets/bind-password.cred', encrypted: true },
  ],
  environmentFile: null,
  listen: '127.0.0.1:9464',
  allowCommands: false,
  secretFiles: [],
};

export const MACOS: ServiceDescription = {
  ...LINUX,
  program: ['/usr/local/bin/node', '/opt/adsync/bin/adsync.js'],
  files: ['/etc/adsync/R&D.yaml', '/etc/adsync/apac.yaml'],
  stateDir: '/Library/Application Support/adsync/state',
  account: '_adsync',
  credentials: [],
  listen: null,
};

export const WINDOWS: ServiceDescription = {
  ...LINUX,
  program: ['C:\\adsync\\adsync.exe'],
  files: ['C:\\adsync\\R&D sync.yaml'],
  stateDir: 'C:\\ProgramData\\adsync\\state',
  account: 'CORP\\svc-adsync$',
  credentials: [],
  listen: null,
  secretFiles: ['C:\\adsync\\secrets\\rescue-token'],
};

export const PLACE: ServicePlace = {
  name: 'adsync',
  scope: 'system',
  home: '/home/ada',
  programData: 'C:\\ProgramData',
  uid: 0,
};
