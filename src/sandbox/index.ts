export {
  newSandboxAccount,
  sandboxNode,
  type NodeStatus,
  type NodeType,
  type SandboxAccount,
  type SandboxNode,
} from './rescue/account.ts';
export { type FaultKind, faultKinds, type FaultPicker, type SandboxFault } from './rescue/faults.ts';
export { loadSandboxAccount, saveSandboxAccount } from './rescue/file.ts';
export { type RescueSandbox, type SandboxOptions, type SandboxRequest, startRescueSandbox } from './rescue/server.ts';
export { defaultSwitches, type SandboxSwitches } from './rescue/switches.ts';
