/** More than any document of ours has. */
const DEEPEST = 100;

/**
 * Whether values lie in one another deeper than in any document that adsync writes. Whatever walks through such a value
 * by calling itself runs out of stack.
 */
export function isTooDeep(value: unknown): boolean {
  let level = [value];
  for (let depth = 0; depth <= DEEPEST; depth += 1) {
    level = level.flatMap((one): unknown[] => (typeof one === 'object' && one !== null ? Object.values(one) : []));
    if (level.length === 0) return false;
  }
  return true;
}
