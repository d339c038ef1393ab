import type { YamlMap, YamlValue } from '../config/edit/model.ts';
import { Failure } from '../core/failure.ts';
import { groupsValue, type SectionName } from './mappings.ts';

/** Everything that a mapping of Rescue may say, as options give it; null = it is not said. */
export interface RescueWishes {
  readonly rescueGroup: string | null;
  readonly fullGroup: boolean | null;
  readonly subgroups: string | null;
  readonly disableLimit: string | null;
  readonly mobileLicense: boolean | null;
  readonly ssoId: string | null;
  readonly attributes: readonly string[] | null;
}

/** Everything that a rule of GoTo may say; null = it is not said. */
export interface GotoWishes {
  readonly note: string | null;
  readonly products: readonly string[] | null;
  readonly role: string | null;
  readonly permissions: readonly string[] | null;
  readonly manages: readonly string[] | null;
  readonly customRole: string | null;
  readonly userGroup: string | null;
  readonly language: string | null;
}

/** What mappings and rules may say alike; null = it is not said. */
export interface CommonWishes {
  /** The last day, as 2026-12-31. */
  readonly expires: string | null;
}

export interface NewMapping {
  readonly section: SectionName;
  readonly value: YamlMap;
}

/**
 * The entry that options describe, with its keys in the order of the documentation. Whether its values are possible, the
 * check of the file says.
 *
 * @throws Failure MAPPING_SECTION
 */
export function newMapping(
  groups: readonly YamlValue[],
  rescue: RescueWishes,
  goto: GotoWishes,
  common: CommonWishes,
): NewMapping {
  const isRescue = Object.values(rescue).some((value) => value !== null);
  const isGoto = Object.values(goto).some((value) => value !== null);
  const directoryGroup = groupsValue(groups);
  if (isRescue && isGoto) throw unclear('Options of a Rescue mapping and of a GoTo rule are given together.');
  if (isRescue) {
    if (rescue.rescueGroup === null) throw unclear('A mapping needs --rescue-group.');
    const value = rescueMapping(directoryGroup, { ...rescue, rescueGroup: rescue.rescueGroup });
    return { section: 'rescue', value: { ...value, ...said({ ...common }) } };
  }
  if (!isGoto) throw unclear('Neither --rescue-group is given, nor what a rule gives.');
  return { section: 'goto', value: { ...gotoRule(directoryGroup, goto), ...said({ ...common }) } };
}

/** An entry of `rescue.groups`. */
export function rescueMapping(
  directoryGroup: YamlValue,
  wishes: RescueWishes & { readonly rescueGroup: string },
): YamlMap {
  const { rescueGroup, fullGroup, subgroups, disableLimit, mobileLicense, ssoId, attributes } = wishes;
  return {
    directoryGroup,
    rescueGroup,
    ...said({ fullGroup, subgroups, disableLimit: shareValue(disableLimit), mobileLicense, ssoId, attributes }),
  };
}

/** An entry of `goto.rules`. */
export function gotoRule(directoryGroup: YamlValue, wishes: GotoWishes): YamlMap {
  const { note, products, userGroup, language } = wishes;
  return { directoryGroup, ...said({ note, products, role: roleValue(wishes), userGroup, language }) };
}

function roleValue({ role, permissions, manages, customRole }: GotoWishes): YamlValue | null {
  const given = [role, permissions ?? manages, customRole].filter((one) => one !== null);
  if (given.length > 1) throw unclear('--role, --permission and --custom-role exclude each other.');
  if (customRole !== null) return { custom: customRole };
  if (permissions === null && manages === null) return role;
  return said({ permissions, userGroups: manages });
}

/** A number of users is written as a number. */
function shareValue(text: string | null): YamlValue | null {
  return text !== null && /^\d+$/.test(text) ? Number(text) : text;
}

function said(values: Readonly<Record<string, YamlValue | null>>): YamlMap {
  return Object.fromEntries(Object.entries(values).filter((one): one is [string, YamlValue] => one[1] !== null));
}

function unclear(message: string): Failure {
  const advice = 'Give --rescue-group PATH for Rescue; for GoTo what the rule gives, as --products NAME.';
  return new Failure('MAPPING_SECTION', message, advice);
}
