/** Insertions, deletions, substitutions and swaps of neighbours from `a` to `b` (optimal string alignment). */
export function editDistance(a: string, b: string): number {
  // Nobody means a word of another size, and a value of a megabyte must not cost a quadratic table.
  if (Math.abs(a.length - b.length) > Math.max(a.length, b.length) / 2) return Infinity;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + same);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) cost = Math.min(cost, (beforeLast[j - 2] ?? 0) + 1);
      row.push(cost);
    }
    [beforeLast, last] = [last, row];
  }
  return last[b.length] ?? Infinity;
}

/** Longer names are compared by their first characters only: the table is quadratic. */
const LONGEST = 200;

/**
 * Whether two names were probably meant to be the same: they differ in blanks, hyphens, accents or capitals only, or in
 * one letter of each six (at least five letters long). Numbers and words of one or two letters must be the same: `Tier 1`
 * is not `Tier 2`, nor `Support US` `Support UK`.
 */
export function nearlySame(a: string, b: string): boolean {
  const [one, two] = [plain(a), plain(b)];
  const [left, right] = [squeezed(one), squeezed(two)];
  if (left === right) return true;
  const size = Math.min(left.length, right.length);
  if (size < 5 || telling(one) !== telling(two)) return false;
  return editDistance(left, right) <= Math.max(1, Math.floor(size / 6));
}

function plain(name: string): string {
  return name.slice(0, LONGEST).normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

function squeezed(name: string): string {
  return name.replace(/[^\p{L}\p{N}]/gu, '');
}

/** The numbers and short words of a name, in which one letter tells everything. */
function telling(name: string): string {
  const words = name.match(/\p{N}+|\p{L}+/gu) ?? [];
  return words.filter((word) => /\p{N}/u.test(word) || word.length <= 2).join(' ');
}
