import type { DefineCommand } from './command.ts';
import { completionCommand } from './completion.ts';
import { applyCommand } from './apply.ts';
import { doctorCommand } from './doctor.ts';
import { explainCommand } from './explain.ts';
import { groupsCommand } from './groups.ts';
import { historyCommand } from './history.ts';
import { initCommand } from './init.ts';
import { mappingCommand } from './mapping.ts';
import { planCommand } from './plan.ts';
import { retryCommand } from './retry.ts';
import { runCommand } from './run.ts';
import { sandboxCommand } from './sandbox.ts';
import { schemaCommand } from './schema.ts';
import { statusCommand } from './status.ts';
import { serviceCommand } from './service.ts';
import { testCommand } from './test.ts';
import { snapshotCommand } from './snapshot.ts';
import { undoCommand } from './undo.ts';
import { validateCommand } from './validate.ts';
import { versionCommand } from './version.ts';

/** Every command, in the order of the help. */
export const COMMANDS: readonly DefineCommand[] = [
  initCommand,
  validateCommand,
  testCommand,
  planCommand,
  explainCommand,
  snapshotCommand,
  applyCommand,
  retryCommand,
  undoCommand,
  historyCommand,
  runCommand,
  statusCommand,
  groupsCommand,
  doctorCommand,
  serviceCommand,
  mappingCommand,
  sandboxCommand,
  schemaCommand,
  completionCommand,
  versionCommand,
];
