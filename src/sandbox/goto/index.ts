export {
  type GotoAccountFile,
  type GotoSandboxGroup,
  type GotoSandboxLicence,
  type GotoSandboxUser,
  gotoUser,
  newGotoAccount,
} from './account.ts';
export { type GotoFault, type GotoFaultKind, gotoFaultKinds } from './faults.ts';
export { loadGotoAccount, saveGotoAccount } from './file.ts';
export type { GotoCallInfo, GotoRequest } from './handle.ts';
export { type GotoSandbox, type GotoSandboxOptions, startGotoSandbox } from './server.ts';
export { defaultGotoSwitches, type GotoSwitches, otherGotoPositions } from './switches.ts';
