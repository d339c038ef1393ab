import { compareText } from '../core/text.ts';
import { foldCase } from './names.ts';

interface Candidate {
  /** Tells groups apart: a group has several names, and is shown by the one that resembles most. */
  readonly group: string;
  readonly compare: string;
  readonly show: string;
}

/** So many names a message lists at most. */
const MOST = 5;
/** Below this share of common letter pairs two names are not called similar. */
const THRESHOLD = 0.4;

/** The few groups that resemble a name most, best first, each shown once. */
export function mostSimilar(name: string, candidates: readonly Candidate[]): string[] {
  const ranked = candidates
    .map(({ group, compare, show }) => ({ group, show, score: similarity(name, compare) }))
    .filter(({ score }) => score >= THRESHOLD)
    .sort((a, b) => b.score - a.score || compareText(a.show, b.show));
  const best = ranked.filter(({ group }, index) => ranked.findIndex((one) => one.group === group) === index);
  return [...new Set(best.map(({ show }) => show))].slice(0, MOST);
}

/** Dice's coefficient on pairs of letters, without accents: 1 for equal names, 0 for names without a common pair. */
function similarity(a: string, b: string): number {
  const left = pairs(a);
  const right = pairs(b);
  const rest = [...right];
  const common = left.filter((pair) => {
    const at = rest.indexOf(pair);
    if (at >= 0) rest.splice(at, 1);
    return at >= 0;
  });
  return (2 * common.length) / (left.length + right.length);
}

function pairs(text: string): string[] {
  // Blanks at both ends give a name of one letter a pair too, and weight to the first and last letters.
  const letters = [' ', ...Array.from(foldCase(text.normalize('NFD').replace(/\p{M}/gu, ''))), ' '];
  return letters.slice(1).map((letter, index) => `${letters[index] ?? ''}${letter}`);
}
