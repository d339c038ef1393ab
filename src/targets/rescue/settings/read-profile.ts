import { resolve } from 'node:path';
import type { DiagnosticCode } from '../../../core/codes.ts';
import { select, toData } from '../../../config/entry.ts';
import { decodeText, readProblem } from '../../../config/inputs.ts';
import type { Section } from '../../../config/section.ts';
import { profileMistake, type RescueProfile } from '../profile.ts';

/** Bytes. A recording of a large account has some hundred kilobytes. */
const LARGEST = 8 * 1024 * 1024;

/**
 * The profile of the section: written in it, or in a recording that it names. null where it has none, or a fault was
 * reported. What the recording says counts as a part of the file.
 */
export async function readProfile({ root, folder, inputs, report, include }: Section): Promise<RescueProfile | null> {
  const [entry] = select(root, 'profile');
  if (entry === undefined) return null;
  const bad = (code: DiagnosticCode, message: string): null => {
    report.error(
      code,
      entry.at,
      message,
      'Name a file that adsync doctor --record has written, or write the values into the YAML file.',
    );
    return null;
  };
  // What is wrong with it the schema says.
  if (entry.kind !== 'scalar') return checked(toData(entry), () => null);
  if (typeof entry.value !== 'string' || inputs.offline === true) return null;
  const name = entry.value;
  try {
    const bytes = await inputs.readFile(resolve(folder, name), LARGEST, 'regular');
    const text = bytes.length > LARGEST ? null : decodeText(bytes);
    const data = text === null ? undefined : profileIn(text);
    if (data === undefined)
      return bad('PROFILE_INVALID', 'The file of rescue.profile is no recording with a profile of a Rescue account.');
    const profile = checked(data, (mistake) =>
      bad('PROFILE_INVALID', `The profile of rescue.profile cannot be used. ${mistake}`),
    );
    // Once it holds nothing but known values: what does not fit may be of any depth.
    if (profile !== null) include(`rescue.profile ${JSON.stringify(profile)}`);
    return profile;
  } catch (error) {
    return bad('PROFILE_UNREADABLE', `The file of rescue.profile ${readProblem(error)}.`);
  }
}

function checked(data: unknown, bad: (mistake: string) => null): RescueProfile | null {
  if (!isMap(data)) return bad('It is no map.');
  const mistake = profileMistake(data);
  return mistake === null ? { ...data } : bad(mistake);
}

/** The profile in the text of a recording; undefined where there is none. */
function profileIn(text: string): unknown {
  try {
    const recording: unknown = JSON.parse(text);
    if (!isMap(recording) || !/^adsync\.recording\/1$/.test(String(recording['format']))) return undefined;
    const targets: unknown = recording['targets'];
    const own = Array.isArray(targets)
      ? (targets as readonly unknown[]).filter((one) => isMap(one) && one['type'] === 'rescue')
      : [];
    const [only] = own;
    return own.length === 1 && isMap(only) && isMap(only['profile']) ? only['profile'] : undefined;
  } catch {
    return undefined;
  }
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
