import type { Person } from '../../../core/people.ts';
import { formatPath } from '../../../core/path.ts';
import { calledName, fold } from '../../../core/text.ts';
import { type Step, step } from '../../../plan/explain/chain.ts';
import type { Assignments, PlacedPerson } from './assignments.ts';
import { loginIdOf, refusedAddress, ssoIdOf } from './login-id.ts';
import type { Mapping, RescueSettings } from '../settings.ts';

/** The options of the file that hold for whom a mapping has. */
export function optionSteps({ mapping, placement }: PlacedPerson, settings: RescueSettings): Step[] {
  const { line, fullGroup, subgroups, attributes, mobileLicense, ssoId } = mapping;
  const option = (text: string): Step => step('OPTION', text, { line });
  return [
    option(`place: ${formatPath(placement.group)}`),
    option(`fullGroup: ${String(fullGroup)}, ${fullGroup ? ONE_TO_ONE : 'users who stand elsewhere stay there'}`),
    option(`subgroups: ${subgroups}, ${SUBGROUPS[subgroups]}`),
    option(`attributes: ${attributes.length === 0 ? 'none' : attributes.join(', ')}`),
    option(`mobileLicense: ${String(mobileLicense)}`),
    option(`ssoId: ${ssoId}`),
    step('OPTION', `loginId: ${settings.loginId}, for the whole account`),
  ];
}

const ONE_TO_ONE = 'the group is one-to-one with the directory group';
const SUBGROUPS: Readonly<Record<Mapping['subgroups'], string>> = {
  mirror: 'groups inside have groups of their own',
  flatten: 'people of groups inside stand in the mapped group',
  ignore: 'direct members only',
};

/** The addresses of a person that are used. @param placed null where no mapping has the person */
export function loginSteps(
  person: Person,
  placed: PlacedPerson | null,
  { undecided, claimed }: Assignments,
  settings: RescueSettings,
): Step[] {
  const source = SOURCES[settings.loginId];
  const loginId = loginIdOf(person, settings.loginId);
  if (loginId === null) {
    const refused = refusedAddress(person, settings.loginId);
    const why = refused === null ? '' : `: "${refused.address}" ${refused.fault}`;
    return [step('LOGIN_ID_MISSING', `no usable login id (${source})${why}`), ...ssoSteps(person, placed, claimed)];
  }
  if (undecided.get(person.id)?.why === 'sharedLoginId') {
    const others = claimed
      .by(loginId)
      .filter(({ id }) => id !== person.id)
      .map(calledName);
    const text = `login id ${loginId} (${source}), which others have, too: ${others.join(', ')}`;
    return [step('LOGIN_ID_SHARED', text), ...ssoSteps(person, placed, claimed)];
  }
  return [step('LOGIN_ID', `login id ${loginId} (${source})`), ...ssoSteps(person, placed, claimed)];
}

const SOURCES = { email: 'e-mail address', upn: 'userPrincipalName' } as const;

function ssoSteps(
  person: Person,
  placed: PlacedPerson | null,
  { sharedSsoIds }: Pick<Assignments['claimed'], 'sharedSsoIds'>,
): Step[] {
  if (placed === null) return [];
  const { ssoId: source, line } = placed.mapping;
  if (source === 'none') return [step('SSO_ID_NONE', 'no SSO id (ssoId: none)', { line })];
  const ssoId = ssoIdOf(person, source);
  if (ssoId === null) {
    const refused = refusedAddress(person, source);
    const why = refused === null ? 'the directory has none' : `"${refused.address}" ${refused.fault}`;
    return [step('SSO_ID_NONE', `no SSO id from the ${SOURCES[source]}: ${why}`, { line })];
  }
  if (!sharedSsoIds.has(fold(ssoId))) return [step('SSO_ID', `SSO id ${ssoId} (${SOURCES[source]})`, { line })];
  return [step('SSO_ID_SHARED', `SSO id ${ssoId}, which others have, too, so nobody gets it`, { line })];
}
