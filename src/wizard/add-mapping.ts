import { literal } from '../config/edit/literal.ts';
import type { YamlValue } from '../config/edit/model.ts';
import type { FoundGroup } from '../core/people.ts';
import type { DirectorySettings } from '../core/settings.ts';
import { type Draft, textIn, withEdits } from './draft.ts';
import { listPath, mappingsOf } from './mappings.ts';
import { gotoRule, type GotoWishes, rescueMapping, type RescueWishes } from './new-mapping.ts';
import { hasHighRights, placeFor, refOf } from './pairing.ts';

/** A mapping without options: one-to-one, as the vendor's. */
export const PLAIN: Omit<RescueWishes, 'rescueGroup'> = {
  fullGroup: null,
  subgroups: null,
  disableLimit: null,
  mobileLicense: null,
  ssoId: null,
  attributes: null,
};

/** The draft with one more mapping, in the place that the rights of its group give it. */
export function withMapping(draft: Draft, directoryGroup: YamlValue, rescueGroup: string, wishes = PLAIN): Draft {
  const mappings = mappingsOf(draft.text).filter(({ section }) => section === 'rescue');
  const value = literal(rescueMapping(directoryGroup, { ...wishes, rescueGroup }));
  return withEdits(draft, [{ kind: 'insert', path: listPath('rescue'), at: placeFor(mappings, rescueGroup), value }]);
}

/** Of the directory of the draft. */
function typeOf(draft: Draft): DirectorySettings['type'] {
  const type = textIn(draft, ['directory', 'type']);
  return type === 'ldap' || type === 'entra' ? type : 'file';
}

/** What the file says for a directory group that was proposed. */
export function refIn(draft: Draft, group: FoundGroup, rescueGroup: string): YamlValue {
  return refOf(group, typeOf(draft), hasHighRights(rescueGroup));
}

/** The draft with one more rule of GoTo: those that give rights over others stand first, for the strongest role counts. */
export function withRule(draft: Draft, directoryGroup: YamlValue, wishes: GotoWishes, isHigh: boolean): Draft {
  const rules = mappingsOf(draft.text).filter(({ section }) => section === 'goto');
  const at = isHigh ? 0 : rules.length;
  const value = literal(gotoRule(directoryGroup, wishes));
  return withEdits(draft, [{ kind: 'insert', path: listPath('goto'), at, value }]);
}
