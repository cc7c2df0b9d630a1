import { pino } from 'pino';
import { afterAll, beforeAll } from 'vitest';
import { signToken } from '../../../src/account/token-signer.ts';
import { type App, buildApp } from '../../../src/app/build-app.ts';
import { loadConfig } from '../../../src/platform/config/config.ts';
import { makeServerData, type ServerData } from '../../support/server-data.ts';

interface LogLine {
  readonly msg: string;
  readonly operations?: readonly string[];
}

/** A server that logs every request as slow, and a token of its operator. */
async function startOperated(
  { settings }: ServerData,
  lines: LogLine[],
  level: string,
): Promise<{ readonly app: App; readonly token: string }> {
  const config = loadConfig({
    ...settings,
    PORT: '0',
    SLOW_REQUEST_MS: '1',
    MEMORY_LIMIT_MB: '100000',
    JWT_SECRET: 'a secret of at least thirty-two characters',
  });
  const log = pino({ level }, { write: (line: string) => lines.push(JSON.parse(line)) });
  const claims = { principal: 'ada', plan: 'PRO', scopes: ['read', 'write', 'admin'], expires: '1h' } as const;
  return { app: await buildApp(config, { log }), token: await signToken(config.auth, claims) };
}

/** A server for the tests of a file, with data of its own. */
export function useOperatedServer(level = 'warn') {
  const lines: LogLine[] = [];
  const started = Promise.withResolvers<Awaited<ReturnType<typeof startOperated>>>();
  let data: ServerData;
  beforeAll(async () => {
    data = await makeServerData();
    started.resolve(await startOperated(data, lines, level));
  }, 60_000);
  afterAll(async () => {
    await (await started.promise).app[Symbol.asyncDispose]();
    await data.remove();
  });

  const get = async (path: string): Promise<Response> => await fetch((await started.promise).app.url + path);
  const send = async (query: string, variables = {}, signedIn = true, accept = '*/*'): Promise<Response> => {
    const { app, token } = await started.promise;
    const signed = signedIn && { authorization: `Bearer ${token}` };
    const headers = { 'content-type': 'application/json', accept, ...signed };
    return await fetch(`${app.url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query, variables }) });
  };
  const run = async (query: string, variables: object = {}) => {
    const { data, errors } = await (await send(query, variables)).json();
    if (errors) throw new Error(JSON.stringify(errors));
    return data;
  };
  /** The URL and the headers to send. */
  const connection = async () => {
    const { app, token } = await started.promise;
    return { url: `${app.url}/graphql`, headers: { authorization: `Bearer ${token}` } };
  };
  return { lines, get, send, run, connection };
}

type Operated = ReturnType<typeof useOperatedServer>;

/** Creates a collection with one memory, and searches for it. Returns the response to the search. */
export async function exercise({ run, send }: Operated): Promise<Response> {
  const { createCollection } = await run(`mutation Make { createCollection(input: { name: "Home" }) {
    ... on CreateCollectionPayload { collection { id } } } }`);
  const input = { collectionId: createCollection.collection.id, memory: { content: 'The canary sings at dawn.' } };
  await run('mutation Add($input: AddMemoryInput!) { addMemory(input: $input) { __typename } }', { input });
  return await send(
    'query Find { search(input: { query: "When does the canary sing?" }) { edges { node { content } } } }',
  );
}
