/** How an example of a help is run; whatever stands in no line of the table just ends with 0. */
export interface ExampleRun {
  /** The exit code; 0 by default. */
  readonly code?: number;
  /** What it says, on stdout or stderr. */
  readonly says?: RegExp;
  /** What somebody types at the terminal. */
  readonly typed?: string;
  /** Once it says this, it is interrupted, as by Ctrl-C. */
  readonly until?: RegExp;
  /** Files that are not there yet. */
  readonly without?: readonly string[];
  /** Why it is not run: a sentence. */
  readonly notRun?: string;
}

/** The id of the help stands for a set that is held somewhere else. */
const UNKNOWN_HOLD: ExampleRun = { typed: 'yes\n', code: 4, says: /error APPROVAL_STALE/ };
const ASKED: ExampleRun = { typed: 'yes\n', says: /Type yes to go on/ };
/** There is nothing left to do, so nothing is asked. */
const NOTHING_LEFT: ExampleRun = { typed: 'yes\n' };
/** It serves until somebody ends it. */
const SERVED: ExampleRun = { until: /127\.0\.0\.1:\d+|https?:\/\// };
const ROUNDS: ExampleRun = { until: /The round has ended/ };
/** The account was changed since: what the run did is not there any more. */
const UNDONE_IN_PART: ExampleRun = { typed: 'yes\n', code: 3, says: /UNDO_STALE/ };
const WIZARD: ExampleRun = { notRun: 'It asks question after question at a terminal; test/wizard answers them.' };
const GOTO: ExampleRun = { notRun: 'The company of the examples has no GoTo account; test/cli has files with one.' };

/** Of the machine on which the tests run. */
const CHANGES_SERVICES: ExampleRun = {
  notRun: 'It changes services; test/service/systemd.apps.test.ts does so under a systemd of its own.',
};

export const EXAMPLES_TABLE: Readonly<Record<string, ExampleRun>> = {
  'adsync COMMAND --help': { notRun: 'COMMAND stands for any of them; each is looked at by test/cli/help.test.ts.' },
  'adsync plan --out plan.json --detailed-exitcode': { code: 2 },
  'adsync apply': ASKED,
  'adsync apply plan.json': ASKED,
  'adsync apply plan.json --target rescue': ASKED,
  'adsync apply --approve d12-4f0e8b6a2f6f41c09b3d7a5e8c1f2d60': UNKNOWN_HOLD,
  'adsync apply --approve d12-4f0e8b6a2f6f41c09b3d7a5e8c1f2d60 --only ada@corp.example,bob@corp.example': UNKNOWN_HOLD,
  'adsync apply plan.json --approved plan.xlsx': { typed: 'yes\n', code: 4, says: /error WORKBOOK_NOTHING_APPROVED/ },
  'adsync retry': NOTHING_LEFT,
  'adsync retry --kind out-of-licences --kind transient': NOTHING_LEFT,
  'adsync retry --target rescue': NOTHING_LEFT,
  'adsync undo': UNDONE_IN_PART,
  'adsync undo 2026-11-22T0912': UNDONE_IN_PART,
  'adsync undo --target rescue': UNDONE_IN_PART,
  'adsync init': WIZARD,
  'adsync init -f customers/north.yaml': WIZARD,
  'adsync init --from-account': WIZARD,
  'adsync doctor --record rescue.json': { typed: 'yes\n', says: /was written to rescue\.json/ },
  'adsync doctor --probe --probe-user 400011': { typed: 'yes\n', code: 1, says: /Nothing is tried on this user/ },
  'adsync status --within 2h': { code: 1 },
  'adsync groups search sales --domain OU=Groups': {
    notRun: 'A place below the base needs a base, which an LDIF file has not; test/directory/ad has it.',
  },
  'adsync mapping add --directory-group Sales --products Meeting,Connect --user-group Sales': GOTO,
  'adsync mapping remove Sales --target goto': GOTO,
  'adsync undo --approve d3-4f0e8b6a2f6f41c09b3d7a5e8c1f2d60': UNKNOWN_HOLD,
  'adsync run': ROUNDS,
  'adsync run --wait': { notRun: 'It says nothing before its first round, 15 minutes later; test/run/rounds has it.' },
  'adsync run --dry-run --excel plans': ROUNDS,
  'adsync run --log json --log-file adsync.log': { until: /"round"/ },
  'adsync run --listen 127.0.0.1:9464': {
    notRun: 'The port may be in use on this machine; test/monitoring takes a free one.',
  },
  'adsync run --notify-test': { notRun: 'It sends to the services of the file; test/monitoring has receivers for it.' },
  'adsync run -f emea.yaml -f apac.yaml': ROUNDS,
  'adsync sandbox --account account.json --init': { ...SERVED, without: ['account.json'] },
  'adsync sandbox --account account.json --port 8080 --log requests.jsonl': SERVED,
  'adsync sandbox --goto goto.json --init': SERVED,
  'adsync sandbox --graph': SERVED,
  'adsync sandbox --graph --tenant tenant.json --account account.json': SERVED,
  'adsync service install --user --print': {
    notRun: 'It refuses files below folders for temporary files, where tests work; test/service prints it.',
  },
  'adsync service install -f /etc/adsync/sync.yaml --credential rescue-token=/etc/adsync/secrets/rescue-token':
    CHANGES_SERVICES,
  'adsync service install -f /etc/adsync/emea.yaml --name emea --listen 127.0.0.1:9464': CHANGES_SERVICES,
  'adsync service start': CHANGES_SERVICES,
  'adsync service start --name emea': CHANGES_SERVICES,
  'adsync service status': CHANGES_SERVICES,
  'adsync service status --name emea': CHANGES_SERVICES,
  'adsync service stop': CHANGES_SERVICES,
  'adsync service stop --user': CHANGES_SERVICES,
  'adsync service uninstall': CHANGES_SERVICES,
};
