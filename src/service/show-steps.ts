import type { CommandLine, Step } from './steps.ts';

/** Words that every shell leaves alone. */
const PLAIN = /^[\w@%+=:,./\\-]+$/;

/** What would be done, for people: which files are written with what in them, and which commands are run. */
export function shownSteps(steps: readonly Step[]): string {
  return steps.flatMap(shownStep).join('\n');
}

function shownStep(step: Step): string[] {
  switch (step.do) {
    case 'ask-manager':
      return [];
    case 'look-at-file':
      return [`# Only if adsync has written ${step.path}${step.mayMiss ? ', or nothing is there' : ''}`];
    case 'look-at-answer':
      return [
        `# Only if adsync has written what this shows${step.mayMiss ? ', or it shows nothing' : ''}:`,
        line(step.command),
      ];
    case 'make-folder':
      return [`# The folder ${step.path}, unless it is there`];
    case 'write': {
      const form = step.encoding === 'utf8' ? '' : ' in UTF-16';
      if (step.text === '') return [`# The empty file ${step.path}`];
      return [`# The file ${step.path}${form}:`, '', step.text.replaceAll('\r\n', '\n')];
    }
    case 'remove':
      return [`# ${step.path} is removed`];
    case 'run':
    case 'show':
      return [line(step.command)];
  }
}

function line(command: CommandLine): string {
  return command.map((word) => (PLAIN.test(word) ? word : `"${word}"`)).join(' ');
}
