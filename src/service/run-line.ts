import type { ServiceDescription } from './description.ts';

/**
 * What the service runs: the program and its arguments. Paths only, for whoever may look at processes may read them.
 *
 * @param logFile where the log goes besides stderr; null = nowhere
 */
export function runLine(service: ServiceDescription, logFile: string | null = null): string[] {
  const { program, files, stateDir, listen, allowCommands } = service;
  return [
    ...program,
    'run',
    ...files.flatMap((file) => ['-f', file]),
    '--state-dir',
    stateDir,
    '--log',
    'json',
    ...(logFile === null ? [] : ['--log-file', logFile]),
    ...(listen === null ? [] : ['--listen', listen]),
    ...(allowCommands ? ['--allow-commands'] : []),
  ];
}
