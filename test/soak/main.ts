import { soak } from './soak.ts';

/** `npm run soak`, `npm run soak -- 10000`: prints what there is of everything after a fifth of the rounds, and at the end. */

const rounds = Number(process.argv[2] ?? '3000');
const { first, last, ends } = await soak(rounds);
const after = new Map(Object.entries(last));
const rows = Object.entries(first).map(([name, value]: [string, number]) => {
  const shown = (number: number): string =>
    /heap|rss/.test(name) ? `${(number / 1e6).toFixed(1)} MB` : String(number);
  return `${name.padEnd(12)} ${shown(value).padStart(12)} ${shown(Number(after.get(name))).padStart(12)}`;
});
process.stdout.write(`${rows.join('\n')}\nends         ${JSON.stringify(ends)}\n`);
