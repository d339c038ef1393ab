import type { DefineCommand } from './command.ts';
import { applyCommand } from './apply.ts';
import { doctorCommand } from './doctor.ts';
import { explainCommand } from './explain.ts';
import { groupsCommand } from './groups.ts';
import { historyCommand } from './history.ts';
import { planCommand } from './plan.ts';
import { retryCommand } from './retry.ts';
import { sandboxCommand } from './sandbox.ts';
import { schemaCommand } from './schema.ts';
import { testCommand } from './test.ts';
import { snapshotCommand } from './snapshot.ts';
import { undoCommand } from './undo.ts';
import { validateCommand } from './validate.ts';

/** Every command, in the order of the help. */
export const COMMANDS: readonly DefineCommand[] = [
  validateCommand,
  testCommand,
  planCommand,
  explainCommand,
  snapshotCommand,
  applyCommand,
  retryCommand,
  undoCommand,
  historyCommand,
  groupsCommand,
  doctorCommand,
  sandboxCommand,
  schemaCommand,
];
