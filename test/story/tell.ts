import { type Chapter } from './chapters.ts';
import { type Ended, type Line, type Running, startRun } from './running.ts';
import type { Stage } from './stage.ts';
import { wantedOf } from './company.ts';

interface Calls {
  readonly rescue: number;
  readonly goto: number;
}

/** What was seen of a chapter. */
export interface Seen {
  readonly title: string;
  readonly end: string;
  readonly code: string | null;
  readonly says: readonly string[];
  readonly equal: boolean;
  /** null where nobody can ask. */
  readonly ready: number | null;
  /** Lines of metrics that are not there. */
  readonly missing: readonly string[];
}

/** One process of `adsync run`, from its first round to its end. */
export interface Episode {
  readonly lines: readonly Line[];
  /** Its metrics after the last round that it survived. */
  readonly metrics: string;
  /** Calls of single rounds, as the log tells them and as the stand-ins have had them. */
  readonly calls: readonly { readonly told: Calls; readonly had: Calls }[];
  readonly ends: readonly Ended[];
  readonly exit: number | string | null;
}

export interface Story {
  readonly seen: readonly Seen[];
  readonly episodes: readonly Episode[];
  /** When it was over, by the clock of the story; ISO 8601. */
  readonly time: string;
}

interface Told {
  readonly run: Running;
  ends: Ended[];
  metrics: string;
  readonly calls: Episode['calls'][number][];
  said: number;
}

/** @param start where the clock begins; ISO 8601 @param beforeEnd is called while the last `adsync run` waits */
export async function tell(
  stage: Stage,
  chapters: readonly Chapter[],
  start: string,
  beforeEnd: (time: string) => Promise<void>,
): Promise<Story> {
  const seen: Seen[] = [];
  const episodes: Episode[] = [];
  let time = start;
  let told = begin(stage, time);
  try {
    for (const [index, chapter] of chapters.entries()) {
      if (chapter.people !== undefined) await stage.change(chapter.people);
      await chapter.before?.(stage, heldNow(told.run.lines));
      seen.push(await play(stage, chapter, told));
      await chapter.after?.(stage);
      time = laterThan(told.run.lines.at(-1)?.time ?? time);
      if (index === chapters.length - 1) break;
      if (chapter.end !== 'killed' && chapter.end !== 'stopped') continue;
      episodes.push(await over(told));
      told = begin(stage, time);
    }
    await beforeEnd(time);
    told.run.kill('SIGTERM');
    episodes.push(await over(told));
    return { seen, episodes, time };
  } finally {
    told.run.kill('SIGKILL');
  }
}

function begin(stage: Stage, time: string): Told {
  return { run: startRun(stage.path, time, {}), ends: [], metrics: '', calls: [], said: 0 };
}

async function over({ run, ends, metrics, calls }: Told): Promise<Episode> {
  const exit = await run.ended;
  return { lines: run.lines, metrics, calls, ends, exit };
}

async function play(stage: Stage, chapter: Chapter, told: Told): Promise<Seen> {
  const { title, end } = chapter;
  if (end === 'killed' || end === 'stopped') return await playEnd(stage, { ...chapter, end }, told);
  const { run } = told;
  const before = { rescue: stage.rescue.log.length, goto: stage.goto.log.length };
  const ended = await run.round(chapter.waits === true);
  const had = { rescue: stage.rescue.log.length - before.rescue, goto: stage.goto.log.length - before.goto };
  const { rescue = 0, goto = 0 } = ended.calls;
  // A round that fails cuts calls off: whether they reach the service before it ends, or after, or never, is chance.
  const isSettled = ended.end !== 'failed' && told.ends.at(-1)?.end !== 'failed';
  if (isSettled) told.calls.push({ told: { rescue, goto }, had });
  told.ends.push(ended);
  const metrics = (told.metrics = await run.metrics());
  return {
    title,
    end: ended.end,
    code: ended.code ?? null,
    says: newsOf(told),
    equal: isEqual(stage),
    ready: await run.get('/readyz'),
    missing: (chapter.metrics ?? []).filter((one) => !one.test(metrics)).map(String),
  };
}

/** The signal comes when Rescue has begun to create somebody, and has not answered. */
async function playEnd(
  stage: Stage,
  { title, end }: Chapter & { readonly end: 'killed' | 'stopped' },
  told: Told,
): Promise<Seen> {
  const { run } = told;
  const { reached, open } = stage.holdCreation();
  await run.begin();
  await reached;
  run.kill(end === 'killed' ? 'SIGKILL' : 'SIGTERM');
  if (end === 'killed') await run.ended;
  else await run.said('stopping');
  open();
  await run.ended;
  told.ends.push(...run.lines.filter((line): line is Ended => line.event === 'round-ended').slice(told.ends.length));
  return { title, end, code: null, says: newsOf(told), equal: isEqual(stage), ready: null, missing: [] };
}

function isEqual(stage: Stage): boolean {
  return JSON.stringify(stage.working()) === JSON.stringify(wantedOf(stage.company()));
}

/** What the log has said since it was asked last, but for what it says of every round. */
function newsOf(told: Told): string[] {
  const lines = told.run.lines.slice(told.said);
  told.said = told.run.lines.length;
  return lines.flatMap((line) => {
    const words = NEWS[line.event];
    return words === undefined ? [] : [[line.event, ...words.map((name) => String(line[name]))].join(' ')];
  });
}

const NEWS: Readonly<Record<string, readonly string[]>> = {
  held: ['target', 'limit', 'people'],
  'held-gone': ['target', 'limit', 'people'],
  failed: ['name', 'kind'],
  'failed-gone': ['name', 'kind'],
  'put-off': [],
  quarantine: ['failures'],
  recovered: ['failures'],
  'file-reloaded': [],
  'file-broken': [],
  diagnostic: ['code'],
  failure: ['code'],
  stopping: [],
};

/** Ids of the sets that are held, as the log tells of them. */
function heldNow(lines: readonly Line[]): string[] {
  const held = new Set<string>();
  for (const { event, id } of lines) {
    if (event === 'held') held.add(String(id));
    if (event === 'held-gone') held.delete(String(id));
  }
  return [...held];
}

/** The next process begins a second later. */
function laterThan(time: string): string {
  return new Date(Date.parse(time) + 1000).toISOString();
}
