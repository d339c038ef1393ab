/** `12.3 s`, `4 min 5 s` */
export function durationText(ms: number): string {
  const seconds = ms / 1000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  const rest = `${whole % 60} s`;
  const minutes = Math.floor(whole / 60);
  return minutes < 60 ? `${minutes} min ${rest}` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** `42 rescue, 7 ldap`; empty where there is nothing. */
export function countsText(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([name, count]) => `${count} ${name}`)
    .join(', ');
}

/** What the last line of a run says. */
export interface RunFigures {
  readonly ms: number;
  /** null = nothing was planned. */
  readonly people: number | null;
  /** Changes by what became of them. */
  readonly changes: Readonly<Record<string, number>>;
  /** Calls by service. */
  readonly calls: Readonly<Record<string, number>>;
}

/** `4.2 s; 120 people; 5 done, 1 held; calls: 42 rescue, 7 ldap` */
export function figuresText({ ms, people, changes, calls }: RunFigures): string {
  const made = countsText(changes);
  const called = countsText(calls);
  return [
    durationText(ms),
    ...(people === null ? [] : [`${people} ${people === 1 ? 'person' : 'people'} read`]),
    made === '' ? 'no changes' : `changes: ${made}`,
    called === '' ? 'no calls' : `calls: ${called}`,
  ].join('; ');
}
