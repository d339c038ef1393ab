import type { DefineCommand } from './command.ts';
import { completionCommand } from './completion.ts';
import { applyCommand } from './apply.ts';
import { explainCommand } from './explain.ts';
import { groupsCommand } from './groups.ts';
import { historyCommand } from './history.ts';
import { planCommand } from './plan.ts';
import { retryCommand } from './retry.ts';
import { runCommand } from './run.ts';
import { sandboxCommand } from './sandbox.ts';
import { schemaCommand } from './schema.ts';
import { testCommand } from './test.ts';
import { snapshotCommand } from './snapshot.ts';
import { undoCommand } from './undo.ts';
import { validateCommand } from './validate.ts';
import { versionCommand } from './version.ts';

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
  runCommand,
  groupsCommand,
  sandboxCommand,
  schemaCommand,
  completionCommand,
  versionCommand,
];
