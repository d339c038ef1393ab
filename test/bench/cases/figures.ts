import type { Measured, Pair, Series } from '../engine/pair.ts';
import { median, typical } from '../engine/pair.ts';

/** `3.40 × bare pass (CPU 3.52), 812 MiB, 12.1 s` */
export function pairText(pair: Pair, reference: string): string {
  return `${times(ratioOf(pair))} × ${reference} (CPU ${times(median(pair.cpuRatios))}), ${mib(typical(pair.subject, 'peak'))}, ${seconds(typical(pair.subject, 'wall'))}`;
}

export function ratioOf({ ratios }: Pair): number {
  return median(ratios);
}

export function times(ratio: number): string {
  return ratio.toFixed(2);
}

export function seconds(value: number): string {
  return value < 1 ? `${value.toFixed(3)} s` : `${value.toFixed(2)} s`;
}

export function mib(value: number): string {
  return `${Math.round(value).toLocaleString('en-GB')} MiB`;
}

export function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

/** The median number of requests to a service. */
export function requestsOf({ runs }: Series, service: string): number {
  return median(runs.map((run: Measured) => run.requests?.[service] ?? NaN));
}

/** By which power of its size the time of something grows. */
export function exponent(small: { size: number; time: number }, large: { size: number; time: number }): number {
  return Math.log(large.time / small.time) / Math.log(large.size / small.size);
}
