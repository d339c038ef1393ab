import type { CodeTable } from '../core/codes.ts';

/** Why a service was not installed, removed, started or stopped. */
export const FAILURES = {
  SERVICE_ACCOUNT: {
    meaning: 'The service needs an account of its own, or the one that --account names will not do.',
    remedy: 'Name an account that is there already and has no other rights, with --account.',
  },
  SERVICE_COMMAND: {
    meaning: 'A program of the system that manages services has failed, as the message says.',
    remedy: 'Mend what it says, and run the command again: it goes on from where things stand.',
  },
  SERVICE_CREDENTIAL: {
    meaning: 'A secret of the file does not reach the service, or --credential does not fit.',
    remedy: 'Name each ${file:${CREDENTIALS_DIRECTORY}/NAME} of the file by --credential NAME=PATH, on Linux as root.',
  },
  SERVICE_HIDDEN: {
    meaning:
      'The program or a file lies where the service cannot see it: in a home folder or in one for temporary files.',
    remedy: 'Put it where the whole system has its own, as /opt/adsync and /etc/adsync, and install it from there.',
  },
  SERVICE_MANAGER: {
    meaning: 'What manages services on this platform does not answer, or is not there. Nothing was written.',
    remedy: 'Run "adsync run" in a container or under another supervisor, or start "adsync run --once" from cron.',
  },
  SERVICE_NAME: {
    meaning: 'The name of the service will not do.',
    remedy: 'Take at most 21 lower-case letters, digits and hyphens, and begin with a letter.',
  },
  SERVICE_NOT_INSTALLED: {
    meaning: 'No service of this name is installed.',
    remedy: 'Look at --name and --user, or install it with "adsync service install".',
  },
  SERVICE_NOT_OURS: {
    meaning: 'There is a service of this name that "adsync service install" has not written. It stays as it is.',
    remedy: 'Choose another name with --name, or remove the other service in the way in which it was made.',
  },
  SERVICE_NOT_ROOT: {
    meaning: 'A service of the whole system is installed, started and stopped by root only.',
    remedy: 'Run it with sudo, or add --user for a service of your own user. Nothing was done.',
  },
  SERVICE_OPTION: {
    meaning: 'An option is not for this platform, or not for a service of one user, or its value will not do.',
    remedy: 'Leave it out, or change it as the message says.',
  },
  SERVICE_PROGRAM: {
    meaning: 'It is not known which program a service of another platform starts.',
    remedy: 'Name it with --program; for Node and a script name both, one after the other.',
  },
  SERVICE_VARIABLE: {
    meaning: 'The YAML file takes a value from the environment, and a service has not the environment of a terminal.',
    remedy: 'Keep the value in a file: ${file:path}. Or, on Linux, name a file with variables by --environment-file.',
  },
} satisfies CodeTable;

declare module '../core/codes.ts' {
  interface FailureCodes {
    readonly service: keyof typeof FAILURES;
  }
}
