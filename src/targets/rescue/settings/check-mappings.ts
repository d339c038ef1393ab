import type { DiagnosticCode } from '../../../core/codes.ts';
import { isIdentity } from '../../../core/group-ref.ts';
import { fold, foldPath } from '../../../core/text.ts';
import { parsePath } from '../../../core/path.ts';
import { isLower, ROLE_NAMES, roleOf, withArticle } from '../planner/roles.ts';
import type { Report } from '../../../config/diagnostic.ts';
import { groupEntries } from '../../../config/directory-group.ts';
import { type Entry, select, selectAll, selectTexts, textAt } from '../../../config/entry.ts';
import { lowerFirst } from '../../../config/role-order.ts';
import type { Section } from '../../../config/section.ts';

/** Rules about `rescue.groups` as a whole. */
export function checkMappings(section: Section): void {
  const { root, report } = section;
  const mappings = select(root, 'groups[]');
  const rescueGroups = mappings.flatMap((mapping) =>
    selectTexts(mapping, 'rescueGroup').map((found) => ({ ...found, mapping })),
  );
  checkTwice(rescueGroups, (text) => foldPath(parsePath(text)), report, {
    code: 'DUPLICATE_RESCUE_GROUP',
    what: 'This Rescue group',
    advice: 'A Rescue group has one mapping: write its directory groups as a list there, or name another group here.',
  });
  const directoryGroups = mappings.flatMap((mapping) => groupEntries(mapping).map((found) => ({ ...found, mapping })));
  checkTwice(directoryGroups, fold, report, {
    code: 'DUPLICATE_DIRECTORY_GROUP',
    what: 'This directory group',
    advice: 'The first mapping would keep all people: remove one of the two.',
  });
  checkSsoAttribute(root, mappings, report);
  checkMasterAdministrators(mappings, report);
  checkOrderOfRoles(mappings, report);
  checkNames(mappings, section);
  if (section.directory !== 'entra') checkPieces(mappings, report);
}

/** No group is called by one part of a DN alone that names what lies above it. */
const PIECE = /^\s*(?:OU|DC)\s*=[^,]*$/i;

/**
 * A DN in brackets comes apart at its commas, and each part would be taken for the name of a group. Often one of the parts
 * stands there twice as well, so faulty lists are looked at, too.
 */
function checkPieces(mappings: readonly Entry[], report: Report): void {
  for (const list of mappings.flatMap((mapping) => selectAll(mapping, 'directoryGroup'))) {
    const items = list.kind === 'list' && list.items.length > 1 ? list.items : [];
    const piece = items.find((item) => item.kind === 'scalar' && PIECE.test(String(item.value)));
    if (piece?.kind !== 'scalar') continue;
    const message = `"${String(piece.value).trim()}" is only a part of a DN: within [ ] a comma ends an entry.`;
    const advice = 'Put each DN in quotation marks, or on a line of its own with "- " before it.';
    report.error('DN_IN_PIECES', piece.at, message, advice);
  }
}

/**
 * The first mapping that has a person keeps them. Where a lower role stands first, the managers of its directory group
 * take higher rights away by making somebody a member.
 */
function checkOrderOfRoles(mappings: readonly Entry[], report: Report): void {
  const placed = mappings.flatMap((mapping) => {
    const [found] = selectTexts(mapping, 'rescueGroup');
    const role = found === undefined ? null : roleOf(parsePath(found.text));
    return found === undefined || role === null ? [] : [{ entry: found.entry, mapping, role }];
  });
  const found = lowerFirst(placed, (one, than) => isLower(one.role, than.role));
  if (found === null) return;
  const { entry, role } = found.first;
  const { higher } = found;
  const more = found.more === 0 ? '' : ` (${found.more} more stand before higher ones, too)`;
  const message = `This mapping makes ${ROLE_NAMES[role]}s and stands before the one in line ${report.line(higher.mapping.at)}, which makes ${ROLE_NAMES[higher.role]}s${more}.`;
  const advice = `The first mapping that has a person keeps them, so whoever manages this directory group can take ${withArticle(higher.role)} out by adding them to it. Put the mappings of higher roles first.`;
  report.warning('LOWER_ROLE_FIRST', entry.at, message, advice);
}

/**
 * People who may create or rename groups can give one the name of another. Rights of administrators do not hang on that.
 */
function checkNames(mappings: readonly Entry[], { directory, purpose, report }: Section): void {
  if (directory === null) return;
  for (const mapping of mappings) {
    const path = textAt(mapping, 'rescueGroup');
    const role = path === null ? null : roleOf(parsePath(path));
    if (role === null || role === 'technician') continue;
    for (const { entry, text } of groupEntries(mapping)) {
      if (isIdentity(text, directory)) continue;
      const message = `"${text.trim()}" is a name, and whoever may create or rename groups can give it to another one: who becomes ${withArticle(role)} must not hang on a name.`;
      const term = /^[\p{L}\p{N} ._-]+$/u.test(text) ? text.trim() : 'PART OF THE NAME';
      const form = directory === 'entra' ? 'the object id' : 'the DN (or the objectGUID)';
      const advice = `Run: adsync groups search "${term}", and write ${form} that it prints as directoryGroup.`;
      if (purpose !== 'sync') report.warning('GROUP_BY_NAME', entry.at, message, advice);
      else report.error('GROUP_BY_NAME', entry.at, message, advice);
    }
  }
}

/** All master administrators stand in one root: directory groups inside the mapped one cannot become groups there. */
function checkMasterAdministrators(mappings: readonly Entry[], report: Report): void {
  for (const mapping of mappings) {
    const path = textAt(mapping, 'rescueGroup');
    if (path === null || roleOf(parsePath(path)) !== 'masterAdministrator') continue;
    for (const { entry } of selectTexts(mapping, 'subgroups').filter(({ text }) => text === 'mirror')) {
      const message = 'Master Administrators has no groups below it, so directory groups cannot be mirrored there.';
      report.error(
        'SUBGROUPS_IMPOSSIBLE',
        entry.at,
        message,
        'Write "subgroups: flatten" (the default here) or "ignore".',
      );
    }
  }
}

interface Twice {
  readonly code: DiagnosticCode;
  readonly what: string;
  readonly advice: string;
}

/** A text of a mapping. */
interface Named {
  readonly mapping: Entry;
  readonly entry: Entry;
  readonly text: string;
}

function checkTwice(
  named: readonly Named[],
  keyOf: (text: string) => string,
  report: Report,
  { code, what, advice }: Twice,
): void {
  const first = new Map<string, Named>();
  for (const found of named) {
    const { mapping, entry } = found;
    const key = keyOf(found.text);
    const other = first.get(key);
    if (other === undefined) {
      first.set(key, found);
      continue;
    }
    if (other.mapping === mapping) {
      const message = `${what} stands in the list already (line ${report.line(other.entry.at)}).`;
      report.error(code, entry.at, message, 'Remove one of the two.');
      continue;
    }
    // Through a merge both can be the same text: then the mappings themselves are named.
    const shared = other.entry.at === entry.at;
    const line = report.line(shared ? other.mapping.at : other.entry.at);
    report.error(code, shared ? mapping.at : entry.at, `${what} is mapped already in line ${line}.`, advice);
  }
}

/** Without an SSO option there is nothing that could be kept in step. */
function checkSsoAttribute(root: Entry, mappings: readonly Entry[], report: Report): void {
  for (const mapping of mappings) {
    const source = textAt(mapping, 'ssoId') ?? textAt(root, 'ssoId') ?? 'none';
    if (source !== 'none') continue;
    for (const { entry } of selectTexts(mapping, 'attributes[]').filter(({ text }) => text === 'ssoId')) {
      const message = 'ssoId is to be kept in step, but no SSO option is set for this mapping: SSO ids are left alone.';
      report.warning(
        'ATTRIBUTE_WITHOUT_SOURCE',
        entry.at,
        message,
        'Set "ssoId: email" or "ssoId: upn", or remove it here.',
      );
    }
  }
}
