import { z } from 'zod';
import type { Api, ApiOptions } from '../support/api.ts';
import { connectBarely } from '../support/bare-connection.ts';
import { type Distribution, distribution } from '../support/distribution.ts';
import { cpuMs } from '../support/process-cpu.ts';

const search = /* GraphQL */ `
  query ($input: SearchInput!, $first: Int!) {
    search(input: $input, first: $first) { failedArms edges { score node { id content speaker validFrom } } }
  }`;
const found = z.object({
  search: z.object({
    failedArms: z.array(z.string()).length(0),
    edges: z.array(z.object({ node: z.object({ id: z.string() }) })),
  }),
});

export interface Question {
  readonly collectionIds: readonly string[];
  readonly query: string;
  readonly mode?: 'HYBRID' | 'SEMANTIC';
  readonly first?: number;
  /** A MemoryFilter of the API. */
  readonly filter?: Readonly<Record<string, unknown>>;
  readonly asOf?: string;
}

/** Returns the ids found, best first. */
export async function searchFor(api: Api, question: Question): Promise<string[]> {
  const { collectionIds, query, mode = 'HYBRID', first = 10, filter, asOf } = question;
  const variables = { input: { query, mode, collectionIds, filter, asOf }, first };
  const answer = await api.run(search, variables, found);
  return answer.search.edges.map(({ node }) => node.id);
}

export interface SearchRun {
  readonly clients: number;
  readonly searches: number;
  readonly times: Distribution;
  readonly perSecond: number;
  readonly errors: number;
  /** CPU time of the server process. */
  readonly cpuMsEach: number;
}

interface RunOptions {
  readonly clients: number;
  /** The run ends after this many searches or after the time, whichever comes first. */
  readonly searches: number;
  readonly seconds: number;
  readonly pid: number;
  /** The next question, never the same twice. */
  readonly next: () => Question;
}

/** This many clients, each sending its next question as soon as the last is answered. */
export async function measureSearches(server: ApiOptions, options: RunOptions): Promise<SearchRun> {
  const { clients, searches, seconds, pid, next } = options;
  const connected = await Promise.all(Array.from({ length: clients }, () => connectBarely(server)));
  using connections = new DisposableStack();
  for (const api of connected) connections.use(api);
  const times: number[] = [];
  let errors = 0;
  let left = searches;
  const cpuBefore = await cpuMs(pid);
  const began = performance.now();
  const client = async (api: Api): Promise<void> => {
    while (left-- > 0 && performance.now() - began < seconds * 1_000) {
      const sent = performance.now();
      const isRight = await searchFor(api, next()).then(
        (ids) => ids.length > 0,
        () => false,
      );
      if (isRight) times.push(performance.now() - sent);
      else errors += 1;
    }
  };
  await Promise.all(connected.map(client));
  const tookMs = performance.now() - began;
  const asked = times.length + errors;
  return {
    clients,
    searches: asked,
    times: distribution(times),
    perSecond: (asked * 1_000) / tookMs,
    errors,
    cpuMsEach: ((await cpuMs(pid)) - cpuBefore) / asked,
  };
}
