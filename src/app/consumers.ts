import type { Logger } from 'pino';
import { graphConsumer } from '../graph/graph-consumer.ts';
import type { AfterGrowth } from '../memory/index-vectors.ts';
import { memoryConsumer } from '../memory/memory-consumer.ts';
import type { MemoryReader } from '../memory/memory-reader.ts';
import type { Follower } from '../platform/events/consumer.ts';
import type { ConsumerLag } from '../platform/events/consumer-lag.ts';
import { ConsumerRunner } from '../platform/events/consumer-runner.ts';
import type { PreparingConsumer } from '../platform/events/preparing-consumer.ts';
import type { LanguageModel } from '../platform/language-model/language-model.ts';
import type { GraphMirror } from './graph-mirror.ts';
import type { OpenDatabase } from './open-database.ts';
import { buildExtractor } from './text-extractor.ts';

/**
 * On Postgres nobody waits for the connection: terms that many memories share are then counted at once, and what was
 * written to many collections, mostly one memory each, in the same statements.
 */
const postgresBounds = { batch: 500, streams: 50 };
/** Texts that are read at a time there. */
const postgresReadings = 100;

/** Everything that follows the event log. */
export interface Consumers extends AsyncDisposable {
  readonly followers: readonly Follower[];
  start(): void;
  /** Runs until all have come to the end of the log: for tests and commands. */
  processAll(): Promise<void>;
  /** How far each is behind. */
  lags(): Promise<ConsumerLag[]>;
}

/** What only some settings bring. */
export interface FollowUps {
  readonly afterGrowth?: AfterGrowth | null;
  /** The copy of the graph, which goes on once the graph has. */
  readonly mirror?: Pick<GraphMirror, 'connection' | 'consumer'> | null;
  /** Looks beside new memories for duplicates and what they outdate. */
  readonly findings?: PreparingConsumer | null;
  /** Reads texts for the graph in place of rules. */
  readonly languageModel?: LanguageModel | null;
}

/** Nobody waits for findings: they are looked for in a fifth of one connection's time, some seconds after the writes. */
const findingsPace = { gatherMs: 2_000, restTimes: 4 };

/** Counts are of use some hundred milliseconds later, too, and those of many commits take hardly more statements than those of one. */
const countsPace = { gatherMs: 500 };

/** Reading a text takes about as long as writing it did, and the thread that answers writers. */
const graphPace = { restTimesBesideWriters: 3 };

/**
 * What reads texts for the graph takes its time, and has a runner of its own: counts do not wait for it. `afterGrowth` is
 * for Postgres, which has indexes over vectors.
 */
export function buildConsumers(
  { db, jobs }: Pick<OpenDatabase, 'db' | 'jobs'>,
  reader: Pick<MemoryReader, 'patterns'>,
  log: Logger,
  { afterGrowth = null, mirror = null, findings = null, languageModel = null }: FollowUps = {},
): Consumers {
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
    processAll: async () => {
      for (const runner of runners) await runner.processAll();
    },
    lags: async () => (await Promise.all(runners.map((runner) => runner.lags()))).flat(),
    // All at once: one that is not told yet would go on to take more.
    [Symbol.asyncDispose]: async () => {
      await Promise.all(runners.map((runner) => runner[Symbol.asyncDispose]()));
    },
  };
}
