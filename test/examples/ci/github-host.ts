import { type Answer, type Asked, type Host, pageOf, serve } from './http.ts';
import { item, words } from './files.ts';
import { zipOf } from './zip.ts';

/** A stand-in for the few calls of GitHub's REST API that the recipes make, after docs.github.com/rest. */
export interface Comment {
  readonly id: number;
  readonly issue: number;
  readonly user: { readonly login: string };
  body: string;
}

export interface Issue {
  readonly number: number;
  readonly user: { readonly login: string };
  state: string;
  title: string;
  body: string;
  labels: string[];
}

export interface Artifact {
  readonly id: number;
  readonly run: number;
  readonly name: string;
  readonly expired: boolean;
  readonly files: readonly (readonly [name: string, bytes: Buffer])[];
}

export interface GitHubState {
  readonly comments: Comment[];
  readonly issues: Issue[];
  readonly artifacts: Artifact[];
  /** As the API shows them. */
  readonly pulls: Record<string, unknown>[];
  readonly runs: Record<string, unknown>[];
}

export interface GitHubHost extends Host, GitHubState {
  readonly env: Readonly<Record<string, string>>;
  /** Where archives are fetched; GitHub keeps them on another host. */
  readonly store: Host;
}

export const BOT = 'github-actions[bot]';
const TOKEN = 'ghs_words-of-a-token';
const REPOSITORY = 'example/people';
/** "body is too long (maximum is 65536 characters)" */
const LONGEST_BODY = 65_536;
let last = 1000;

export function nextId(): number {
  last += 1;
  return last;
}

export async function startGitHub(): Promise<GitHubHost> {
  const state: GitHubState = { comments: [], issues: [], artifacts: [], pulls: [], runs: [] };
  const store = await serve(({ path, headers }) => {
    const artifact = state.artifacts.find(({ id }) => path === `/${id}`);
    // Storage of Azure refuses a token that it did not give.
    if (headers.authorization !== undefined) return { status: 400 };
    return artifact === undefined ? null : { status: 200, bytes: zipOf(artifact.files) };
  });
  const host = await serve((asked) => {
    if (asked.headers.authorization !== `Bearer ${TOKEN}`) return { status: 401, body: { message: 'Bad credentials' } };
    const rest = asked.path.replace(`/repos/${REPOSITORY}/`, '');
    return writing(asked, rest, state) ?? reading(asked, rest, state, store.url);
  });
  return {
    ...state,
    ...host,
    store,
    env: { GITHUB_API_URL: host.url, GITHUB_REPOSITORY: REPOSITORY, GITHUB_TOKEN: TOKEN },
    close: async () => {
      await Promise.all([host.close(), store.close()]);
    },
  };
}

function writing({ method, body: sent }: Asked, rest: string, { comments, issues }: GitHubState): Answer | null {
  const said = item(sent);
  const body = words(said['body']);
  if (body.length > LONGEST_BODY) return { status: 422, body: { message: 'Validation Failed' } };
  const onIssue = /^issues\/(\d+)\/comments$/.exec(rest)?.[1];
  if (method === 'POST' && onIssue !== undefined) {
    const comment = { id: nextId(), issue: Number(onIssue), user: { login: BOT }, body };
    comments.push(comment);
    return { status: 201, body: comment };
  }
  if (method === 'POST' && rest === 'issues') {
    const labels = said['labels'] as string[];
    const issue = { number: nextId(), user: { login: BOT }, state: 'open', title: words(said['title']), body, labels };
    issues.push(issue);
    return { status: 201, body: issue };
  }
  if (method !== 'PATCH') return null;
  const comment = comments.find(({ id }) => rest === `issues/comments/${id}`);
  const issue = issues.find(({ number }) => rest === `issues/${number}`);
  const changed = comment ?? issue;
  if (changed === undefined) return { status: 404 };
  Object.assign(changed, said);
  return { status: 200, body: changed };
}

function reading({ method, query }: Asked, rest: string, state: GitHubState, store: string): Answer | null {
  if (method !== 'GET') return null;
  const paged = (all: readonly unknown[]): Answer => ({ status: 200, body: pageOf(all, query) });
  const [first = '', second = '', third = ''] = rest.split('/');
  const fits = (value: unknown, name: string): boolean => query.get(name) === null || words(value) === query.get(name);
  if (/^issues\/\d+\/comments$/.test(rest)) return paged(state.comments.filter(({ issue }) => `${issue}` === second));
  if (rest === 'issues') {
    const label = query.get('labels') ?? '';
    return paged(state.issues.filter((issue) => fits(issue.state, 'state') && issue.labels.includes(label)));
  }
  if (rest === 'pulls') {
    return paged(
      state.pulls.filter(
        ({ state: is, head }) =>
          fits(is, 'state') &&
          `${words(item(item(item(head)['repo'])['owner'])['login'])}:${words(item(head)['ref'])}` ===
            query.get('head'),
      ),
    );
  }
  if (first === 'commits' && third === 'pulls') {
    return paged(
      state.pulls.filter((pull) => pull['merge_commit_sha'] === second || item(pull['head'])['sha'] === second),
    );
  }
  if (/^actions\/workflows\/[\w.-]+\/runs$/.test(rest)) {
    const found = state.runs.filter((run) => fits(run['head_sha'], 'head_sha') && fits(run['conclusion'], 'status'));
    return { status: 200, body: { total_count: found.length, workflow_runs: pageOf(found, query) } };
  }
  if (/^actions\/runs\/\d+\/artifacts$/.test(rest)) {
    const found = state.artifacts.filter(({ run, name }) => `${run}` === third && fits(name, 'name'));
    const shown = found.map(({ id, name, expired, files }) => ({
      ...{ id, name, expired },
      size_in_bytes: zipOf(files).length,
    }));
    return { status: 200, body: { total_count: shown.length, artifacts: pageOf(shown, query) } };
  }
  const zipped = /^actions\/artifacts\/(\d+)\/zip$/.exec(rest)?.[1];
  if (zipped !== undefined)
    return { status: 302, headers: { location: `${store.replace('127.0.0.1', 'localhost')}/${zipped}` } };
  return null;
}
