export { AUTHORITY } from './certificate.ts';
export { type GraphFault, type GraphFaultKind, graphFaultKinds } from './faults.ts';
export type { Platforms } from './identities.ts';
export type { GraphRequest } from './log.ts';
export { type GraphSandbox, type GraphSandboxOptions, startGraphSandbox } from './server.ts';
export { defaultGraphSwitches, type GraphSwitches } from './switches.ts';
export { loadGraphTenant, readTenant, saveGraphTenant } from './tenant-file.ts';
export {
  type FederatedIdentity,
  type GraphApp,
  type GraphDevice,
  type GraphGroup,
  type GraphOrgContact,
  type GraphServicePrincipal,
  type GraphTenant,
  type GraphUser,
  newGraphTenant,
} from './tenant.ts';
