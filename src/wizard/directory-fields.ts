import type { Draft } from './draft.ts';
import { textIn, valueIn } from './draft.ts';
import type { Field } from './fields.ts';
import type { Choice } from './ask.ts';

export const DIRECTORY_TYPES: readonly Choice<string>[] = [
  { value: 'ldap', label: 'Active Directory', hint: 'over LDAP' },
  { value: 'entra', label: 'Microsoft Entra ID', hint: 'over Microsoft Graph' },
  { value: 'file', label: 'An LDIF file', hint: 'an export, for rehearsals' },
];

/** How a token for Microsoft Graph is got. */
export const ENTRA_WAYS: readonly Choice<string>[] = [
  { value: 'clientSecret', label: 'Client secret', hint: 'of the app registration' },
  { value: 'certificate', label: 'Certificate', hint: 'a PEM file' },
  { value: 'githubActions', label: 'GitHub Actions', hint: 'no stored secret' },
  { value: 'azureDevOps', label: 'Azure DevOps', hint: 'no stored secret' },
  { value: 'workloadIdentity', label: 'Workload identity', hint: 'of a pod' },
  { value: 'managedIdentity', label: 'Managed identity', hint: 'of an Azure machine' },
  { value: 'azureCli', label: 'Azure CLI', hint: 'whoever is logged in with az login' },
];

const at = (key: string): string[] => ['directory', key];

const LDAP: readonly Field[] = [
  {
    kind: 'list',
    path: at('urls'),
    ask: 'Domain controllers, with commas between them',
    example: 'ldaps://dc1.corp.example, ldaps://dc2.corp.example',
    form: [/^ldaps?:\/\/\S+$/, 'Each begins with ldaps:// (or ldap://, with startTLS).'],
  },
  {
    kind: 'text',
    path: at('baseDN'),
    ask: 'Base DN',
    example: 'DC=corp,DC=example',
    form: [/=/, 'A DN has parts like DC=corp.'],
  },
  {
    kind: 'text',
    path: at('bindDN'),
    ask: 'Who reads (reading rights are enough)',
    example: 'CN=adsync,OU=Service,DC=corp,DC=example or adsync@corp.example',
  },
  { kind: 'secret', path: at('bindPassword'), ask: 'Password', variable: 'ADSYNC_BIND_PASSWORD' },
  {
    kind: 'text',
    path: ['directory', 'tls', 'ca'],
    ask: 'PEM file of your own certificate authority (empty: none)',
    example: 'corp-ca.pem',
    optional: true,
  },
];

const START_TLS: Field = {
  kind: 'yes',
  path: ['directory', 'tls', 'startTLS'],
  ask: 'ldap:// is secured with StartTLS',
  usual: false,
};

const TENANT: Field = {
  kind: 'text',
  path: at('tenantId'),
  ask: 'Tenant (id or domain)',
  example: 'corp.onmicrosoft.com',
};
const CLIENT: Field = {
  kind: 'text',
  path: at('clientId'),
  ask: 'Application (client) id',
  example: '00000000-0000-0000-0000-000000000000',
};

/** The keys of `directory` of a type, in the order in which they are asked for. */
export function directoryFields(draft: Draft): Field[] {
  const type = textIn(draft, at('type'));
  if (type === 'ldap') {
    const urls = JSON.stringify(valueIn(draft, at('urls')) ?? []);
    return urls.includes('ldap://') ? [...LDAP, START_TLS] : [...LDAP];
  }
  if (type === 'file')
    return [
      {
        kind: 'text',
        path: at('path'),
        ask: 'Path of the file, from the folder of the YAML file',
        example: 'directory.ldif',
      },
    ];
  return entraFields(entraWay(draft));
}

function entraFields(way: string): Field[] {
  if (way === 'clientSecret') {
    return [
      TENANT,
      CLIENT,
      { kind: 'secret', path: at('clientSecret'), ask: 'Client secret', variable: 'AZURE_CLIENT_SECRET' },
    ];
  }
  if (way === 'certificate') {
    return [
      TENANT,
      CLIENT,
      { kind: 'text', path: at('certificate'), ask: 'PEM file with key and certificate', example: 'adsync.pem' },
    ];
  }
  if (way === 'azureCli') return [TENANT];
  if (way === 'azureDevOps') {
    return [
      TENANT,
      CLIENT,
      {
        kind: 'text',
        path: at('serviceConnectionId'),
        ask: 'Id of the service connection',
        example: '00000000-0000-0000-0000-000000000000',
      },
    ];
  }
  return [TENANT, CLIENT];
}

/** Which of {@link ENTRA_WAYS} the file says. */
export function entraWay(draft: Draft): string {
  const credential = textIn(draft, at('credential'));
  if (credential !== null) return credential;
  return valueIn(draft, at('certificate')) === undefined ? 'clientSecret' : 'certificate';
}
