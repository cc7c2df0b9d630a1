import type { Logger } from 'pino';
import type { Extractor } from '../graph/extraction/extraction.ts';
import { ModelExtractor } from '../graph/extraction/model-extractor.ts';
import { RulesExtractor } from '../graph/extraction/rules-extractor.ts';
import { graphConsumer } from '../graph/graph-consumer.ts';
import type { AfterGrowth } from '../memory/index-vectors.ts';
import { memoryConsumer } from '../memory/memory-consumer.ts';
import type { MemoryReader } from '../memory/memory-reader.ts';
import type { Consumer } from '../platform/events/consumer.ts';
import { ConsumerRunner } from '../platform/events/consumer-runner.ts';
import type { LanguageModel } from '../platform/language-model/language-model.ts';
import type { GraphMirror } from './graph-mirror.ts';
import type { OpenDatabase } from './open-database.ts';

/**
 * On Postgres nobody waits for the connection, so batches are large: terms that many memories share are counted at once, and
 * writes to many collections, mostly one memory each, share the same statements.
 */
const postgresBounds = { batch: 500, streams: 50 };
/** Texts read per batch on Postgres. */
const postgresReadings = 100;

/** Consumers that depend on the settings. */
interface FollowUps {
  readonly afterGrowth?: AfterGrowth | null;
  /** Copies the graph to Neo4j; woken when the graph has progressed. */
  readonly mirror?: Pick<GraphMirror, 'connection' | 'consumer'> | null;
  /** Looks for duplicates of new memories and for memories that they outdate. */
  readonly findings?: Consumer | null;
  /** Extracts the graph from texts in place of rules. */
  readonly languageModel?: LanguageModel | null;
}

/** Nobody waits for findings: some seconds after the writes, they take a fifth of one connection's time, or most if it is idle. */
const findingsPace = { gatherMs: 2_000, restTimes: 4, restTimesAlone: 0.25 };

/** Counts may be some hundred milliseconds late, and many commits take hardly more statements than one. */
const countsPace = { gatherMs: 500 };

/** Reading a text takes about as long as writing it did, on the thread that answers writers. */
const graphPace = { restTimesBesideWriters: 3 };

/**
 * Builds everything that follows the event log. The graph consumer is slow and has a runner of its own, so that counts do not wait for it. `afterGrowth` is for Postgres,
 * which has vector indexes.
 */
export function buildConsumers(
  { db, jobs }: Pick<OpenDatabase, 'db' | 'jobs'>,
  reader: Pick<MemoryReader, 'patterns'>,
  log: Logger,
  { afterGrowth = null, mirror = null, findings = null, languageModel = null }: FollowUps = {},
) {
  const memory = memoryConsumer(reader, afterGrowth ? { ...postgresBounds, afterGrowth } : {});
  const extractor = buildExtractor(languageModel, log);
  const graph = graphConsumer(extractor, afterGrowth && !languageModel ? postgresReadings : undefined);
  const parts = { requests: db, background: jobs, log };
  const copying =
    mirror && new ConsumerRunner({ ...parts, consumers: [mirror.consumer], paused: () => !mirror.connection.isUp });
  const runners = [
    new ConsumerRunner({ ...parts, ...countsPace, consumers: [memory] }),
    new ConsumerRunner({ ...parts, ...graphPace, consumers: [graph], onProgress: (stream) => copying?.wake([stream]) }),
    ...(copying ? [copying] : []),
    ...(findings ? [new ConsumerRunner({ ...parts, ...findingsPace, consumers: [findings] })] : []),
  ];
  return {
    followers: [memory, graph, ...(mirror ? [mirror.consumer] : []), ...(findings ? [findings] : [])],
    start: () => {
      for (const runner of runners) runner.start();
      mirror?.connection.onBack(() => copying?.sweep());
    },
    /** Runs until all have reached the end of the log: for tests and commands. */
    processAll: async () => {
      for (const runner of runners) await runner.processAll();
    },
    /** Returns how far each consumer is behind. */
    lags: async () => (await Promise.all(runners.map((runner) => runner.lags()))).flat(),
    // All at once: one that does not know yet that it is to stop would take more work.
    [Symbol.asyncDispose]: async () => {
      await Promise.all(runners.map((runner) => runner[Symbol.asyncDispose]()));
    },
  };
}

/** Builds the extractor of the graph from texts: a language model if there is one, otherwise rules. */
export function buildExtractor(languageModel: LanguageModel | null, log: Pick<Logger, 'warn' | 'error'>): Extractor {
  // Thrown, it would be tried again for ever, and nothing that follows in its collection would be read.
  const rules = new RulesExtractor((err) =>
    log.error({ err }, 'a text could not be read for the graph: none of its names are in it'),
  );
  return languageModel ? new ModelExtractor(languageModel, rules, log) : rules;
}
