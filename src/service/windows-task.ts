import { MARKER, type ServiceDescription } from './description.ts';
import { runLine } from './run-line.ts';
import { windowsWord } from './windows-words.ts';
import { xmlText } from './xml.ts';

/** LocalService, whatever the language of Windows calls it. */
export const LOCAL_SERVICE = 'S-1-5-19';

/** A group managed service account ends so, and Windows knows its password. */
export function isManaged(account: string): boolean {
  return account.endsWith('$');
}

/** The definition of the task, for Windows' Task Scheduler. docs/service.md has the reason for each element. */
export function windowsTask(service: ServiceDescription, log: string): string {
  const [program = '', ...args] = runLine(service, log);
  const lines = [
    '<?xml version="1.0" encoding="UTF-16"?>',
    '<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">',
    '  <RegistrationInfo>',
    `    <Source>${xmlText(MARKER)}</Source>`,
    '    <Description>adsync keeps people of the directory in step with Rescue and GoTo.</Description>',
    '  </RegistrationInfo>',
    '  <Triggers>',
    '    <BootTrigger>',
    '      <Enabled>true</Enabled>',
    '    </BootTrigger>',
    '    <CalendarTrigger>',
    '      <Enabled>true</Enabled>',
    '      <StartBoundary>2020-01-01T00:00:00</StartBoundary>',
    '      <Repetition>',
    '        <Interval>PT5M</Interval>',
    '        <Duration>P1D</Duration>',
    '      </Repetition>',
    '      <ScheduleByDay>',
    '        <DaysInterval>1</DaysInterval>',
    '      </ScheduleByDay>',
    '    </CalendarTrigger>',
    '  </Triggers>',
    '  <Principals>',
    '    <Principal id="Author">',
    ...principal(service.account),
    '      <RunLevel>LeastPrivilege</RunLevel>',
    '    </Principal>',
    '  </Principals>',
    '  <Settings>',
    '    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>',
    '    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>',
    '    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>',
    '    <AllowHardTerminate>false</AllowHardTerminate>',
    '    <StartWhenAvailable>true</StartWhenAvailable>',
    '    <RunOnlyIfNetworkAvailable>false</RunOnlyIfNetworkAvailable>',
    '    <AllowStartOnDemand>true</AllowStartOnDemand>',
    '    <Enabled>false</Enabled>',
    '    <Hidden>false</Hidden>',
    '    <RunOnlyIfIdle>false</RunOnlyIfIdle>',
    '    <WakeToRun>false</WakeToRun>',
    '    <ExecutionTimeLimit>PT0S</ExecutionTimeLimit>',
    '    <Priority>7</Priority>',
    '    <RestartOnFailure>',
    '      <Interval>PT1M</Interval>',
    '      <Count>255</Count>',
    '    </RestartOnFailure>',
    '  </Settings>',
    '  <Actions Context="Author">',
    '    <Exec>',
    `      <Command>${xmlText(program)}</Command>`,
    `      <Arguments>${xmlText(args.map(windowsWord).join(' '))}</Arguments>`,
    '    </Exec>',
    '  </Actions>',
    '</Task>',
    '',
  ];
  return lines.join('\r\n');
}

/** A managed account has a password that Windows looks up; another one is logged on without: none is stored. */
function principal(account: string | null): string[] {
  const user = `      <UserId>${xmlText(account ?? LOCAL_SERVICE)}</UserId>`;
  if (account === null) return [user];
  return [user, `      <LogonType>${isManaged(account) ? 'Password' : 'S4U'}</LogonType>`];
}
