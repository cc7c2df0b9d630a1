import { rm } from 'node:fs/promises';
import { expect, onTestFinished, test } from 'vitest';
import { migratedFolder } from '../support/migrated-folder.ts';
import { mutationText } from '../support/mutate.ts';
import { post, type StartedServer, startServer, tokenFor } from '../support/started-server.ts';

const bulkSize = 40;
/** How often the server is killed in `npm run check:long`; else it is left out: `crash.test.ts` kills the database alone. */
const rounds = Number(process.env['CRASH_ROUNDS'] ?? 0);

/** Adds bulks one after the other until the server is gone. Returns the numbers of the acknowledged ones. */
async function addUntilKilled(
  server: StartedServer,
  token: string,
  collectionId: string,
  first: number,
  killAfter: number,
) {
  const acknowledged: number[] = [];
  try {
    for (let bulk = first; ; bulk += 1) {
      const memories = Array.from({ length: bulkSize }, (_, n) => ({
        content: `bulk ${bulk} memory ${n}`,
        kind: 'FACT',
      }));
      const adding = post(server.endpoint, token, mutationText('addMemories', 'created'), {
        input: { collectionId, memories },
      });
      // Kills in the middle of a bulk: its request is sent but not answered.
      if (bulk === first + killAfter) setImmediate(() => void server.kill());
      expect((await adding).addMemories.created).toBe(bulkSize);
      acknowledged.push(bulk);
    }
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return acknowledged;
  }
}

interface Kept {
  readonly memoryCount: number;
  readonly revision: number;
  readonly memories: { readonly totalCount: number };
}

/** Reads the current state of the collection, and how many memories of one bulk a search finds. */
class Reader {
  readonly #ask: (query: string, variables: Record<string, unknown>) => ReturnType<typeof post>;

  constructor(server: StartedServer, token: string) {
    this.#ask = (query, variables) => post(server.endpoint, token, query, variables);
  }

  async kept(id: string): Promise<Kept> {
    const query = 'query ($id: ID!) { collection(id: $id) { memoryCount revision memories(first: 1) { totalCount } } }';
    return (await this.#ask(query, { id })).collection;
  }

  async countOf(bulk: number): Promise<number> {
    const query = 'query ($input: SearchInput!) { search(input: $input, first: 100) { edges { node { content } } } }';
    const { search } = await this.#ask(query, { input: { query: `bulk ${bulk}`, mode: 'LEXICAL' } });
    const contents: string[] = search.edges.map(({ node }: { node: { content: string } }) => node.content);
    return contents.filter((content) => content.startsWith(`bulk ${bulk} `)).length;
  }
}

const createCollection =
  'mutation { createCollection(input: { name: "Bulks" }) { ... on CreateCollectionPayload { collection { id } } } }';

test.skipIf(rounds === 0)(
  'an embedded server killed during bulks keeps every acknowledged bulk and no partial one',
  async () => {
    const dataDir = await migratedFolder();
    onTestFinished(() => rm(dataDir, { recursive: true }));
    const settings = { DATA_DIR: dataDir };
    let server = await startServer(settings);
    const token = await tokenFor(settings, '--user', 'ada');
    const { id } = (await post(server.endpoint, token, createCollection)).createCollection.collection;
    const acknowledged: number[] = [];
    for (let round = 1; round <= rounds; round += 1) {
      const killAfter = 2 * round;
      acknowledged.push(...(await addUntilKilled(server, token, id, killAfter * 100, killAfter)));
      server = await startServer(settings);
      const reader = new Reader(server, token);
      const { memoryCount, revision, memories } = await reader.kept(id);
      expect(memoryCount).toBe(memories.totalCount);
      // Findings about new memories are events of the collection, too.
      expect(revision).toBeGreaterThanOrEqual(memories.totalCount);
      expect(memories.totalCount % bulkSize).toBe(0);
      for (const bulk of acknowledged) expect(await reader.countOf(bulk)).toBe(bulkSize);
    }
    await server.stop();
    expect(acknowledged.length).toBeGreaterThan(0);
  },
  120_000,
);
