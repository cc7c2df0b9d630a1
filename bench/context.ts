import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { command } from '../scripts/command.ts';
import { type Kind, kinds, makeMessage } from './context/messages.ts';
import { fill } from './search/fill.ts';
import { settingsOf } from './search/targets.ts';
import { readVocabulary } from './search/vocabulary.ts';
import { type Api, connectApi } from './support/api.ts';
import { conditions, loadOfMachine } from './support/conditions.ts';
import { createConversation } from './support/create-conversation.ts';
import { type Distribution, distribution } from './support/distribution.ts';
import { below, type Target, verdict, written } from './support/figures.ts';
import { countOption, oneOf } from './support/options.ts';
import { progress } from './support/progress.ts';
import { type BenchServer, startServer } from './support/server.ts';
import { table } from './support/table.ts';
import { createStore, engines } from './support/target.ts';
import { untilQuiet } from './support/until-quiet.ts';

const usage = `Measures Query.context over HTTP without a language model, one client, each message new to every cache of questions.

  npm run bench:context -- [--database postgres|embedded] [--memories 20000] [--quick]

  --database  what the server that is started runs on; default postgres
  --memories  size of the collection that is filled; default 20000
  --quick     a tenth of the messages`;

const options = {
  database: { type: 'string', default: 'postgres' },
  memories: { type: 'string', default: '20000' },
  quick: { type: 'boolean', default: false },
} as const;

/** Maximum p95 in milliseconds on Postgres. Source: issue 6, "What must be shown". */
const targets: Readonly<Partial<Record<Kind, number>>> = {
  SIMPLE: 60,
  'COMPLEX, plan made anew': 250,
  'COMPLEX, plan from the cache': 250,
};

const CONTEXT = /* GraphQL */ `
  query ($input: ContextInput!) {
    context(input: $input) {
      queryClass text tokenCount plan { strategies cached } sections { strategy timedOut memories { id } }
    }
  }`;
const gathered = z.object({
  context: z.object({
    queryClass: z.string(),
    tokenCount: z.number().min(1).max(2_000),
    plan: z.object({ cached: z.boolean() }),
    sections: z.array(z.object({ timedOut: z.literal(false) })),
  }),
});

const REFRESH = /* GraphQL */ `
  mutation ($id: ID!) { refreshNarrative(input: { collectionId: $id }) { __typename } }`;
const NARRATIVE = /* GraphQL */ `
  query ($id: ID!) { collection(id: $id) { narrative { revision } } }`;
const narrative = z.object({ collection: z.object({ narrative: z.object({ revision: z.number() }).nullable() }) });

interface Scene {
  readonly api: Api;
  readonly collectionId: string;
  /** A conversation without messages. */
  readonly conversationId: string;
  readonly vocabulary: readonly string[];
}

/** Measures the latency of messages of one kind. Throws if most are not classified as that kind. */
async function measure({ api, collectionId, conversationId, vocabulary }: Scene, kind: Kind, count: number) {
  const [queryClass] = kind.split(',');
  const isNew = queryClass === 'NEW_CONVERSATION';
  const times: number[] = [];
  for (let n = 0; times.length < count; n += 1) {
    const message = makeMessage(kind, n, vocabulary);
    const input = { message, collectionIds: [collectionId], ...(isNew && { conversationId }) };
    const sent = performance.now();
    const { context } = await api.run(CONTEXT, { input }, gathered);
    const tookMs = performance.now() - sent;
    // A random word may turn the message into another kind, and some plans are cached since the warm-up.
    if (context.queryClass === queryClass && context.plan.cached === kind.endsWith('cache')) times.push(tookMs);
    else if (n > 2 * count) throw new Error(`${kind}: "${message}" was answered as ${context.queryClass}`);
  }
  return distribution(times);
}

async function prepare(server: BenchServer, collectionId: string, vocabulary: readonly string[]): Promise<Scene> {
  const api = connectApi(server);
  const conversationId = await createConversation(api, collectionId);
  await api.run(REFRESH, { id: collectionId }, z.unknown());
  for (;;) {
    const { collection } = await api.run(NARRATIVE, { id: collectionId }, narrative);
    if (collection.narrative) break;
    progress('until the narrative is told');
    await setTimeout(200);
  }
  return { api, collectionId, conversationId, vocabulary };
}

async function run(): Promise<void> {
  const { values } = parseArgs({ options });
  const database = oneOf('--database', engines, values.database);
  const count = values.quick ? 50 : 500;
  const wanted = countOption('--memories', values.memories);
  console.log(`${conditions()}\n`);
  const vocabulary = await readVocabulary();
  await using store = await createStore(database);
  await using server = await startServer({ ...store, settings: settingsOf('index') });
  const { collectionId, memories } = await fill(server, wanted, vocabulary);
  const scene = await prepare(server, collectionId, vocabulary);
  for (const kind of kinds) await measure({ ...scene, vocabulary: vocabulary.toReversed() }, kind, 20).catch(() => {});
  progress('until nothing goes on in the background');
  await untilQuiet(server.pid);
  const rows: string[][] = [];
  for (const kind of kinds) {
    progress(kind);
    rows.push(
      rowOf(kind, await measure(scene, kind, count), below(database === 'postgres' ? targets[kind] : undefined)),
    );
  }
  console.log(
    `context on ${database}, ${memories} memories, 1 client, ${count} messages of each kind (${loadOfMachine()})\n`,
  );
  console.log(table(['message', 'least ms', 'p50 ms', 'p95 ms', 'p95 target', ''], rows));
  scene.api[Symbol.dispose]();
}

const rowOf = (kind: Kind, { least, p50, p95 }: Distribution, target: Target): string[] => [
  kind,
  ...[least, p50, p95].map((value) => value.toFixed(1)),
  written(target),
  verdict(p95, target),
];

await command(usage, run);
