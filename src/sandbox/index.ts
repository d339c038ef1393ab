export {
  newSandboxAccount,
  sandboxNode,
  type NodeStatus,
  type NodeType,
  type SandboxAccount,
  type SandboxNode,
} from './account.ts';
export { type FaultKind, faultKinds, type FaultPicker, type SandboxFault } from './faults.ts';
export { loadSandboxAccount, saveSandboxAccount } from './file.ts';
export { type RescueSandbox, type SandboxOptions, type SandboxRequest, startRescueSandbox } from './server.ts';
export { defaultSwitches, type SandboxSwitches } from './switches.ts';
