import { isItem, item, list, words } from './files.ts';
import { type Answer, type Asked, type Host, serve } from './http.ts';
import { nextId } from './github-host.ts';

/** A stand-in for the few calls of the REST API of Azure DevOps that the recipes make, after learn.microsoft.com/rest/api. */
export interface Thread {
  readonly id: number;
  readonly properties: unknown;
  readonly comments: { readonly id: number; readonly author: { readonly id: string }; content: string }[];
}

export interface AzureState {
  readonly threads: Thread[];
  /** By the commit of their merge. */
  readonly requests: Map<string, Record<string, unknown>>;
  readonly builds: Record<string, unknown>[];
}

export interface AzureHost extends Host, AzureState {
  readonly env: Readonly<Record<string, string>>;
}

export const OWN_IDENTITY = 'b5e2-build-service';
const TOKEN = 'words-of-a-system-token';

export async function startAzure(): Promise<AzureHost> {
  const state: AzureState = { threads: [], requests: new Map(), builds: [] };
  const host = await serve((asked) =>
    // Without a token the sign-in page is shown, with 203.
    asked.headers.authorization === `Bearer ${TOKEN}` ? answer(asked, state) : { status: 401 },
  );
  const env = {
    ...{ SYSTEM_COLLECTIONURI: `${host.url}/example/`, SYSTEM_TEAMPROJECTID: 'people', SYSTEM_ACCESSTOKEN: TOKEN },
    ...{ BUILD_REPOSITORY_ID: 'r1', SYSTEM_PULLREQUEST_PULLREQUESTID: '7', SYSTEM_DEFINITIONID: '3' },
  };
  return { ...state, ...host, env };
}

function answer({ method, path, query, body }: Asked, { threads, requests, builds }: AzureState): Answer | null {
  if (path === '/example/_apis/connectionData')
    return { status: 200, body: { authenticatedUser: { id: OWN_IDENTITY } } };
  if (query.get('api-version') !== '7.1') return { status: 400 };
  const rest = path.replace('/example/people/_apis/', '');
  const said = item(body);
  const pull = 'git/repositories/r1/pullRequests/7/threads';
  if (method === 'GET' && rest === pull) return { status: 200, body: { count: threads.length, value: threads } };
  if (method === 'POST' && rest === pull) {
    const comments = list(said['comments']).map((one) => ({
      ...{ id: 1, author: { id: OWN_IDENTITY }, content: words(item(one)['content']) },
    }));
    threads.push({ id: nextId(), properties: said['properties'], comments });
    return { status: 200, body: threads.at(-1) };
  }
  const thread = threads.find(({ id }) => rest === `${pull}/${id}/comments/1`);
  const [first] = thread?.comments ?? [];
  if (method === 'PATCH' && first !== undefined) {
    first.content = words(said['content']);
    return { status: 200, body: first };
  }
  if (method === 'POST' && rest === 'git/repositories/r1/pullrequestquery') {
    const [asked] = list(said['queries']).filter(isItem);
    const sha = words(list(asked?.['items'])[0]);
    const request = requests.get(sha);
    return { status: 200, body: { queries: [], results: [request === undefined ? {} : { [sha]: [request] }] } };
  }
  if (method === 'GET' && rest === 'build/builds') {
    const found = builds.filter(
      ({ sourceBranch, result }) => sourceBranch === query.get('branchName') && result === query.get('resultFilter'),
    );
    return { status: 200, body: { count: found.length, value: found.slice(0, Number(query.get('$top'))) } };
  }
  return null;
}
