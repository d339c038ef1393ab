import { item, words } from './files.ts';
import { type Answer, type Asked, type Host, pageOf, serve } from './http.ts';
import { nextId } from './github-host.ts';

/** A stand-in for the few calls of GitLab's REST API that the recipes make, after docs.gitlab.com/api. */
export interface Note {
  readonly id: number;
  readonly author: { readonly id: number };
  body: string;
}

export interface GitLabState {
  readonly notes: Note[];
  readonly requests: Record<string, unknown>[];
  readonly pipelines: Record<string, unknown>[];
  readonly jobs: Record<string, unknown>[];
  /** The bytes of plan.json by the id of its job. */
  readonly plans: Map<number, Buffer>;
}

export interface GitLabHost extends Host, GitLabState {
  readonly env: Readonly<Record<string, string>>;
}

export const OWN_USER = 42;
const TOKEN = 'glpat-words-of-a-token';

export async function startGitLab(): Promise<GitLabHost> {
  const state: GitLabState = { notes: [], requests: [], pipelines: [], jobs: [], plans: new Map() };
  const host = await serve((asked) =>
    asked.headers['private-token'] === TOKEN
      ? answer(asked, state)
      : { status: 401, body: { message: '401 Unauthorized' } },
  );
  return { ...state, ...host, env: { CI_API_V4_URL: host.url, CI_PROJECT_ID: '11', GITLAB_TOKEN: TOKEN } };
}

function answer({ method, path, query, body }: Asked, state: GitLabState): Answer | null {
  const rest = path.replace('/projects/11/', '');
  const paged = (all: readonly unknown[]): Answer => ({ status: 200, body: pageOf(all, query) });
  const text = words(item(body)['body']);
  if (path === '/user') return { status: 200, body: { id: OWN_USER, username: 'project_11_bot' } };
  if (rest === 'merge_requests/7/notes' && method === 'POST') {
    state.notes.push({ id: nextId(), author: { id: OWN_USER }, body: text });
    return { status: 201, body: state.notes.at(-1) };
  }
  const note = state.notes.find(({ id }) => rest === `merge_requests/7/notes/${id}`);
  if (note !== undefined && method === 'PUT') {
    note.body = text;
    return { status: 200, body: note };
  }
  if (method !== 'GET') return null;
  if (rest === 'merge_requests/7/notes') return paged(state.notes);
  if (rest === 'merge_requests/7/pipelines') return paged(state.pipelines);
  if (/^repository\/commits\/[0-9a-f]+\/merge_requests$/.test(rest)) return paged(state.requests);
  if (/^pipelines\/\d+\/jobs$/.test(rest))
    return paged(state.jobs.filter(({ pipeline }) => rest.includes(words(pipeline))));
  const bytes = state.plans.get(Number(/^jobs\/(\d+)\/artifacts\/plan\.json$/.exec(rest)?.[1]));
  return bytes === undefined ? null : { status: 200, bytes };
}
