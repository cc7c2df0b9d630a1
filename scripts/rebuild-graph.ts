import { parseArgs } from 'node:util';
import { buildExtractor } from '../src/app/consumers.ts';
import { openGraphMirror } from '../src/app/graph-mirror.ts';
import { collectionsToRead, readCollectionAnew } from '../src/app/read-graph-anew.ts';
import { loadConfig } from '../src/platform/config/config.ts';
import { readEnvironment } from '../src/platform/config/env.ts';
import { requireSchema } from '../src/platform/db/migrate.ts';
import { ConsumerRunner } from '../src/platform/events/consumer-runner.ts';
import { forgetCursors } from '../src/platform/events/cursors.ts';
import { loadLanguageModels } from '../src/platform/language-model/load-language-models.ts';
import { createLogger } from '../src/platform/logger.ts';
import { databaseCommand } from './command.ts';
import { openExisting } from './open-existing.ts';

const usage = `Makes the copy of the graph in Neo4j anew from Postgres, which is the truth, or reads the texts of memories for the graph anew. Servers may run meanwhile, but for one with the embedded database.

  npm run graph:rebuild -- --yes
  npm run graph:rebuild -- --texts [--account NAME]

  --yes      everything that Mnemograph has in the Neo4j of the settings is deleted first, and copied
  --texts    all memories are read anew, by the language model of the settings or by rules: after LLM_* was set, or rules became better. A copy in Neo4j follows
  --account  those of one account alone`;

const options = {
  yes: { type: 'boolean', default: false },
  texts: { type: 'boolean', default: false },
  account: { type: 'string' },
} as const;

/** Nodes deleted per transaction. */
const wipeSize = 1_000;

async function run(): Promise<string> {
  const { values } = parseArgs({ options });
  if (values.texts) return await readTexts(values.account ?? null);
  if (values.account !== undefined) throw new Error('--account goes with --texts');
  if (!values.yes) throw new Error('What is in Neo4j is deleted first: say --yes');
  const config = loadConfig(readEnvironment());
  if (!config.neo4j) throw new Error('NEO4J_URL is not set: there is no copy to make');
  const log = createLogger(config.logLevel);
  await using database = await openExisting(config, log);
  await requireSchema(database.migrations, database.place.schema);
  await using mirror = await openGraphMirror(config.neo4j, log);
  await mirror.connection.start();
  await mirror.connection.check();
  await mirror.copy.wipe(wipeSize);
  await forgetCursors(database.jobs, mirror.consumer.name);
  const parts = { requests: database.db, background: database.jobs, consumers: [mirror.consumer], log };
  const runner = new ConsumerRunner({ ...parts, paused: () => !mirror.connection.isUp });
  const left = await copyAll(runner);
  if (!mirror.connection.isUp) throw new Error('Neo4j went away: run it again');
  return left === 0 ? 'Copied anew' : `Copied anew but for ${left} events, which a server has not read yet`;
}

/** Each round covers a limited number of collections; stops when a round makes no progress. Returns the number of events left. */
async function copyAll(runner: ConsumerRunner): Promise<number> {
  for (let before = Number.POSITIVE_INFINITY; ; ) {
    await runner.processAll();
    const left = (await runner.lags()).reduce((sum, { lagEvents }) => sum + lagEvents, 0);
    if (left === 0 || left >= before) return left;
    console.log(`${left} events left`);
    before = left;
  }
}

const anything = { instructions: 'Answer OK.', messages: [{ role: 'user', text: 'OK' }] } as const;
const patienceMs = 60_000;
/** Memories between two lines of progress. */
const told = 1_000;

async function readTexts(account: string | null): Promise<string> {
  const config = loadConfig(readEnvironment());
  const log = createLogger(config.logLevel);
  const [model = null] = await loadLanguageModels(config.llm);
  // Fail early: if the model rejected its key, the rules would replace what it had extracted.
  await model?.complete(anything, AbortSignal.timeout(patienceMs));
  await using database = await openExisting(config, log);
  await requireSchema(database.migrations, database.place.schema);
  const collections = await collectionsToRead(database.jobs, account);
  if (account !== null && collections.length === 0) throw new Error(`${account} has no collections`);
  const extractor = buildExtractor(model, log);
  let [memories, before] = [0, 0];
  const onPage = (page: number) => {
    memories += page;
    if (memories - before < told) return;
    before = memories;
    console.log(`${memories} memories read`);
  };
  for (const [index, stream] of collections.entries()) {
    const read = await readCollectionAnew(database.jobs, stream, { extractor, onPage });
    if (read > 0)
      console.log(`${index + 1} of ${collections.length} collections: ${read} memories of ${stream.accountId}`);
  }
  return `Read ${memories} memories of ${collections.length} collections anew, by ${model ? 'the language model' : 'rules'}`;
}

await databaseCommand(usage, run);
