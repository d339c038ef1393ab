import type { Company } from '../e2e/scenarios.ts';
import { areDeleted, isCalled, isEnabled, joins, leave, moves } from './company.ts';
import type { Stage } from './stage.ts';

/** What happens before a round, what the round is like, and what the log says of it. */
export interface Chapter {
  readonly title: string;
  readonly people?: (company: Company) => Company;
  readonly before?: (stage: Stage, held: readonly string[]) => void | Promise<void>;
  /** Heals what `before` has broken, where it is not to last. */
  readonly after?: (stage: Stage) => void | Promise<void>;
  /** How the round ends. `killed`: SIGKILL, `stopped`: SIGTERM, both when it has begun to create somebody. */
  readonly end: 'done' | 'incomplete' | 'failed' | 'killed' | 'stopped';
  /** The code of a round that failed; `directory` = that of the directory. */
  readonly code?: string;
  /** Events of the log since the round before, but for those that every round has. */
  readonly says?: readonly string[];
  /** Whether both accounts are as the directory is after it; absent = when it is done. */
  readonly equal?: boolean;
  /** Whether somebody waits in it before a call is made again. */
  readonly waits?: true;
  /** Lines of the metrics after it. */
  readonly metrics?: readonly RegExp[];
  /** What /readyz answers after it; absent = 200, and 503 where it has failed. */
  readonly ready?: 200 | 503;
}

const hasFault = (chapter: Chapter): Chapter => ({ waits: true, ...chapter });

const rescueFault =
  (fault: Stage['rescue']['faults'][number]) =>
  ({ rescue }: Stage): void => {
    rescue.faults.splice(0, Infinity, fault);
  };
const gotoFault =
  (fault: Stage['goto']['faults'][number]) =>
  ({ goto }: Stage): void => {
    goto.faults.splice(0, Infinity, fault);
  };
const healed = ({ rescue, goto }: Stage): void => {
  rescue.faults.length = 0;
  goto.faults.length = 0;
};

const breakFile = (stage: Stage): Promise<void> => stage.edit((yaml) => `${yaml}bogus: 1\n`);
const mendFile = (stage: Stage): Promise<void> => stage.edit((yaml) => yaml.replace('bogus: 1\n', ''));

const lostAnswer = hasFault({
  title: 'somebody joins, and Rescue makes the user but its answer is lost',
  people: joins('Support', 'ivy'),
  before: rescueFault({ kind: 'dropAfter', method: 'createUser', nth: 1 }),
  after: healed,
  end: 'done',
});

const directoryFails = hasFault({
  title: 'the directory does not answer, and somebody is disabled in it',
  people: isEnabled('dan', false),
  before: ({ directory, path }) => directory.fail(path),
  end: 'failed',
  code: 'directory',
});

const directoryAnswers: Chapter = {
  title: 'the directory answers again',
  before: ({ directory, path }) => directory.heal(path),
  end: 'done',
};

const brokenFile = hasFault({
  title: 'the file is broken, and somebody joins: the last good one is in use',
  people: joins('Experts', 'lee'),
  before: breakFile,
  end: 'done',
  says: ['file-broken', 'diagnostic UNKNOWN_KEY'],
  metrics: [/^adsync_file_broken\{file="sync.yaml"\} 1$/m],
  ready: 503,
});

const mendedFile: Chapter = {
  title: 'the file is right again',
  before: mendFile,
  end: 'done',
  says: ['file-reloaded'],
  metrics: [/^adsync_file_broken\{file="sync.yaml"\} 0$/m],
};

const manyLeave: Chapter = {
  title: 'four leave at once, and a limit holds them',
  people: leave('ada', 'eve', 'gus', 'hal'),
  end: 'incomplete',
  says: ['held rescue limits.disable 4', 'held goto limits.disable 4'],
  metrics: [/^adsync_held_people\{file="sync.yaml",target="rescue",limit="limits.disable"\} 4$/m],
};

const approved: Chapter = {
  title: 'the file approves them',
  before: (stage, held) => stage.edit((yaml) => `${yaml}approve: [${held.join(', ')}]\n`),
  end: 'done',
  says: ['file-reloaded', 'held-gone rescue limits.disable 4', 'held-gone goto limits.disable 4'],
};

const stopped: Chapter = {
  title: 'SIGTERM comes while it creates three people',
  people: joins('Support', 'oli', 'quin', 'rex'),
  end: 'stopped',
  says: ['stopping'],
};

const quiet: Chapter = { title: 'nothing happens', end: 'done' };

/** What developers without Samba see. */
export const SHORT: readonly Chapter[] = [
  { title: 'everybody is created', end: 'done' },
  lostAnswer,
  { ...directoryFails, says: [] },
  {
    ...brokenFile,
    async before(stage) {
      await stage.directory.heal(stage.path);
      await breakFile(stage);
    },
    says: [...(brokenFile.says ?? []), 'recovered 1'],
  },
  {
    ...mendedFile,
    title: 'the file is right again, and four leave at once',
    people: manyLeave.people ?? ((company) => company),
    end: 'incomplete',
    says: ['file-reloaded', ...(manyLeave.says ?? [])],
  },
  approved,
  stopped,
  { title: 'what is left is made by the next adsync run', end: 'done' },
];

export const LONG: readonly Chapter[] = [
  { title: 'everybody is created', end: 'done' },
  quiet,
  lostAnswer,
  { title: 'somebody moves to another team', people: moves('Experts', 'bob'), end: 'done' },
  hasFault({
    title: 'somebody joins, and GoTo adds the user but answers 500',
    people: joins('Support', 'jon'),
    before: gotoFault({ kind: 'error500After', method: 'POST', path: '/users', nth: 1 }),
    after: healed,
    end: 'done',
  }),
  { title: 'somebody is renamed', people: isCalled('cleo', 'Cleo', 'Jones'), end: 'done' },
  directoryFails,
  hasFault({ title: 'it still does not answer', end: 'failed', code: 'directory' }),
  hasFault({
    title: 'the third round fails: the next ones are farther apart',
    people: areDeleted('gus'),
    end: 'failed',
    code: 'directory',
    says: ['quarantine 3'],
  }),
  { ...directoryAnswers, says: ['recovered 3'] },
  hasFault({
    title: 'Rescue refuses a name',
    people: isCalled('eve', 'Eve', 'Holt-Somerset'),
    before: ({ rescue }) => void (rescue.switches.nameMaxLength = 12),
    end: 'incomplete',
    says: ['failed Eve Holt-Somerset unknown'],
    metrics: [/^adsync_failed_changes\{file="sync.yaml",target="rescue",kind="unknown"\} 1$/m],
  }),
  hasFault({ title: 'it still does, and somebody joins', people: joins('Experts', 'kim'), end: 'incomplete' }),
  {
    title: 'Rescue takes the name',
    before: ({ rescue }) => void (rescue.switches.nameMaxLength = 128),
    end: 'done',
    says: ['failed-gone Eve Holt-Somerset unknown'],
  },
  brokenFile,
  hasFault({
    title: 'it is still broken, and somebody moves',
    people: moves('Support', 'hal'),
    end: 'done',
    ready: 503,
  }),
  mendedFile,
  hasFault({
    title: 'the file with the token of Rescue vanishes, and somebody is disabled: the token of before is in use',
    people: isEnabled('fay', false),
    before: (stage) => stage.hideToken(true),
    end: 'done',
    says: ['file-broken', 'diagnostic REFERENCE_FILE'],
    ready: 503,
  }),
  {
    title: 'the token is there again, and they are enabled',
    people: isEnabled('fay', true),
    before: (stage) => stage.hideToken(false),
    end: 'done',
    says: ['file-reloaded'],
  },
  { ...manyLeave, people: leave('ada', 'eve', 'bob', 'hal') },
  { title: 'they are still held, and somebody joins', people: joins('Support', 'mia'), end: 'incomplete' },
  approved,
  hasFault({
    title: 'Rescue does not answer at all, and somebody joins',
    people: joins('Experts', 'nat'),
    before: rescueFault({ kind: 'http503' }),
    end: 'incomplete',
    metrics: [/^adsync_unread_parts\{file="sync.yaml",code="TARGET_LOST"\} 1$/m],
  }),
  {
    title: 'Rescue answers again',
    before: healed,
    end: 'done',
    metrics: [/^adsync_unread_since_timestamp_seconds\{file="sync.yaml"\} 0$/m],
  },
  hasFault({
    title: 'GoTo is asked too often, and somebody comes back',
    people: joins('Support', 'bob'),
    before: gotoFault({ kind: 'http429', nth: [2, 4], retryAfter: '5' }),
    after: healed,
    end: 'done',
  }),
  hasFault({
    title: 'GoTo lists its users without one of them: nobody is added twice, and nobody is disabled',
    people: joins('Support', 'ada'),
    before: gotoFault({ kind: 'lostRow', path: '/users' }),
    end: 'incomplete',
  }),
  { title: 'GoTo lists all of them', before: healed, end: 'done' },
  {
    title: 'SIGKILL comes while it creates somebody',
    people: joins('Experts', 'pia'),
    end: 'killed',
  },
  { title: 'the next adsync run finds out what was made', end: 'done' },
  stopped,
  { title: 'the next one makes the rest', end: 'done' },
];
