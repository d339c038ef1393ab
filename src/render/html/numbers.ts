import { grouped } from '../../core/counted.ts';

/** `+3`, `−2`, `0`: a difference. */
export function signed(difference: number): string {
  if (difference === 0) return '0';
  return `${difference > 0 ? '+' : '−'}${grouped(Math.abs(difference))}`;
}

/** The class that gives a difference its colour. */
export function trend(difference: number): string {
  if (difference === 0) return 'same';
  return difference > 0 ? 'more' : 'less';
}
