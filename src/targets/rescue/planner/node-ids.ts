import { compareText } from '../../../core/text.ts';

/** The order of node ids as numbers: the service counts upwards, so the older node comes first. */
export function compareNodeIds(a: string, b: string): number {
  return a.length - b.length || compareText(a, b);
}
