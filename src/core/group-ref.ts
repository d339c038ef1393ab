import type { DirectoryReading } from './people.ts';

const GUID = /^\{?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\}?$/i;
/** One `type=value` of a DN in its plain spelling (RFC 4514); rarer ones count as names, which is the safe side. */
const STEP = /^[a-z][a-z0-9-]* *= *(?:[^\\,+"<>;#= ]|\\[ ,+"<>;#=\\])(?:[^\\,+"<>;]|\\[ ,+"<>;#=\\])*$/i;

/**
 * Whether `directoryGroup` says which group is meant, whatever groups are called: an objectGUID, an object id, or a DN
 * where the directory has them. A name means whichever group has it today.
 */
export function isIdentity(directoryGroup: string, type: DirectoryReading['type']): boolean {
  const text = directoryGroup.trim();
  return GUID.test(text) || (type !== 'entra' && isDn(text));
}

/** With two steps or more, and DC=… at its end. */
function isDn(text: string): boolean {
  // A blank at the end may be escaped, and belong to the name.
  const steps = text.split(/(?<!\\),/).map((step) => step.trimStart());
  return steps.length > 1 && steps.every((step) => STEP.test(step)) && /^dc *=/i.test(steps.at(-1) ?? '');
}
