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
  /** Why it is not run: a sentence. */
  readonly notRun?: string;
}

/** The id of the help stands for a set that is held somewhere else. */
const UNKNOWN_HOLD: ExampleRun = { code: 4, says: /approv/i };
const ASKED: ExampleRun = { typed: 'yes\n', says: /Type yes to go on/ };

/** It serves, or synchronises, until somebody ends it. */
const SERVED: ExampleRun = { until: /127\.0\.0\.1:\d+|https?:\/\// };
const ROUNDS: ExampleRun = { until: /next round|Next round/ };

/** Of the machine on which the tests run. */
const CHANGES_SERVICES: ExampleRun = {
  notRun: 'It changes services; test/service/systemd.apps.test.ts does so under a systemd of its own.',
};

export const EXAMPLES_TABLE: Readonly<Record<string, ExampleRun>> = {
  'adsync COMMAND --help': { notRun: 'COMMAND stands for any of them; each is looked at by test/cli/help.test.ts.' },
  'adsync apply': ASKED,
  'adsync apply --approve d12-4f0e8b6a2f6f41c09b3d7a5e8c1f2d60': UNKNOWN_HOLD,
  'adsync apply --approve d12-4f0e8b6a2f6f41c09b3d7a5e8c1f2d60 --only ada@corp.example,bob@corp.example': UNKNOWN_HOLD,
  'adsync run': ROUNDS,
  'adsync run --wait': ROUNDS,
  'adsync run --dry-run --excel plans': ROUNDS,
  'adsync run -f emea.yaml -f apac.yaml': ROUNDS,
  'adsync sandbox --account account.json --init': SERVED,
  'adsync sandbox --account account.json --port 8080 --log requests.jsonl': SERVED,
  'adsync sandbox --goto goto.json --init': SERVED,
  'adsync sandbox --graph': SERVED,
  'adsync sandbox --graph --tenant tenant.json --account account.json': SERVED,
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
