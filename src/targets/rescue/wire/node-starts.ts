import type { Inquiry, Prove } from './inquiry.ts';

/** Whether no other block has the same number: a real node always has a block of its own, so this one is it. */
export function hasOwnNumber({ tree }: Inquiry, index: number): boolean {
  const id = tree.blocks[index]?.id;
  return id !== undefined && tree.count(id) === 1;
}

/** Everything that stands inside the text of a node is text. Only for blocks that are known to be the node itself. */
export function coverText({ ends, verdicts, orphans }: Inquiry, index: number): void {
  const end = ends[index] ?? 0;
  for (let inside = index + 1; inside < end; inside++) {
    verdicts[inside] = 'text';
    orphans.delete(inside);
  }
}

/**
 * Whether a node begins at a block, or only text of another one. A node begins at the very first block, at each whose
 * number is real and stands nowhere else, and right behind the text of each of these. So the search goes back to one of
 * them, in growing steps, and from there forwards again.
 *
 * @returns null when it cannot be found out
 */
export async function isStart(inquiry: Inquiry, index: number, prove: Prove): Promise<boolean | null> {
  if (index === 0) return true;
  let at = await startBefore(inquiry, index, prove);
  for (;;) {
    await prove(at);
    const end = inquiry.ends[at];
    if (end === undefined || inquiry.verdicts[at] === 'text') return null;
    coverText(inquiry, at);
    if (end >= index) return end === index;
    at = await startBetween(inquiry, end, index, prove);
  }
}

async function startBefore(inquiry: Inquiry, index: number, prove: Prove): Promise<number> {
  for (let step = 1; step < index; step *= 2) {
    if (await isAnchor(inquiry, index - step, prove)) return index - step;
  }
  return 0;
}

/** A start as near before `index` as halving finds one; `low` is one itself. */
async function startBetween(inquiry: Inquiry, low: number, index: number, prove: Prove): Promise<number> {
  // Where questions were in vain before, they are not asked again close by.
  let nearest = index;
  for (const one of inquiry.orphans) if (one > low && one < nearest) nearest = one;
  for (let high = nearest; high - low > 1; ) {
    const middle = (low + high) >>> 1;
    if (await isAnchor(inquiry, middle, prove)) return middle;
    high = middle;
  }
  return low;
}

async function isAnchor(inquiry: Inquiry, index: number, prove: Prove): Promise<boolean> {
  if (!hasOwnNumber(inquiry, index)) return false;
  await prove(index);
  return inquiry.verdicts[index] !== 'text' && inquiry.ends[index] !== undefined;
}
