/**
 * CI systems read their own commands out of what a job prints: set a variable, hide or end the log, load a plug-in. A name
 * of a directory must not be able to give one. What they look for:
 *
 * - `##vso[` and `##[` anywhere in a line: Azure Pipelines and, in its old form, GitHub Actions (`ActionCommand.TryParse`)
 * - `##teamcity[` anywhere in a line: TeamCity
 * - `::name …::` at the beginning of a line, blanks before it do not count: GitHub Actions (`ActionCommand.TryParseV2`)
 *
 * The sections of GitLab begin with an escape character, which no output lets through anyway.
 */
const MARK = /##(?=[\w.-]{0,32}\[)/g;
const AT_LINE_START = /^([^\S\n]*)::/gm;
const AT_TEXT_START = /"( *)::/g;

/** Text in which no mark of a command is left in the middle of a line. */
export function withoutMarks(text: string): string {
  return text.replace(MARK, '<U+0023>#');
}

/** Finished text, of whole lines, out of which no CI system reads a command. */
export function withoutCommands(text: string): string {
  return withoutMarks(text).replace(AT_LINE_START, '$1<U+003A>:');
}

/** JSON text of the same value, out of which no CI system reads a command; not out of its texts printed alone either. */
export function jsonWithoutCommands(json: string): string {
  return json.replace(MARK, '\\u0023#').replace(AT_TEXT_START, '"$1\\u003a:');
}
