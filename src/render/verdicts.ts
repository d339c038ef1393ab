import type { Verdict } from '../cases/model.ts';
import { terminalText, xmlText } from './escape.ts';
import { withoutCommands } from './log-commands.ts';

/** The most faults that are listed of one case. */
const LISTED = 20;

/** Test Anything Protocol, version 14 (https://testanything.org/tap-version-14-specification.html). */
export function verdictsTap(verdicts: readonly Verdict[]): string {
  const lines = verdicts.flatMap((verdict, index) => {
    const { faults } = verdict;
    const head = `${faults.length === 0 ? 'ok' : 'not ok'} ${index + 1} - ${tapText(verdict.name)}`;
    return faults.length === 0 ? [head] : [head, ...details(verdict)];
  });
  return withoutCommands(['TAP version 14', `1..${verdicts.length}`, ...lines, ''].join('\n'));
}

/** A block of YAML, its texts in quotation marks. */
function details({ file, faults }: Verdict): string[] {
  const listed = faults.slice(0, LISTED).map(({ line, text }) => {
    const at = `${file}:${line}`;
    return [`    - at: ${JSON.stringify(terminalText(at))}`, `      text: ${JSON.stringify(terminalText(text))}`];
  });
  const left = faults.length - listed.length;
  return ['  ---', '  faults:', ...listed.flat(), ...(left > 0 ? [`  left: ${left}`] : []), '  ...'];
}

/** A number sign begins a directive, a backslash an escape. */
function tapText(text: string): string {
  return terminalText(text).replaceAll('\\', '\\\\').replaceAll('#', '\\#');
}

/** The XML of JUnit, as CI platforms read it: one suite a file of cases, one test a case. */
export function verdictsJunit(verdicts: readonly Verdict[]): string {
  const files = [...new Set(verdicts.map(({ file }) => file))];
  const suites = files.flatMap((file) => {
    const own = verdicts.filter((verdict) => verdict.file === file);
    return [
      `  <testsuite name="${xmlText(file)}" tests="${own.length}" failures="${failed(own)}">`,
      ...own.flatMap((verdict) => testcase(verdict)),
      '  </testsuite>',
    ];
  });
  const head = `<testsuites name="adsync" tests="${verdicts.length}" failures="${failed(verdicts)}">`;
  return ['<?xml version="1.0" encoding="UTF-8"?>', head, ...suites, '</testsuites>', ''].join('\n');
}

function testcase({ name, file, line, faults }: Verdict): string[] {
  const head = `    <testcase name="${xmlText(name)}" classname="${xmlText(file)}" file="${xmlText(file)}" line="${line}"`;
  const [first] = faults;
  if (first === undefined) return [`${head}/>`];
  const all = faults.slice(0, LISTED).map((fault) => `${file}:${fault.line}: ${fault.text}`);
  const left = faults.length - all.length;
  const body = [...all, ...(left > 0 ? [`and ${left} more`] : [])].map(xmlText).join('\n');
  return [`${head}>`, `      <failure message="${xmlText(first.text)}">${body}</failure>`, '    </testcase>'];
}

function failed(verdicts: readonly Verdict[]): number {
  return verdicts.filter(({ faults }) => faults.length > 0).length;
}
