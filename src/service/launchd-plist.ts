import { MARKER, type ServiceDescription } from './description.ts';
import { runLine } from './run-line.ts';
import { xmlText } from './xml.ts';

type Value = string | number | boolean | readonly string[] | Readonly<Record<string, boolean>>;

/** How launchd calls the service. */
export function launchdLabel(name: string): string {
  return `io.github.adsync-cli.${name}`;
}

/** The property list for launchd. docs/service.md has the reason for each key. */
export function launchdPlist(service: ServiceDescription, log: string): string {
  const keys: [string, Value][] = [
    ['Label', launchdLabel(service.name)],
    ['ProgramArguments', runLine(service)],
    ...(service.account === null ? [] : ([['UserName', service.account]] satisfies [string, Value][])),
    ['RunAtLoad', true],
    ['KeepAlive', { SuccessfulExit: false }],
    ['ThrottleInterval', 30],
    ['ExitTimeOut', 300],
    ['ProcessType', 'Standard'],
    ['Umask', 0o077],
    ['StandardOutPath', '/dev/null'],
    ['StandardErrorPath', log],
  ];
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<!-- ${MARKER}. -->`,
    '<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">',
    '<plist version="1.0">',
    ...dict(keys, ''),
    '</plist>',
    '',
  ].join('\n');
}

function dict(keys: readonly (readonly [string, Value])[], indent: string): string[] {
  const inner = keys.flatMap(([key, value]) => [`${indent}  <key>${key}</key>`, ...element(value, `${indent}  `)]);
  return [`${indent}<dict>`, ...inner, `${indent}</dict>`];
}

function element(value: Value, indent: string): string[] {
  if (typeof value === 'boolean') return [`${indent}<${String(value)}/>`];
  if (typeof value === 'number') return [`${indent}<integer>${value}</integer>`];
  if (typeof value === 'string') return [`${indent}<string>${xmlText(value)}</string>`];
  if (isList(value))
    return [`${indent}<array>`, ...value.flatMap((one) => element(one, `${indent}  `)), `${indent}</array>`];
  return dict(Object.entries(value), indent);
}

function isList(value: Value): value is readonly string[] {
  return Array.isArray(value);
}
