import { type Entry, quoted, select, selectTexts } from '../../../config/entry.ts';
import type { Section } from '../../../config/section.ts';
import { fold } from '../../../core/text.ts';
import { attributeName } from './check-texts.ts';

/** As LDAP and Microsoft Graph name attributes, or the OID of one: nothing that a filter or a query could read as its own. */
const DIRECTORY_NAME = /^(?:[A-Za-z][A-Za-z0-9-]*|[0-9]+(?:\.[0-9]+)+)$/;

/** The custom attributes that the directory fills, and the one that links users to people. */
export function checkAttributes({ root, report }: Section): void {
  const [map] = select(root, 'attributes');
  const fields = map?.kind === 'map' ? map.fields : new Map<string, Entry>();
  const [link] = selectTexts(root, 'linkAttribute');
  const lines = new Map<string, number>();
  for (const [name, entry] of fields) {
    const line = lines.get(fold(name));
    const fault = attributeName(name, root, `"${name.slice(0, 80)}"`);
    if (fault !== null) report.error(fault[0], entry.keyAt, fault[1], fault[2]);
    else if (line !== undefined) {
      const message = `This attribute differs from the one in line ${line} in capitals only.`;
      report.error('ATTRIBUTE_NAME', entry.keyAt, message, 'Keep one of the two.');
    } else if (link !== undefined && fold(link.text) === fold(name)) {
      const message = 'goto.linkAttribute names this attribute: adsync writes in it whose user it is.';
      report.error('LINK_ATTRIBUTE_MAPPED', entry.keyAt, message, 'Remove it here, or name another linkAttribute.');
    }
    lines.set(fold(name), line ?? report.line(entry.keyAt));
  }
  for (const entry of fields.values()) {
    if (entry.faulty || entry.kind !== 'scalar' || typeof entry.value !== 'string') continue;
    if (DIRECTORY_NAME.test(entry.value)) continue;
    entry.faulty = true;
    const message = `${quoted(entry)} is no name of an attribute of the directory.`;
    const advice = 'Write it with letters, digits and hyphens, as extensionAttribute3.';
    report.error('ATTRIBUTE_NAME', entry.at, message, advice);
  }
}
