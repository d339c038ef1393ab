import type { DiagnosticCode } from '../core/codes.ts';
import type { Report } from './diagnostic.ts';
import { type Entry, isReferenced, type ScalarEntry, select, selectTexts } from './entry.ts';
import type { FilledReferences } from './fill-references.ts';
import { NOT_LOOKED_UP } from './inputs.ts';
import type { FileKeys } from './keys.ts';
import type { SectionKind } from './section.ts';

/** Values that must never be shown, wherever they were found: also in a file that is faulty otherwise. */
export function secretTexts(root: Entry, keys: FileKeys): string[] {
  const secrets = keys.secrets.flatMap((path) => selectTexts(root, path)).filter(({ entry }) => entry.raw !== 'random');
  const ids = keys.ids.flatMap((path) => selectTexts(root, path)).filter(({ entry }) => isReferenced(entry));
  return [...secrets, ...ids].map(({ text }) => text).filter((text) => text !== '' && text !== NOT_LOOKED_UP);
}

interface SecretRules {
  readonly keys: FileKeys;
  readonly sections: readonly SectionKind[];
  /** What was filled in where. */
  readonly filled: FilledReferences;
}

/** Secrets that are empty, stand in the file itself, or came with something around them that is none of theirs. */
export function checkSecrets(root: Entry, { keys, sections, filled }: SecretRules, report: Report): void {
  const standIns = sections.filter((kind) => select(root, kind.type).some((section) => kind.isStandIn(section)));
  for (const path of keys.secrets) {
    const matters = !standIns.some(({ type }) => path.startsWith(`${type}.`));
    for (const { entry, text } of selectTexts(root, path)) {
      if (text.trim() === '') {
        reportEmpty(entry, report);
        continue;
      }
      if (matters) checkPlace(entry, report);
      checkForm(entry, text, filled, report);
      if (matters && !entry.faulty && entry.raw !== 'random') checkLength(entry, text, report);
    }
  }
}

function reportEmpty(entry: ScalarEntry, report: Report): void {
  entry.faulty = true;
  const where = isReferenced(entry) ? ': the variable or file it refers to holds nothing' : '';
  report.error('SECRET_EMPTY', entry.at, `${entry.path} is empty${where}.`, 'Give it a value.');
}

function checkPlace(entry: ScalarEntry, report: Report): void {
  if (isReferenced(entry) || entry.raw === 'random') return;
  const message = `${entry.path} stands in the file itself, where everybody who reads the file can see it.`;
  const advice =
    'Write ${NAME} and set that environment variable, or ${file:/run/secrets/name}; then change the secret.';
  report.warning('SECRET_IN_FILE', entry.at, message, advice);
}

/** Shorter ones cannot be masked wherever they stand: they would be found in other words. */
const SHORT = 8;

function checkLength(entry: ScalarEntry, text: string, report: Report): void {
  if (text.length >= SHORT) return;
  const message = `${entry.path} has fewer than ${SHORT} characters: it is soon guessed, and masked in outputs only where it stands alone.`;
  report.warning('SECRET_SHORT', entry.at, message, 'Choose a longer one.');
}

interface Fault {
  readonly code: DiagnosticCode;
  readonly test: (text: string) => boolean;
  readonly what: string;
  readonly advice: string;
}

/** A name as CI systems and shells write it where a value should have been put in. */
const UNEXPANDED = [
  /^\$\([\w.-]+\)$/, // Azure Pipelines, make
  /^\$\{[\w.:-]+\}$/, // shells, and adsync itself one level too deep
  /^\$\{\{[^{}]*\}\}$/, // GitHub Actions, templates
  /^\{\{[^{}]*\}\}$/,
  /^\$[A-Z_][A-Z0-9_]*$/,
  /^\$env:\w+$/i, // PowerShell
  /^%\w+%$/, // cmd
];

/** The first that fits is said. Nothing of the value is ever shown. */
const FAULTS: readonly Fault[] = [
  {
    code: 'SECRET_LINE_BREAK',
    test: (text) => /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(text.trim()),
    what: 'holds a line break, or another character that cannot be seen',
    advice: 'Store the secret alone, on one line.',
  },
  {
    code: 'SECRET_BLANKS',
    test: (text) => text !== text.trim(),
    what: 'begins or ends with a blank or a line break',
    advice: 'Store it without (printf %s, not echo). One line break at the end of a file is taken off by adsync.',
  },
  {
    code: 'SECRET_QUOTED',
    test: (text) => /^(["'])[^]*\1$/.test(text) && text.length > 1,
    what: 'stands in quotation marks that belong to it',
    advice: 'Store it without them. Should the secret really have them, change it.',
  },
  {
    code: 'SECRET_UNEXPANDED',
    test: (text) => UNEXPANDED.some((form) => form.test(text)),
    what: 'holds the name of a variable instead of its value',
    advice:
      'Look at the definition of the job: the variable does not exist there, or secrets are not handed to jobs of forks.',
  },
];

function checkForm(entry: ScalarEntry, text: string, filled: FilledReferences, report: Report): void {
  for (const { code, test, what, advice } of FAULTS) {
    if (!test(text)) continue;
    const source = filled.get(entry)?.find(({ value }) => test(value)) ?? filled.get(entry)?.[0];
    const who = source === undefined ? entry.path : `${source.shown}, used for ${entry.path},`;
    entry.faulty = true;
    report.error(code, source?.at ?? entry.at, `${who.charAt(0).toUpperCase()}${who.slice(1)} ${what}.`, advice);
    return;
  }
}
